package dev.gatehouse.junit;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.aws.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// DynamoDB's attribute values as JSON (API_AttributeValue.html), to and from values of Java.
final class AttributeValues {
  private AttributeValues() {}

  static ObjectNode map(Map<?, ?> values) {
    var node = Json.STRICT.createObjectNode();
    values.forEach((name, value) -> node.set(String.valueOf(name), value(value)));
    return node;
  }

  private static ObjectNode value(@Nullable Object value) {
    var node = Json.STRICT.createObjectNode();
    switch (value) {
      case null -> node.put("NULL", true);
      case String text -> node.put("S", text);
      case Boolean truth -> node.put("BOOL", truth);
      case Number number -> node.put("N", number.toString());
      case byte[] bytes -> node.put("B", base64(bytes));
      case Map<?, ?> members -> node.set("M", map(members));
      case List<?> elements -> {
        var list = node.putArray("L");
        elements.forEach(element -> list.add(value(element)));
      }
      case Set<?> elements -> set(node, elements);
      default ->
          throw new IllegalArgumentException(
              "no attribute value for a " + value.getClass().getName());
    }
    return node;
  }

  private static void set(ObjectNode node, Set<?> elements) {
    var first = elements.stream().findFirst();
    if (first.isEmpty()) {
      throw new IllegalArgumentException("DynamoDB has no empty sets");
    }
    var list =
        node.putArray(
            switch (first.get()) {
              case Number _ -> "NS";
              case byte[] _ -> "BS";
              default -> "SS";
            });
    for (Object element : elements) {
      list.add(element instanceof byte[] bytes ? base64(bytes) : String.valueOf(element));
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  static Map<String, Object> read(JsonNode members) {
    var map = new LinkedHashMap<String, Object>();
    members.forEachEntry((name, value) -> map.put(name, value(value)));
    return map;
  }

  /// Nulls are in maps and lists as themselves.
  @SuppressWarnings("NullAway")
  private static @Nullable Object value(JsonNode value) {
    String type = requireNonNull(value.propertyNames().iterator().next());
    JsonNode told = value.path(type);
    return switch (type) {
      case "S" -> told.asString("");
      case "N" -> new BigDecimal(told.asString(""));
      case "BOOL" -> told.asBoolean();
      case "NULL" -> null;
      case "B" -> Base64.getDecoder().decode(told.asString(""));
      case "M" -> read(told);
      case "L" -> {
        var list = new ArrayList<@Nullable Object>();
        told.forEach(element -> list.add(value(element)));
        yield list;
      }
      case "SS" -> set(told, text -> text);
      case "NS" -> set(told, BigDecimal::new);
      case "BS" -> set(told, Base64.getDecoder()::decode);
      default -> throw new IllegalStateException("an attribute value of an unknown type: " + type);
    };
  }

  private static Set<Object> set(JsonNode told, Function<String, Object> element) {
    var set = new LinkedHashSet<>();
    told.forEach(text -> set.add(element.apply(text.asString(""))));
    return set;
  }
}
