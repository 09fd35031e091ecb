package dev.gatehouse.cloudformation;

import dev.gatehouse.cloudformation.Expression.ListValue;
import dev.gatehouse.cloudformation.Expression.Literal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// Between plain JSON and values that no longer hold functions.
final class Literals {
  private Literals() {}

  /// Plain data; what looks like a function in it is none.
  static Expression of(JsonNode data) {
    return switch (data) {
      case ObjectNode object -> {
        var members = new LinkedHashMap<String, Expression>();
        object.forEachEntry((name, value) -> members.put(name, of(value)));
        yield new Expression.MapValue(members);
      }
      case ArrayNode array -> new ListValue(array.valueStream().map(Literals::of).toList());
      case JsonNode scalar -> new Literal(scalar);
    };
  }

  static Literal text(String text) {
    return new Literal(StringNode.valueOf(text));
  }

  static ListValue texts(Collection<String> texts) {
    return new ListValue(texts.stream().<Expression>map(Literals::text).toList());
  }

  /// The value as JSON, without the members that are not known yet; empty if nothing of it is
  /// known.
  static Optional<JsonNode> known(Expression value) {
    return switch (value) {
      case Literal(var scalar) -> Optional.of(scalar);
      case ListValue(var elements) -> {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        elements.forEach(element -> known(element).ifPresent(array::add));
        yield Optional.of(array);
      }
      case Expression.MapValue(var members) -> {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        members.forEach((name, member) -> known(member).ifPresent(node -> object.set(name, node)));
        yield Optional.of(object);
      }
      case Expression _ -> Optional.empty();
    };
  }

  /// The known members of an object; none if the value is not one.
  static ObjectNode knownMembers(Expression value) {
    return known(value)
        .filter(ObjectNode.class::isInstance)
        .map(ObjectNode.class::cast)
        .orElseGet(JsonNodeFactory.instance::objectNode);
  }
}
