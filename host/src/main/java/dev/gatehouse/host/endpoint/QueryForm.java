package dev.gatehouse.host.endpoint;

import dev.gatehouse.aws.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Names and values as query strings and forms carry them; each name once.
final class QueryForm {
  private static final int MOST = 1000;
  private static final int DEEPEST = 12;

  private QueryForm() {}

  /// @param plusIsSpace in a form; in a query string a plus is a plus
  /// @throws AwsError for a name given twice, broken percent codes, or more than anyone sends
  static Map<String, String> decode(String encoded, boolean plusIsSpace) {
    var values = new LinkedHashMap<String, String>();
    for (String pair : encoded.isEmpty() ? new String[0] : encoded.split("&", MOST + 1)) {
      int equals = pair.indexOf('=');
      String name = text(equals < 0 ? pair : pair.substring(0, equals), plusIsSpace);
      String value = equals < 0 ? "" : text(pair.substring(equals + 1), plusIsSpace);
      if (values.put(name, value) != null) {
        throw malformed("the parameter " + name + " is given twice");
      }
      if (values.size() > MOST) {
        throw malformed("more than " + MOST + " parameters");
      }
    }
    return values;
  }

  /// The query protocol's `A.member.1.B=x` as a structure (smithy: AWS query protocol).
  static ObjectNode structure(Map<String, String> parameters) {
    var root = new TreeMap<String, Object>();
    parameters.forEach((name, value) -> put(root, name, value));
    return (ObjectNode) node(root);
  }

  @SuppressWarnings("unchecked")
  private static void put(Map<String, Object> root, String name, String value) {
    String[] path = name.split("\\.", DEEPEST + 1);
    if (path.length > DEEPEST) {
      throw malformed("the parameter " + name + " is too deep");
    }
    Map<String, Object> at = root;
    for (int i = 0; i < path.length - 1; i++) {
      var next = at.computeIfAbsent(path[i], _ -> new TreeMap<String, Object>());
      if (!(next instanceof Map)) {
        throw malformed("the parameter " + name + " is both a value and a structure");
      }
      at = (Map<String, Object>) next;
    }
    if (at.put(path[path.length - 1], value) != null) {
      throw malformed("the parameter " + name + " is both a value and a structure");
    }
  }

  private static JsonNode node(Object value) {
    if (!(value instanceof Map<?, ?> members)) {
      return Json.STRICT.getNodeFactory().stringNode((String) value);
    }
    if (members.size() == 1 && members.get("member") instanceof Map<?, ?> elements) {
      var list = Json.STRICT.createArrayNode();
      for (int i = 1; i <= elements.size(); i++) {
        var element = elements.get(Integer.toString(i));
        if (element == null) {
          throw malformed("the members of a list are numbered from 1, without gaps");
        }
        list.add(node(element));
      }
      return list;
    }
    var structure = Json.STRICT.createObjectNode();
    members.forEach((name, member) -> structure.set((String) name, node(member)));
    return structure;
  }

  static String text(String encoded, boolean plusIsSpace) {
    byte[] raw = encoded.getBytes(StandardCharsets.UTF_8);
    var decoded = ByteBuffer.allocate(raw.length);
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] == '%') {
        decoded.put((byte) (hex(raw, i + 1) * 16 + hex(raw, i + 2)));
        i += 2;
      } else {
        decoded.put(raw[i] == '+' && plusIsSpace ? (byte) ' ' : raw[i]);
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString();
    } catch (CharacterCodingException e) {
      throw malformed("not UTF-8");
    }
  }

  private static int hex(byte[] raw, int at) {
    int digit = at < raw.length ? Character.digit(raw[at], 16) : -1;
    if (digit < 0) {
      throw malformed("a broken percent code");
    }
    return digit;
  }

  private static AwsError malformed(String problem) {
    return AwsError.of(400, "MalformedQueryString", "The query string is malformed: " + problem);
  }
}
