package dev.gatehouse.apigateway;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Claims as functions see them: every value a text.
final class ClaimTexts {
  private ClaimTexts() {}

  /// Null claims are dropped.
  static SequencedMap<String, String> of(ObjectNode claims) {
    var texts = new LinkedHashMap<String, String>();
    for (var claim : claims.properties()) {
      if (!claim.getValue().isNull()) {
        texts.put(claim.getKey(), text(claim.getValue()));
      }
    }
    return texts;
  }

  /// Arrays read `[a b]`, objects stay JSON.
  private static String text(JsonNode value) {
    return switch (value) {
      case ArrayNode array ->
          array.valueStream().map(ClaimTexts::text).collect(Collectors.joining(" ", "[", "]"));
      case ObjectNode object -> object.toString();
      case JsonNode scalar
          when scalar.isFloatingPointNumber() && Double.isFinite(scalar.doubleValue()) ->
          BigDecimal.valueOf(scalar.doubleValue()).stripTrailingZeros().toPlainString();
      case JsonNode scalar -> scalar.asString();
    };
  }
}
