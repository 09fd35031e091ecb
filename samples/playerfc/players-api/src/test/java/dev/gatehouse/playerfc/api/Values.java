package dev.gatehouse.playerfc.api;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Parsed JSON, with the casts in one place.
final class Values {
  private Values() {}

  static Map<String, Object> object(String json) {
    return object(parse(json));
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> object(Object value) {
    return (Map<String, Object>) value;
  }

  static Map<String, Object> member(Map<String, Object> object, String name) {
    return object(Objects.requireNonNull(object.get(name), name));
  }

  @SuppressWarnings("unchecked")
  static List<Object> array(Object value) {
    return (List<Object>) value;
  }

  static Object parse(String json) {
    try {
      return Objects.requireNonNull(Json.read(json));
    } catch (Json.Malformed e) {
      throw new AssertionError(json, e);
    }
  }
}
