package dev.gatehouse.host.audit;

import dev.gatehouse.apigateway.OpenApiDocument;
import dev.gatehouse.apigateway.OpenApiDocument.BasePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The OpenAPI document of an `AWS::ApiGatewayV2::Api`: its routes, integrations and authorizers
/// are parts like those that the template declares.
final class Documents {
  /// Marks an API whose document cannot be read: nobody knows its doors.
  static final String UNREAD = "Gatehouse::Unread";

  private static final String PREFIX = "AWS::ApiGatewayV2::";

  private Documents() {}

  /// @param body the document; empty where it is not at hand
  static List<Part> parts(Part api, Optional<JsonNode> body) {
    if (body.isEmpty()) {
      return List.of(unread(api));
    }
    try {
      String basePath = api.get("BasePath").asString("ignore").toUpperCase(Locale.ROOT);
      return parts(api, OpenApiDocument.read(body.get(), BasePath.valueOf(basePath)));
    } catch (OpenApiDocument.Malformed | IllegalArgumentException _) {
      return List.of(unread(api));
    }
  }

  private static Part unread(Part api) {
    ObjectNode properties = api.properties().deepCopy();
    properties.put(UNREAD, true);
    return new Part(api.id(), api.type(), properties);
  }

  private static List<Part> parts(Part api, OpenApiDocument document) {
    var parts = new ArrayList<Part>();
    ObjectNode whole = document.api().deepCopy();
    whole.setAll(api.properties());
    parts.add(new Part(api.id(), api.type(), whole));
    UnaryOperator<String> authorizerId = name -> api.id() + " authorizer-" + name;
    document
        .authorizers()
        .forEach((name, properties) ->
            parts.add(part(api, "Authorizer", authorizerId.apply(name), properties)));
    for (var operation : document.operations()) {
      String route = api.id() + " " + operation.routeKey();
      // Slashes would be taken for an ARN's.
      String integration = route.replace('/', '|') + " integration";
      parts.add(part(api, "Integration", integration, operation.integration()));
      Part door = part(api, "Route", route, operation.route());
      door.properties().put("Target", "integrations/" + integration);
      operation
          .authorizer()
          .ifPresent(name -> door.properties().put("AuthorizerId", authorizerId.apply(name)));
      parts.add(door);
    }
    return parts;
  }

  private static Part part(Part api, String type, String id, ObjectNode properties) {
    ObjectNode whole = properties.deepCopy();
    whole.put("ApiId", api.id());
    return new Part(id, PREFIX + type, whole);
  }
}
