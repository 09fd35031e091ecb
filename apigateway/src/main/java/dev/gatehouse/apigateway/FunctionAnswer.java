package dev.gatehouse.apigateway;

import dev.gatehouse.aws.Json;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeader;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The members that the answers of all payload formats share.
final class FunctionAnswer {
  /// What a function's answer comes to.
  sealed interface Mapping {
    record Mapped(HttpResponse response) implements Mapping {}

    /// @param problem for the owner; the guest is told `Internal Server Error`
    record Malformed(String problem) implements Mapping {}
  }

  /// Lambda takes 6 MB of answer; texts of that length are no attack.
  private static final JsonMapper ANSWERS =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(Json.MAX_DEPTH)
                          .maxStringLength(Integer.MAX_VALUE)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final String TEXT = "text/plain; charset=utf-8";

  /// The server's or the gateway's to write, or between two neighbours only (RFC 9110 §7.6.1).
  private static final Set<String> DROPPED =
      Set.of(
          "apigw-requestid",
          "connection",
          "content-length",
          "date",
          "keep-alive",
          "proxy-authenticate",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private FunctionAnswer() {}

  /// Thrown here, caught where a format is read.
  static final class Malformation extends RuntimeException {
    Malformation(String problem) {
      super(problem, null, false, false);
    }

    Mapping.Malformed mapping() {
      return new Mapping.Malformed(String.valueOf(getMessage()));
    }
  }

  /// @throws tools.jackson.core.JacksonException when it is not one JSON text
  static JsonNode parse(Body payload) {
    return ANSWERS.readTree(payload.bytes());
  }

  /// @param first lines that come before all others
  /// @param headers names in lower case; changed
  static HttpResponse response(
      ObjectNode answer, List<HttpHeader> first, Map<String, List<String>> headers) {
    int status = status(answer.get("statusCode"));
    var lines = new ArrayList<>(first);
    dropHopByHop(headers);
    headers.putIfAbsent("content-type", List.of(TEXT));
    headers.forEach(
        (name, values) -> values.forEach(value -> lines.add(new HttpHeader(name, value))));
    Body body = body(answer.get("body"), base64(answer.get("isBase64Encoded")));
    return new HttpResponse(
        status, new HttpHeaders(lines), status == 204 || status == 304 ? Body.EMPTY : body);
  }

  /// Three digits that end a request: an interim 1xx would leave the guest waiting.
  static int status(JsonNode node) {
    if (node.isIntegralNumber() && node.canConvertToInt()) {
      int status = node.intValue();
      if (status >= 200 && status <= 599) {
        return status;
      }
    }
    throw new Malformation("statusCode should be a number from 200 to 599, it is " + shown(node));
  }

  /// Names in lower case: two that differ in case only are one header, the later wins.
  static SequencedMap<String, List<String>> headers(@Nullable JsonNode node) {
    var headers = new LinkedHashMap<String, List<String>>();
    for (var header : members("headers", node)) {
      String name = name(header.getKey());
      if (!header.getValue().isNull()) {
        headers.put(name, List.of(text(name, header.getValue())));
      }
    }
    return headers;
  }

  /// The same with a list of values for each name.
  static SequencedMap<String, List<String>> multiValueHeaders(@Nullable JsonNode node) {
    var headers = new LinkedHashMap<String, List<String>>();
    for (var header : members("multiValueHeaders", node)) {
      String name = name(header.getKey());
      JsonNode values = header.getValue();
      if (!values.isNull() && !values.isArray()) {
        throw new Malformation("multiValueHeaders." + name + " should be an array");
      }
      headers.put(name, values.valueStream().map(value -> text(name, value)).toList());
    }
    return headers;
  }

  private static Set<Map.Entry<String, JsonNode>> members(String what, @Nullable JsonNode node) {
    if (node == null || node.isNull()) {
      return Set.of();
    }
    if (!(node instanceof ObjectNode object)) {
      throw new Malformation(what + " should be an object, it is " + shown(node));
    }
    return object.properties();
  }

  private static String name(String name) {
    if (!HeaderText.isName(name)) {
      throw new Malformation("not a header name: " + shown(name));
    }
    return name.toLowerCase(Locale.ROOT);
  }

  private static String text(String name, JsonNode value) {
    if (value.isContainer() || value.isNull()) {
      throw new Malformation("header " + name + " should be a text");
    }
    return value(name, value.asString());
  }

  private static void dropHopByHop(Map<String, List<String>> headers) {
    headers.getOrDefault("connection", List.of()).stream()
        .flatMap(value -> Arrays.stream(value.split(",")))
        .map(name -> name.strip().toLowerCase(Locale.ROOT))
        .forEach(headers::remove);
    headers.keySet().removeAll(DROPPED);
  }

  static String value(String name, String value) {
    if (!HeaderText.isValue(value)) {
      throw new Malformation("value of " + name + " holds characters that a header cannot carry");
    }
    return value;
  }

  static boolean base64(@Nullable JsonNode node) {
    if (node == null || node.isNull()) {
      return false;
    }
    if (!node.isBoolean()) {
      throw new Malformation("isBase64Encoded should be true or false, it is " + shown(node));
    }
    return node.booleanValue();
  }

  static Body body(@Nullable JsonNode node, boolean base64) {
    if (node == null || node.isNull()) {
      return Body.EMPTY;
    }
    if (!node.isString()) {
      throw new Malformation("body should be a text, it is " + shown(node));
    }
    if (!base64) {
      return Body.of(node.stringValue());
    }
    try {
      return Body.of(Base64.getDecoder().decode(node.stringValue()));
    } catch (IllegalArgumentException _) {
      throw new Malformation("isBase64Encoded is true, but the body is not base64");
    }
  }

  /// A kind, never a value: answers carry secrets.
  static String shown(JsonNode node) {
    return node.isNumber()
        ? node.asString()
        : "a JSON " + node.getNodeType().name().toLowerCase(Locale.ROOT);
  }

  private static String shown(String name) {
    return SignedToken.shown(name.replaceAll("[^\\x20-\\x7e]", "?"));
  }
}
