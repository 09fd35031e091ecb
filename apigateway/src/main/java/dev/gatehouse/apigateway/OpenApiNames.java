package dev.gatehouse.apigateway;

import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The extensions' names beside CloudFormation's.
final class OpenApiNames {
  /// api-gateway-swagger-extensions-integration.html
  private static final Map<String, String> INTEGRATION =
      Map.ofEntries(
          Map.entry("type", "IntegrationType"),
          Map.entry("uri", "IntegrationUri"),
          Map.entry("httpMethod", "IntegrationMethod"),
          Map.entry("payloadFormatVersion", "PayloadFormatVersion"),
          Map.entry("connectionType", "ConnectionType"),
          Map.entry("connectionId", "ConnectionId"),
          Map.entry("timeoutInMillis", "TimeoutInMillis"),
          Map.entry("requestParameters", "RequestParameters"),
          Map.entry("responseParameters", "ResponseParameters"),
          Map.entry("credentials", "CredentialsArn"),
          Map.entry("integrationSubtype", "IntegrationSubtype"),
          Map.entry("tlsConfig", "TlsConfig"),
          Map.entry("description", "Description"));

  /// api-gateway-swagger-extensions-authorizer.html
  private static final Map<String, String> AUTHORIZER =
      Map.of(
          "identitySource", "IdentitySource",
          "jwtConfiguration", "JwtConfiguration",
          "authorizerUri", "AuthorizerUri",
          "authorizerPayloadFormatVersion", "AuthorizerPayloadFormatVersion",
          "authorizerResultTtlInSeconds", "AuthorizerResultTtlInSeconds",
          "authorizerCredentials", "AuthorizerCredentialsArn",
          "enableSimpleResponses", "EnableSimpleResponses");

  private OpenApiNames() {}

  static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  static String capitalized(String name) {
    return name.isEmpty() ? name : upper(name.substring(0, 1)) + name.substring(1);
  }

  /// @param unknown told of each member that has no counterpart
  static ObjectNode integration(ObjectNode extension, Consumer<String> unknown) {
    ObjectNode properties = JsonNodeFactory.instance.objectNode();
    for (var member : extension.properties()) {
      String name = INTEGRATION.get(member.getKey());
      JsonNode value = member.getValue();
      switch (name) {
        case null -> unknown.accept(member.getKey());
        case "IntegrationType" -> properties.put(name, upper(value.asString("")));
        case "ResponseParameters" -> properties.set(name, responseParameters(value));
        case "TlsConfig" -> properties.set(name, capitalizedMembers(value));
        default -> properties.set(name, value);
      }
    }
    return properties;
  }

  /// @param unknown told of each member that has no counterpart
  static ObjectNode authorizer(String scheme, JsonNode extension, Consumer<String> unknown) {
    ObjectNode properties = JsonNodeFactory.instance.objectNode();
    properties.put("Name", scheme);
    for (var member : extension.properties()) {
      String name = AUTHORIZER.get(member.getKey());
      JsonNode value = member.getValue();
      if (member.getKey().equals("type")) {
        properties.put("AuthorizerType", upper(value.asString("")));
      } else if (name == null) {
        unknown.accept(member.getKey());
      } else if (name.equals("IdentitySource")) {
        properties.set(name, sources(value));
      } else {
        properties.set(name, name.equals("JwtConfiguration") ? capitalizedMembers(value) : value);
      }
    }
    return properties;
  }

  /// A list, or a text that separates its expressions by commas.
  private static JsonNode sources(JsonNode value) {
    if (!value.isString()) {
      return value;
    }
    ArrayNode sources = JsonNodeFactory.instance.arrayNode();
    for (String source : value.stringValue().split(",", -1)) {
      sources.add(source.strip());
    }
    return sources;
  }

  private static JsonNode capitalizedMembers(JsonNode value) {
    if (!(value instanceof ObjectNode object)) {
      return value;
    }
    ObjectNode capitalized = JsonNodeFactory.instance.objectNode();
    object.forEachEntry((name, member) -> capitalized.set(capitalized(name), member));
    return capitalized;
  }

  /// `{"200": {"append:header.x": "1"}}` is a list of destinations and sources in CloudFormation.
  private static JsonNode responseParameters(JsonNode value) {
    if (!(value instanceof ObjectNode byStatus)) {
      return value;
    }
    ObjectNode properties = JsonNodeFactory.instance.objectNode();
    byStatus.forEachEntry((status, parameters) -> {
      ArrayNode list = properties.putObject(status).putArray("ResponseParameters");
      parameters.forEachEntry((destination, source) ->
          list.addObject().put("Destination", destination).set("Source", source));
    });
    return properties;
  }
}
