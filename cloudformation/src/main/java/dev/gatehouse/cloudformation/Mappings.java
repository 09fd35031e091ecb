package dev.gatehouse.cloudformation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The template's `Mappings`: map, top-level key, second-level key to a scalar or a list of
/// scalars.
final class Mappings {
  private final Map<List<String>, Expression> values = new HashMap<>();

  static Mappings read(ObjectNode section, Findings findings) {
    Mappings mappings = new Mappings();
    PropertyPath root = PropertyPath.root("Mappings");
    for (var map : section.properties()) {
      PropertyPath at = root.member(map.getKey());
      for (var top : members(map.getValue(), at, findings)) {
        PropertyPath inside = at.member(top.getKey());
        for (var second : members(top.getValue(), inside, findings)) {
          mappings.values.put(
              List.of(map.getKey(), top.getKey(), second.getKey()),
              value(second.getValue(), inside.member(second.getKey()), findings));
        }
      }
    }
    return mappings;
  }

  Optional<Expression> find(String map, String top, String second) {
    return Optional.ofNullable(values.get(List.of(map, top, second)));
  }

  private static Iterable<Map.Entry<String, JsonNode>> members(
      JsonNode node, PropertyPath at, Findings findings) {
    if (node instanceof ObjectNode object) {
      return object.properties();
    }
    findings.fault(at, "expected an object, found " + Shape.of(node).phrase());
    return List.of();
  }

  private static Expression value(JsonNode node, PropertyPath at, Findings findings) {
    if (node instanceof ArrayNode array && array.valueStream().allMatch(JsonNode::isValueNode)) {
      List<Expression> elements = new ArrayList<>();
      array.forEach(element -> elements.add(new Expression.Literal(element)));
      return new Expression.ListValue(elements);
    }
    if (node.isValueNode()) {
      return new Expression.Literal(node);
    }
    findings.fault(
        at, "a mapping's value is a string or a list of strings, functions are not allowed");
    return new Expression.Faulty();
  }
}
