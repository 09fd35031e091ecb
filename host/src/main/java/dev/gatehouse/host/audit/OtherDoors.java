package dev.gatehouse.host.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Doors of kinds that Gatehouse does not run, as far as the template tells which they are. Their
/// locks are unknown, whatever the template says of them.
final class OtherDoors {
  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");
  private static final String ANY_METHOD = "x-amazon-apigateway-any-method";

  /// Types that open one door each, or we cannot tell which.
  private static final Set<String> WHOLE =
      Set.of(
          "AWS::AppSync::GraphQLApi",
          "AWS::AppSync::Api",
          "AWS::Serverless::GraphQLApi",
          "AWS::Serverless::WebSocketApi",
          "AWS::CloudFront::Distribution",
          "AWS::ElasticLoadBalancing::LoadBalancer",
          "AWS::ElasticLoadBalancingV2::Listener",
          "AWS::VpcLattice::Service",
          "AWS::AppRunner::Service",
          "AWS::ApiGatewayV2::ApiGatewayManagedOverrides");

  private final Blueprint blueprint;
  private final List<AuditedDoor> doors = new ArrayList<>();

  private OtherDoors(Blueprint blueprint) {
    this.blueprint = blueprint;
  }

  static List<AuditedDoor> of(Blueprint blueprint) {
    var others = new OtherDoors(blueprint);
    blueprint.parts().forEach(others::add);
    return others.doors;
  }

  private void add(Part part) {
    switch (part.type()) {
      case "AWS::ApiGateway::Method" ->
          add(part.text("HttpMethod"), path(part.text("ResourceId"), 0), part);
      case "AWS::ApiGateway::RestApi" -> document(part, part.get("Body"), hasMethods(part));
      case "AWS::Serverless::Api" -> serverless(part);
      case "AWS::ApiGatewayV2::Api" -> {
        if (part.properties().has(Documents.UNREAD)) {
          add("*", "*", part);
        }
      }
      default -> {
        if (WHOLE.contains(part.type())) {
          add("*", "*", part);
        }
      }
    }
  }

  private boolean hasMethods(Part api) {
    return blueprint
        .parts("AWS::ApiGateway::Method")
        .anyMatch(method -> method.text("RestApiId").equals(api.id()));
  }

  private void document(Part api, JsonNode document, boolean hasOthers) {
    int before = doors.size();
    document
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .propertyNames()
                .forEach(method -> {
                  if (method.equals(ANY_METHOD)) {
                    add("ANY", path.getKey(), api);
                  } else if (METHODS.contains(method)) {
                    add(method.toUpperCase(Locale.ROOT), path.getKey(), api);
                  }
                }));
    if (doors.size() == before && !hasOthers) {
      add("*", "*", api);
    }
  }

  /// The events of functions open its doors.
  private void serverless(Part api) {
    int before = doors.size();
    for (Part function : blueprint.parts()) {
      for (var event : function.get(Part.EVENTS).properties()) {
        JsonNode properties = event.getValue().path("Properties");
        String of = properties.path("RestApiId").asString("ServerlessRestApi");
        if (of.equals(api.id())) {
          String method = properties.path("Method").asString("*");
          add(method.toUpperCase(Locale.ROOT), properties.path("Path").asString("*"), function);
        }
      }
    }
    document(api, api.get("DefinitionBody"), doors.size() > before);
  }

  private void add(String method, String path, Part part) {
    doors.add(AuditedDoor.unknown(method, path, part.id()));
  }

  /// @param resource the logical id of an `AWS::ApiGateway::Resource`, or of the API for its root
  private String path(String resource, int depth) {
    Optional<Part> part = blueprint.find("AWS::ApiGateway::Resource", resource);
    if (part.isEmpty() || depth > 30) {
      return depth == 0 ? "/" : "";
    }
    return path(part.get().text("ParentId"), depth + 1) + "/" + part.get().text("PathPart");
  }
}
