package dev.gatehouse.playerfc.api;

import dev.gatehouse.playerfc.api.Route.Description;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The OpenAPI 3.1 document of a list of routes.
final class OpenApi {
  private OpenApi() {}

  /// `base` is where the caller found the API (`/prod`, or nothing).
  static Map<String, Object> document(List<Route> routes, String base) {
    var paths = new LinkedHashMap<String, Map<String, Object>>();
    var schemas = new TreeMap<String, Object>(Schemas.components());
    for (var route : routes) {
      var description = route.description();
      if (description == null) {
        continue;
      }
      paths
          .computeIfAbsent(route.template(), _ -> new LinkedHashMap<>())
          .put(route.method().toLowerCase(Locale.ROOT), operation(route, description));
      if (description.body() != null) {
        schemas.put(description.body().name(), Schemas.body(description.body()));
      }
    }
    return Json.object(
        "openapi", "3.1.0",
        "info",
            Json.object(
                "title",
                "PlayerFC",
                "version",
                "1.0.0",
                "description",
                "Players of the world's football clubs."),
        "servers", List.of(Map.of("url", base.isEmpty() ? "/" : base)),
        "paths", paths,
        "components", Map.of("schemas", schemas));
  }

  private static Map<String, Object> operation(Route route, Description description) {
    var operation =
        Json.object("operationId", description.operationId(), "summary", description.summary());
    if (!route.parameterNames().isEmpty()) {
      operation.put(
          "parameters", route.parameterNames().stream().map(OpenApi::pathParameter).toList());
    }
    if (description.body() != null) {
      operation.put(
          "requestBody",
          Json.object(
              "required", true, "content", content(Schemas.reference(description.body().name()))));
    }
    operation.put("responses", responses(description));
    return operation;
  }

  private static Map<String, Object> pathParameter(String name) {
    return Json.object(
        "name", name, "in", "path", "required", true, "schema", FieldType.STRING.schema());
  }

  private static Map<String, Object> responses(Description description) {
    var responses = new TreeMap<String, Object>();
    responses.put("200", response("Done", description.answer()));
    description
        .refusals()
        .forEach((status, reason) ->
            responses.put(String.valueOf(status), response(reason, Schemas.DETAIL)));
    if (description.body() != null) {
      responses.put("422", response("The body is not as described", Schemas.FAULTS));
    }
    responses.put("500", response("An error occurred", Schemas.DETAIL));
    return responses;
  }

  private static Map<String, Object> response(String description, Map<String, Object> schema) {
    return Json.object("description", description, "content", content(schema));
  }

  private static Map<String, Object> content(Map<String, Object> schema) {
    return Map.of("application/json", Map.of("schema", schema));
  }
}
