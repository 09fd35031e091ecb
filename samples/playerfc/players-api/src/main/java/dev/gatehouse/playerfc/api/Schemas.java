package dev.gatehouse.playerfc.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The JSON Schemas that the OpenAPI document is made of.
final class Schemas {
  static final Map<String, Object> PLAYER = reference("Player");
  static final Map<String, Object> MESSAGE = reference("Message");
  static final Map<String, Object> DETAIL = reference("Detail");
  static final Map<String, Object> FAULTS = reference("HTTPValidationError");

  private Schemas() {}

  static Map<String, Object> reference(String name) {
    return Map.of("$ref", "#/components/schemas/" + name);
  }

  static Map<String, Object> array(Map<String, Object> items) {
    return Json.object("type", "array", "items", items);
  }

  static Map<String, Object> oneOf(Map<String, Object> one, Map<String, Object> other) {
    return Map.of("oneOf", List.of(one, other));
  }

  /// An object whose members, given as names and schemas in turn, are all there.
  static Map<String, Object> object(Object... namesAndSchemas) {
    var properties = Json.object(namesAndSchemas);
    return Json.object(
        "type", "object", "properties", properties, "required", List.copyOf(properties.keySet()));
  }

  /// An object that has any of the fields.
  static Map<String, Object> changes(Map<String, FieldType> fields) {
    return Json.object("type", "object", "properties", properties(fields));
  }

  static Map<String, Object> body(BodySchema body) {
    var schema = changes(body.fields());
    if (!body.optional()) {
      schema.put("required", List.copyOf(body.fields().keySet()));
    }
    schema.put("examples", List.of(body.example()));
    return schema;
  }

  /// The schemas that [#reference] names, but those of the bodies.
  static Map<String, Object> components() {
    var text = FieldType.STRING.schema();
    var player =
        new ArrayList<Object>(List.of("id", Json.object("type", "string", "format", "uuid")));
    Player.ATTRIBUTES.forEach((name, type) -> {
      player.add(name);
      player.add(type.schema());
    });
    return Json.object(
        "Player", object(player.toArray()),
        "Message",
            Json.object(
                "type",
                "object",
                "properties",
                Json.object("message", text, "description", text),
                "required",
                List.of("message")),
        "Detail", object("detail", text),
        "HTTPValidationError", object("detail", array(reference("ValidationError"))),
        "ValidationError",
            object(
                "type",
                text,
                "loc",
                array(Map.of("anyOf", List.of(text, FieldType.INTEGER.schema()))),
                "msg",
                text,
                "input",
                Map.of()));
  }

  private static Map<String, Object> properties(Map<String, FieldType> fields) {
    var properties = new LinkedHashMap<String, Object>();
    fields.forEach((name, type) -> properties.put(name, type.schema()));
    return properties;
  }
}
