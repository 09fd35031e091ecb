package dev.gatehouse.cloudformation.sam;

import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The OpenAPI document of an API while routes are added to it.
final class OpenApi {
  static final String INTEGRATION = "x-amazon-apigateway-integration";
  static final String ANY_METHOD = "x-amazon-apigateway-any-method";
  static final String DEFAULT_PATH = "$default";

  /// Marks a document that nobody wrote, until the API is expanded.
  static final String OURS = "x-gatehouse-made";

  private OpenApi() {}

  /// The API's own document, or a new one that it gets.
  static ObjectNode of(SamResource api) {
    if (api.property("DefinitionBody") instanceof ObjectNode document) {
      return document;
    }
    ObjectNode document = Trees.object().put("openapi", "3.0.1");
    ObjectNode info = document.putObject("info").put("version", "1.0");
    info.set("title", Trees.ref("AWS::StackName"));
    document.putObject("paths");
    document.put(OURS, true);
    api.properties().set("DefinitionBody", document);
    return document;
  }

  static String method(String written) {
    String lower = written.toLowerCase(Locale.ROOT);
    return lower.equals("any") ? ANY_METHOD : lower;
  }

  /// Missing when there is none.
  static JsonNode operation(JsonNode document, String path, String method) {
    JsonNode operation = document.path("paths").path(path).path(method);
    return operation.has("Fn::If") ? operation.path("Fn::If").path(1) : operation;
  }

  static void add(ObjectNode document, String path, String method, ObjectNode operation) {
    document.withObjectProperty("paths").withObjectProperty(path).set(method, operation);
  }
}
