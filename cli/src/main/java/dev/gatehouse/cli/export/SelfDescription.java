package dev.gatehouse.cli.export;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Fills into an API's definition what the functions behind it say of themselves: parameters,
/// bodies, answers, schemas. Locks, servers and integrations stay the API's own: a function does
/// not say who may come in.
public final class SelfDescription {
  /// In the order in which they are written.
  private static final List<String> FILLED =
      List.of(
          "tags",
          "summary",
          "description",
          "operationId",
          "parameters",
          "requestBody",
          "responses",
          "deprecated");

  private static final Pattern VARIABLE = Pattern.compile("\\{([^{}]*)}");

  /// Where a route leads.
  @FunctionalInterface
  public interface Source {
    /// @param method as the definition writes it, `get` or `x-amazon-apigateway-any-method`
    /// @return the OpenAPI document of the function behind the route, if it has one
    Optional<ObjectNode> behind(String path, String method);
  }

  /// @param unknown routes that no function describes, `GET /players` say
  /// @param leftOut references to other places than the function's own document; none was followed
  public record Merged(ObjectNode definition, List<String> unknown, List<String> leftOut) {
    public Merged {
      requireNonNull(definition, "definition");
      unknown = List.copyOf(unknown);
      leftOut = List.copyOf(leftOut);
    }
  }

  private final ObjectNode definition;
  private final Source source;
  private final IdentityHashMap<ObjectNode, Adoption> adoptions = new IdentityHashMap<>();
  private final List<String> unknown = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();
  private final Set<String> operationIds = new HashSet<>();

  private SelfDescription(ObjectNode definition, Source source) {
    this.definition = definition;
    this.source = source;
  }

  public static Merged merge(ObjectNode definition, Source source) {
    return new SelfDescription(definition.deepCopy(), source).merge();
  }

  private Merged merge() {
    for (var path : definition.path("paths").properties()) {
      for (String method : Operations.methods(path.getValue())) {
        fill(path.getKey(), method, (ObjectNode) path.getValue().path(method));
      }
    }
    return new Merged(definition, unknown, leftOut);
  }

  private void fill(String path, String method, ObjectNode operation) {
    Optional<ObjectNode> document = source.behind(path, method);
    Optional<Described> described = document.flatMap(own -> described(own, path, method));
    if (document.isEmpty() || described.isEmpty()) {
      unknown.add(Operations.routeKey(path, method));
      return;
    }
    ObjectNode own = described.get().operation();
    Adoption adoption =
        adoptions.computeIfAbsent(
            document.get(), from -> new Adoption(from, definition, leftOut::add));
    var rest = new LinkedHashMap<String, JsonNode>();
    operation.properties().forEach(member -> rest.put(member.getKey(), member.getValue()));
    operation.removeAll();
    for (String name : FILLED) {
      if (own.has(name)) {
        operation.set(name, adoption.copy(own.path(name)));
      }
    }
    parameters(path, described.get(), adoption, operation);
    if (!operationIds.add(operation.path("operationId").asString(path + " " + method))) {
      operation.remove("operationId");
    }
    rest.forEach(operation::putIfAbsent);
  }

  /// @param path as the function writes it
  /// @param shared the path's parameters
  private record Described(String path, JsonNode shared, ObjectNode operation) {}

  private static Optional<Described> described(ObjectNode document, String path, String method) {
    for (var own : document.path("paths").properties()) {
      if (shape(own.getKey()).equals(shape(path))
          && own.getValue().path(method) instanceof ObjectNode operation) {
        return Optional.of(
            new Described(own.getKey(), own.getValue().path("parameters"), operation));
      }
    }
    return Optional.empty();
  }

  /// The same for two paths that differ in their variables' names only.
  private static String shape(String path) {
    return VARIABLE.matcher(path).replaceAll("{}");
  }

  /// The function may call a path's variables otherwise; the API's names are the definition's.
  private static void parameters(
      String path, Described described, Adoption adoption, ObjectNode operation) {
    var names = new LinkedHashMap<String, String>();
    List<String> ours = variables(path);
    List<String> theirs = variables(described.path());
    for (int i = 0; i < theirs.size(); i++) {
      names.put(theirs.get(i), ours.get(i));
    }
    var all = new LinkedHashMap<String, ObjectNode>();
    for (JsonNode list : List.of(described.shared(), described.operation().path("parameters"))) {
      for (JsonNode each : list) {
        if (adoption.copy(adoption.resolved(each)) instanceof ObjectNode parameter) {
          String in = parameter.path("in").asString("");
          String name = parameter.path("name").asString("");
          if (in.equals("path")) {
            parameter.put("name", names.getOrDefault(name, name));
          }
          all.put(in + " " + name, parameter);
        }
      }
    }
    operation.remove("parameters");
    if (!all.isEmpty()) {
      all.values().forEach(operation.putArray("parameters")::add);
    }
  }

  private static List<String> variables(String path) {
    return VARIABLE.matcher(path).results().map(variable -> variable.group(1)).toList();
  }
}
