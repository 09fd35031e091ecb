package dev.gatehouse.host.endpoint;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Answers of the query protocol (smithy: AWS query protocol).
final class QueryXml {
  private QueryXml() {}

  static String result(String operation, ObjectNode members, String namespace, String requestId) {
    var xml = new StringBuilder();
    xml.append('<').append(operation).append("Response xmlns=\"").append(namespace).append("\">\n");
    element(operation + "Result", members, "  ", xml);
    xml.append("  <ResponseMetadata>\n    <RequestId>")
        .append(requestId)
        .append("</RequestId>\n  </ResponseMetadata>\n</")
        .append(operation)
        .append("Response>\n");
    return xml.toString();
  }

  static String error(String code, String message, String requestId) {
    return """
    <ErrorResponse>
      <Error>
        <Type>Sender</Type>
        <Code>%s</Code>
        <Message>%s</Message>
      </Error>
      <RequestId>%s</RequestId>
    </ErrorResponse>
    """
        .formatted(escaped(code), escaped(message), requestId);
  }

  private static void element(String name, JsonNode value, String indent, StringBuilder xml) {
    if (value.isNull()) {
      return;
    }
    xml.append(indent).append('<').append(name);
    if (value.isContainer() && value.isEmpty()) {
      xml.append("/>\n");
      return;
    }
    xml.append('>');
    if (value.isObject()) {
      xml.append('\n');
      value
          .properties()
          .forEach(member -> element(member.getKey(), member.getValue(), indent + "  ", xml));
      xml.append(indent);
    } else if (value.isArray()) {
      xml.append('\n');
      value.forEach(member -> element("member", member, indent + "  ", xml));
      xml.append(indent);
    } else {
      xml.append(escaped(value.asString()));
    }
    xml.append("</").append(name).append(">\n");
  }

  /// Characters that XML cannot carry are replaced.
  static String escaped(String text) {
    var escaped = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(next -> {
          switch (next) {
            case '&' -> escaped.append("&amp;");
            case '<' -> escaped.append("&lt;");
            case '>' -> escaped.append("&gt;");
            case '\r' -> escaped.append("&#xD;");
            default -> escaped.appendCodePoint(allowed(next) ? next : 0xFFFD);
          }
        });
    return escaped.toString();
  }

  private static boolean allowed(int character) {
    return character == '\t'
        || character == '\n'
        || (character >= 0x20 && character <= 0xD7FF)
        || (character >= 0xE000 && character <= 0xFFFD)
        || character > 0xFFFF;
  }
}
