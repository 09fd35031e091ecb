package dev.gatehouse.cli.export;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// A way through all routes of an API, in an order in which each finds what it needs: what is
/// created first is read, changed, and deleted last.
///
/// @param title the API's name
/// @param variables of the routes' paths, in order of appearance
record Walk(String title, List<Call> calls, SequencedSet<String> variables) {
  private static final Pattern VARIABLE = Pattern.compile("\\{([^{}+]*)\\+?}");

  /// What opens a route.
  enum Lock {
    NONE,
    JWT,
    IAM,
    /// A function decides, by headers that only its author knows.
    FUNCTION
  }

  /// @param name for people
  /// @param path with `{variables}`; greedy ones without their plus
  /// @param header carries what a function decides by; null elsewhere
  /// @param body null for methods that send none
  /// @param captures variables that its answer gives values to, each with the member that has it
  /// @param succeeds whether the route is known to answer 2xx: it is described, and what its path
  ///   names was created by then
  record Call(
      String name,
      String method,
      String path,
      Lock lock,
      @Nullable String header,
      @Nullable JsonNode body,
      SequencedMap<String, String> captures,
      boolean succeeds) {
    String routeKey() {
      return method + " " + path;
    }
  }

  private record Route(String path, String method, JsonNode operation) {}

  /// @param definition with extensions
  /// @param described whether functions have filled it in
  static Walk through(JsonNode definition, boolean described) {
    var routes = new ArrayList<Route>();
    for (var path : definition.path("paths").properties()) {
      for (String method : Operations.methods(path.getValue())) {
        routes.add(
            new Route(
                path.getKey().equals(Operations.DEFAULT_PATH) ? "/" : path.getKey(),
                method.equals(Operations.ANY_METHOD) ? "GET" : method.toUpperCase(Locale.ROOT),
                path.getValue().path(method)));
      }
    }
    routes.sort(Comparator.comparingInt(Walk::phase).thenComparingInt(Walk::depth));
    var examples = new ExampleBody(definition);
    var calls = new ArrayList<Call>();
    var captured = new HashSet<String>();
    var variables = new LinkedHashSet<String>();
    for (Route route : routes) {
      List<String> own = variables(route.path());
      SequencedMap<String, String> captures = captures(route, routes, definition);
      boolean succeeds =
          described
              && route.operation().path("responses").propertyNames().stream()
                  .anyMatch(status -> status.startsWith("2"))
              && captured.containsAll(own);
      calls.add(call(route, definition, examples, captures, succeeds));
      captured.addAll(captures.keySet());
      variables.addAll(own);
    }
    return new Walk(definition.path("info").path("title").asString("API"), calls, variables);
  }

  /// Creates, reads, changes, deletes.
  private static int phase(Route route) {
    return switch (route.method()) {
      case "POST" -> 0;
      case "PUT", "PATCH" -> 2;
      case "DELETE" -> 3;
      default -> 1;
    };
  }

  /// What lies deeper is made later, and deleted earlier.
  private static int depth(Route route) {
    int depth = route.path().split("/", -1).length;
    return route.method().equals("DELETE") ? -depth : depth;
  }

  private static List<String> variables(String path) {
    return VARIABLE.matcher(path).results().map(variable -> variable.group(1)).toList();
  }

  /// What is created names itself, for the routes directly below: `player_id` of
  /// `/players/{player_id}`.
  private static SequencedMap<String, String> captures(
      Route route, List<Route> routes, JsonNode definition) {
    var captures = new LinkedHashMap<String, String>();
    if (route.method().equals("POST")) {
      Set<String> told = ExampleBody.answerMembers(route.operation(), definition);
      routes.stream()
          .filter(each -> each.path().matches(Pattern.quote(route.path()) + "/\\{[^{}+/]*}"))
          .map(each -> variables(each.path()).getLast())
          .forEach(name ->
              captures.put(name, told.contains(name) || !told.contains("id") ? name : "id"));
    }
    return captures;
  }

  private static Call call(
      Route route,
      JsonNode definition,
      ExampleBody examples,
      SequencedMap<String, String> captures,
      boolean succeeds) {
    boolean sends = Set.of("POST", "PUT", "PATCH").contains(route.method());
    JsonNode scheme = scheme(route.operation(), definition);
    Lock lock = lock(route.operation(), scheme);
    String path = route.path().replace("+}", "}");
    return new Call(
        route.operation().path("summary").asString(route.method() + " " + path),
        route.method(),
        path,
        lock,
        lock == Lock.FUNCTION ? scheme.path("name").asString("Authorization") : null,
        sends
            ? examples.of(route.operation()).orElseGet(JsonNodeFactory.instance::objectNode)
            : null,
        captures,
        succeeds);
  }

  private static JsonNode scheme(JsonNode operation, JsonNode definition) {
    Optional<String> name = operation.path("security").path(0).propertyNames().stream().findFirst();
    return definition.path("components").path("securitySchemes").path(name.orElse(""));
  }

  private static Lock lock(JsonNode operation, JsonNode scheme) {
    if (operation.path(Operations.EXTENSION + "auth").path("type").asString("").equals("AWS_IAM")) {
      return Lock.IAM;
    }
    if (operation.path("security").isEmpty()) {
      return Lock.NONE;
    }
    String type = scheme.path(Operations.EXTENSION + "authorizer").path("type").asString("");
    return type.equals("jwt") ? Lock.JWT : Lock.FUNCTION;
  }

  boolean has(Lock lock) {
    return calls.stream().anyMatch(call -> call.lock() == lock);
  }

  /// What functions decide by, as a variable's name: `x_api_key` of the header `x-api-key`.
  SequencedSet<String> functionHeaders() {
    var headers = new LinkedHashSet<String>();
    for (Call call : calls) {
      if (call.header() != null) {
        headers.add(variable(call.header()));
      }
    }
    return headers;
  }

  static String variable(String header) {
    return header.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_");
  }

  /// The variables that answers give values to.
  Set<String> captures() {
    return calls.stream()
        .flatMap(call -> call.captures().keySet().stream())
        .collect(Collectors.toSet());
  }

  /// The routes that refuse whoever comes with nothing.
  List<Call> locked() {
    return calls.stream().filter(call -> call.lock() != Lock.NONE).toList();
  }

  /// What a locked route answers to someone without credentials.
  static int refusal(Lock lock) {
    return lock == Lock.IAM ? 403 : 401;
  }
}
