package dev.gatehouse.host.audit;

import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A resource as its template declares it; references are the other resources' logical ids, or ARNs
/// that end in them.
///
/// @param id the logical id; `Api GET /players` for what an API's document makes
public record Part(String id, String type, ObjectNode properties) {
  /// Where the REST events of a function are noted that SAM does not expand here, by their names.
  public static final String EVENTS = "Gatehouse::Events";

  JsonNode get(String property) {
    return properties.path(property);
  }

  String text(String property) {
    return get(property).asString("");
  }

  boolean is(String name) {
    return type.equals(name);
  }

  /// Templates may write booleans as text.
  static boolean isTrue(JsonNode value) {
    return value.asString("").equals("true");
  }

  /// A list's elements, or the one value that stands for a list of one.
  static List<JsonNode> list(JsonNode value) {
    return value.isArray()
        ? value.valueStream().toList()
        : value.isMissingNode() ? List.of() : List.of(value);
  }

  static List<String> texts(JsonNode value) {
    return list(value).stream().map(element -> element.asString("")).toList();
  }

  Stream<JsonNode> each(String property) {
    return list(get(property)).stream();
  }

  /// Without the properties, which may hold secrets.
  @Override
  public String toString() {
    return id + " (" + type + ")";
  }
}
