package dev.gatehouse.lambda;

import dev.gatehouse.aws.Json;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpResponse;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a function's answer becomes on the wire (urls-invocation.html, and recordings of it).
final class FunctionUrlResponse {
  private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

  /// Nothing that could end a line, in whatever way the socket narrows characters to bytes.
  private static final Pattern HEADER_VALUE = Pattern.compile("[\\t\\x20-\\x7E\\x80-\\xFF]*");

  /// Whatever frames or dates the message is the server's to say.
  private static final Set<String> REMAPPED =
      Set.of(
          "connection",
          "content-length",
          "date",
          "keep-alive",
          "server",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private static final Set<String> OURS = Set.of("x-amzn-requestid", "x-amzn-trace-id");

  /// Numbers go out as they came in: no rounding through a double.
  private static final JsonMapper MAPPER =
      Json.STRICT.rebuild().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private FunctionUrlResponse() {}

  /// The function's answer is no response, with why for its owner.
  static final class Unusable extends Exception {
    Unusable(String problem) {
      super(problem, null, false, false);
    }

    String problem() {
      return String.valueOf(getMessage());
    }
  }

  static HttpResponse of(Body payload) throws Unusable {
    JsonNode answer = parse(payload);
    if (answer.isObject() && answer.has("statusCode")) {
      return shaped(answer);
    }
    return HttpResponse.json(200, answer.isString() ? answer.stringValue() : compact(answer));
  }

  /// Status, headers and cookies that a streamed body follows.
  static HttpResponse prelude(Body json) throws Unusable {
    JsonNode prelude = parse(json);
    if (!prelude.isObject()) {
      throw new Unusable("the function's prelude is no JSON object");
    }
    int status = prelude.has("statusCode") ? status(prelude.get("statusCode")) : 200;
    HttpHeaders headers = cookies(headers(prelude.path("headers")), prelude.path("cookies"));
    if (status != 204 && status != 304 && !headers.contains("content-type")) {
      headers = headers.plus("Content-Type", "application/octet-stream");
    }
    return new HttpResponse(status, headers, Body.EMPTY);
  }

  static HttpResponse failed() {
    return new HttpResponse(
        502, HttpHeaders.of("Content-Type", "text/plain"), Body.of("Internal Server Error"));
  }

  private static JsonNode parse(Body payload) throws Unusable {
    try {
      JsonNode answer = MAPPER.readTree(payload.bytes());
      if (answer.isMissingNode()) {
        throw new Unusable("the function answered nothing");
      }
      return answer;
    } catch (JacksonException e) {
      throw new Unusable("the function's answer is not JSON: " + e.getOriginalMessage());
    }
  }

  private static HttpResponse shaped(JsonNode answer) throws Unusable {
    int status = status(answer.get("statusCode"));
    HttpHeaders headers = cookies(headers(answer.path("headers")), answer.path("cookies"));
    Body body = body(answer.path("body"), answer.path("isBase64Encoded").asBoolean(false));
    if (status == 204 || status == 304) {
      return new HttpResponse(status, headers, Body.EMPTY);
    }
    if (!headers.contains("content-type")) {
      headers = headers.plus("Content-Type", "application/json");
    }
    return new HttpResponse(status, headers, body);
  }

  private static int status(JsonNode code) throws Unusable {
    String text = code.isIntegralNumber() || code.isString() ? code.asString() : "";
    if (!text.matches("[2-5][0-9]{2}")) {
      throw new Unusable("the function's statusCode " + code + " is not from 200 to 599");
    }
    return Integer.parseInt(text);
  }

  private static HttpHeaders headers(JsonNode given) throws Unusable {
    if (given.isMissingNode() || given.isNull()) {
      return HttpHeaders.NONE;
    }
    if (!given.isObject()) {
      throw new Unusable("the function's headers are not an object");
    }
    HttpHeaders headers = HttpHeaders.NONE;
    for (Map.Entry<String, JsonNode> header : given.properties()) {
      String name = header.getKey();
      String lower = name.toLowerCase(Locale.ROOT);
      if (!HEADER_NAME.matcher(name).matches()) {
        throw new Unusable("the function sets a header whose name is none");
      }
      String value = headerValue(name, header.getValue());
      if (!header.getValue().isNull() && !OURS.contains(lower)) {
        headers = headers.plus(REMAPPED.contains(lower) ? "x-amzn-Remapped-" + name : name, value);
      }
    }
    return headers;
  }

  private static HttpHeaders cookies(HttpHeaders headers, JsonNode cookies) throws Unusable {
    if (cookies.isMissingNode() || cookies.isNull()) {
      return headers;
    }
    if (!cookies.isArray()) {
      throw new Unusable("the function's cookies are not an array");
    }
    HttpHeaders more = headers;
    for (JsonNode cookie : cookies) {
      more = more.plus("set-cookie", headerValue("set-cookie", cookie));
    }
    return more;
  }

  private static String headerValue(String name, JsonNode value) throws Unusable {
    String text = value.isContainer() ? "\n" : value.asString("");
    if (!HEADER_VALUE.matcher(text).matches()) {
      throw new Unusable("the function sets header " + name + " to something no header can hold");
    }
    return text;
  }

  private static Body body(JsonNode body, boolean base64) throws Unusable {
    if (body.isMissingNode() || body.isNull()) {
      return Body.EMPTY;
    }
    String text = body.isString() ? body.stringValue() : compact(body);
    try {
      return base64 ? Body.of(Base64.getDecoder().decode(text)) : Body.of(text);
    } catch (IllegalArgumentException e) {
      throw new Unusable("the function's body says it is base64, but it is not");
    }
  }

  private static String compact(JsonNode node) {
    return MAPPER.writeValueAsString(node);
  }
}
