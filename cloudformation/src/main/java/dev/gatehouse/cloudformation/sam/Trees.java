package dev.gatehouse.cloudformation.sam;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// CloudFormation's functions as trees, and what logical ids are made of.
final class Trees {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Trees() {}

  static ObjectNode object() {
    return NODES.objectNode();
  }

  static ArrayNode list(JsonNode... elements) {
    ArrayNode list = NODES.arrayNode();
    for (JsonNode element : elements) {
      list.add(element);
    }
    return list;
  }

  static JsonNode text(String text) {
    return StringNode.valueOf(text);
  }

  static ObjectNode ref(String logicalId) {
    return object().put("Ref", logicalId);
  }

  static ObjectNode attribute(String logicalId, String attribute) {
    ObjectNode function = object();
    function.putArray("Fn::GetAtt").add(logicalId).add(attribute);
    return function;
  }

  static ObjectNode sub(String text) {
    return object().put("Fn::Sub", text);
  }

  static ObjectNode sub(String text, Map<String, JsonNode> variables) {
    ObjectNode function = object();
    ObjectNode values = function.putArray("Fn::Sub").add(text).addObject();
    variables.forEach(values::set);
    return function;
  }

  /// Whether the value is known only when the stack is made.
  static boolean function(JsonNode value) {
    if (!(value instanceof ObjectNode object) || object.size() != 1) {
      return false;
    }
    String name = object.propertyNames().iterator().next();
    return name.equals("Ref") || name.equals("Condition") || name.startsWith("Fn::");
  }

  /// Ten characters that change when the data does: the start of the SHA-1 of its JSON with sorted
  /// members, no spaces and nothing but ASCII, as SAM's translator makes logical ids.
  static String hash(JsonNode data) {
    return hashOfText(ascii(sorted(data).toString()));
  }

  /// The same of a text as it is.
  static String hashOfText(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, 10);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  private static JsonNode sorted(JsonNode data) {
    return switch (data) {
      case ObjectNode object -> {
        var members = new TreeMap<String, JsonNode>();
        object.forEachEntry((name, value) -> members.put(name, sorted(value)));
        ObjectNode ordered = object();
        members.forEach(ordered::set);
        yield ordered;
      }
      case ArrayNode array -> {
        ArrayNode ordered = NODES.arrayNode();
        array.forEach(element -> ordered.add(sorted(element)));
        yield ordered;
      }
      default -> data;
    };
  }

  private static String ascii(String json) {
    var text = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c < 0x7f) {
        text.append(c);
      } else {
        text.append("\\u%04x".formatted((int) c));
      }
    }
    return text.toString();
  }
}
