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
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Reads what a function answered as a response of payload format 2.0
/// (http-api-develop-integrations-lambda.html).
final class PayloadV2Response {
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

  private static final String JSON = "application/json";
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

  private PayloadV2Response() {}

  /// Thrown and caught inside this class only.
  private static final class Malformation extends RuntimeException {
    Malformation(String problem) {
      super(problem, null, false, false);
    }
  }

  static Mapping read(Body payload) {
    JsonNode answer;
    try {
      answer = ANSWERS.readTree(payload.bytes());
    } catch (JacksonException _) {
      return inferred(payload);
    }
    try {
      return answer instanceof ObjectNode object && object.has("statusCode")
          ? new Mapping.Mapped(formatted(object))
          : inferred(answer.isString() ? Body.of(answer.stringValue()) : payload);
    } catch (Malformation malformation) {
      return new Mapping.Malformed(String.valueOf(malformation.getMessage()));
    }
  }

  /// An answer without a status code is the body itself.
  private static Mapping inferred(Body body) {
    return new Mapping.Mapped(new HttpResponse(200, HttpHeaders.of("content-type", JSON), body));
  }

  private static HttpResponse formatted(ObjectNode answer) {
    int status = status(answer.get("statusCode"));
    var lines = new ArrayList<HttpHeader>();
    for (String cookie : cookies(answer.get("cookies"))) {
      lines.add(new HttpHeader("set-cookie", cookie));
    }
    Map<String, String> headers = headers(answer.get("headers"));
    headers.putIfAbsent("content-type", TEXT);
    headers.forEach((name, value) -> lines.add(new HttpHeader(name, value)));
    Body body = body(answer.get("body"), base64(answer.get("isBase64Encoded")));
    return new HttpResponse(
        status, new HttpHeaders(lines), status == 204 || status == 304 ? Body.EMPTY : body);
  }

  /// Three digits that end a request: an interim 1xx would leave the guest waiting.
  private static int status(JsonNode node) {
    if (node.isIntegralNumber() && node.canConvertToInt()) {
      int status = node.intValue();
      if (status >= 200 && status <= 599) {
        return status;
      }
    }
    throw new Malformation("statusCode should be a number from 200 to 599, it is " + shown(node));
  }

  private static List<String> cookies(@Nullable JsonNode node) {
    if (node == null || node.isNull()) {
      return List.of();
    }
    if (!node.isArray()) {
      throw new Malformation("cookies should be an array, it is " + shown(node));
    }
    var cookies = new ArrayList<String>();
    for (JsonNode cookie : node) {
      if (!cookie.isString()) {
        throw new Malformation("cookies should be texts");
      }
      cookies.add(value("cookie", cookie.stringValue()));
    }
    return cookies;
  }

  /// Names in lower case: two that differ in case only are one header, the later wins.
  private static Map<String, String> headers(@Nullable JsonNode node) {
    var headers = new LinkedHashMap<String, String>();
    if (node == null || node.isNull()) {
      return headers;
    }
    if (!(node instanceof ObjectNode object)) {
      throw new Malformation("headers should be an object, it is " + shown(node));
    }
    for (var header : object.properties()) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (!HeaderText.NAME.matcher(name).matches()) {
        throw new Malformation("not a header name: " + shown(header.getKey()));
      }
      if (header.getValue().isContainer()) {
        throw new Malformation("header " + name + " should be a text");
      }
      if (!header.getValue().isNull()) {
        headers.put(name, value(name, header.getValue().asString()));
      }
    }
    dropHopByHop(headers);
    return headers;
  }

  private static void dropHopByHop(Map<String, String> headers) {
    Arrays.stream(headers.getOrDefault("connection", "").split(","))
        .map(name -> name.strip().toLowerCase(Locale.ROOT))
        .forEach(headers::remove);
    headers.keySet().removeAll(DROPPED);
  }

  private static String value(String name, String value) {
    if (!HeaderText.VALUE.matcher(value).matches()) {
      throw new Malformation("value of " + name + " holds characters that a header cannot carry");
    }
    return value;
  }

  private static boolean base64(@Nullable JsonNode node) {
    if (node == null || node.isNull()) {
      return false;
    }
    if (!node.isBoolean()) {
      throw new Malformation("isBase64Encoded should be true or false, it is " + shown(node));
    }
    return node.booleanValue();
  }

  private static Body body(@Nullable JsonNode node, boolean base64) {
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
  private static String shown(JsonNode node) {
    return node.isNumber()
        ? node.asString()
        : "a JSON " + node.getNodeType().name().toLowerCase(Locale.ROOT);
  }

  private static String shown(String name) {
    return SignedToken.shown(name.replaceAll("[^\\x20-\\x7e]", "?"));
  }
}
