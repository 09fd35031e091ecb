package dev.gatehouse.playerfc.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One operation: where it is found, what it does, and what the OpenAPI document says of it.
///
/// In the template `/players/{player_id}`, a name in braces stands for one segment, never an empty
/// one.
record Route(String method, String template, Endpoint endpoint, @Nullable Description description) {

  /// Answers a request; `parameters` are the path's, by name.
  @FunctionalInterface
  interface Endpoint {
    Response answer(Request request, Map<String, String> parameters);
  }

  /// `answer` is the JSON Schema of what a 200 holds; `refusals` are the details of other statuses.
  record Description(
      String operationId,
      String summary,
      @Nullable BodySchema body,
      Map<String, Object> answer,
      Map<Integer, String> refusals) {

    Description refusing(int status, String reason) {
      return new Description(operationId, summary, body, answer, Map.of(status, reason));
    }
  }

  /// A route that the OpenAPI document leaves out.
  static Route undescribed(String method, String template, Endpoint endpoint) {
    return new Route(method, template, endpoint, null);
  }

  /// The path's parameters when the path is this route's, whatever the method.
  Optional<Map<String, String>> match(String path) {
    var expected = segments(template);
    var found = segments(path);
    if (expected.size() != found.size()) {
      return Optional.empty();
    }
    var parameters = new HashMap<String, String>();
    for (int i = 0; i < expected.size(); i++) {
      var name = expected.get(i);
      if (variable(name) && !found.get(i).isEmpty()) {
        parameters.put(name.substring(1, name.length() - 1), found.get(i));
      } else if (!name.equals(found.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(parameters);
  }

  List<String> parameterNames() {
    return segments(template).stream()
        .filter(Route::variable)
        .map(name -> name.substring(1, name.length() - 1))
        .toList();
  }

  private static boolean variable(String segment) {
    return segment.startsWith("{");
  }

  private static List<String> segments(String path) {
    return List.of(path.split("/", -1));
  }
}
