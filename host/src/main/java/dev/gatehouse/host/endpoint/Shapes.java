package dev.gatehouse.host.endpoint;

import dev.gatehouse.aws.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What the answers of several services have in common.
final class Shapes {
  private Shapes() {}

  /// Members that are there, under the same names.
  static void copy(JsonNode from, ObjectNode to, String... names) {
    for (String name : names) {
      if (from.has(name)) {
        to.set(name, from.path(name));
      }
    }
  }

  /// As JSON services write times: seconds, milliseconds behind the point.
  static void putEpochSeconds(ObjectNode to, String name, Instant time) {
    to.put(name, BigDecimal.valueOf(time.toEpochMilli(), 3));
  }

  static ObjectNode page(Page<ObjectNode> page, String member, String token) {
    var answer = Json.STRICT.createObjectNode();
    page.items().forEach(answer.putArray(member)::add);
    if (page.next() != null) {
      answer.put(token, page.next());
    }
    return answer;
  }

  /// `AllowOrigins` becomes `allowOrigins`, at every depth.
  ///
  /// @param maps members whose own names are their owner's, and stay
  static JsonNode camelCase(JsonNode value, Set<String> maps) {
    return renamed(value, maps, first -> first.toLowerCase(Locale.ROOT));
  }

  /// The other way round.
  ///
  /// @param maps as templates write them
  static JsonNode pascalCase(JsonNode value, Set<String> maps) {
    return renamed(value, maps, first -> first.toUpperCase(Locale.ROOT));
  }

  private static JsonNode renamed(JsonNode value, Set<String> maps, UnaryOperator<String> first) {
    if (!(value instanceof ObjectNode object)) {
      return value;
    }
    var renamed = Json.STRICT.createObjectNode();
    for (var member : object.properties()) {
      String rest = member.getKey().substring(1);
      String initial = member.getKey().substring(0, 1);
      boolean map = maps.contains(initial.toUpperCase(Locale.ROOT) + rest);
      renamed.set(
          first.apply(initial) + rest,
          map ? member.getValue() : renamed(member.getValue(), maps, first));
    }
    return renamed;
  }
}
