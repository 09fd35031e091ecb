package dev.gatehouse.cli.export;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// How a definition names routes.
public final class Operations {
  static final String EXTENSION = "x-amazon-apigateway-";
  static final String ANY_METHOD = EXTENSION + "any-method";
  static final String DEFAULT_PATH = "/$default";

  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "options", "head", "patch", ANY_METHOD);

  private Operations() {}

  /// Those of a path that are routes.
  static List<String> methods(JsonNode pathItem) {
    return pathItem.propertyNames().stream().filter(METHODS::contains).toList();
  }

  static String routeKey(String path, String method) {
    if (path.equals(DEFAULT_PATH)) {
      return "$default";
    }
    return (method.equals(ANY_METHOD) ? "ANY" : method.toUpperCase(Locale.ROOT)) + " " + path;
  }

  /// The operation that answers for a method: its own, or the one for any.
  public static JsonNode operation(JsonNode definition, String path, String method) {
    JsonNode item = definition.path("paths").path(path);
    return item.has(method) ? item.path(method) : item.path(ANY_METHOD);
  }

  /// Where an operation leads.
  public static String integrationUri(JsonNode operation) {
    return operation.path(EXTENSION + "integration").path("uri").asString("");
  }
}
