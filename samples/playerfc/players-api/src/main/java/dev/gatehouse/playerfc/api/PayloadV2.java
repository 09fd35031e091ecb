package dev.gatehouse.playerfc.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Lambda's HTTP events and answers, payload format 2.0.
final class PayloadV2 {
  private PayloadV2() {}

  /// The event is none, or its body is no text.
  static final class Unreadable extends Exception {
    Unreadable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  static Request request(String event) throws Unreadable {
    try {
      if (Json.read(event) instanceof Map<?, ?> map
          && map.get("requestContext") instanceof Map<?, ?> context
          && context.get("http") instanceof Map<?, ?> http) {
        return request(map, context, http);
      }
      throw new Unreadable("expected an HTTP event in payload format 2.0", null);
    } catch (Json.Malformed e) {
      throw new Unreadable("expected a JSON event", e);
    }
  }

  // `http.path` is decoded behind both entrances; `rawPath` is encoded behind a function URL only.
  private static Request request(Map<?, ?> event, Map<?, ?> context, Map<?, ?> http)
      throws Unreadable {
    var path = text(http.get("path"));
    var stage = "/" + text(context.get("stage"));
    boolean staged = path.equals(stage) || path.startsWith(stage + "/");
    var base = staged ? stage : "";
    var below = path.substring(base.length());
    return new Request(
        text(context.get("requestId")),
        text(http.get("method")),
        base,
        below.isEmpty() ? "/" : below,
        text(event.get("rawQueryString")),
        headers(event.get("headers")),
        body(event));
  }

  private static @Nullable String body(Map<?, ?> event) throws Unreadable {
    if (!(event.get("body") instanceof String body)) {
      return null;
    }
    if (!Boolean.TRUE.equals(event.get("isBase64Encoded"))) {
      return body;
    }
    try {
      return UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Base64.getDecoder().decode(body)))
          .toString();
    } catch (CharacterCodingException | IllegalArgumentException e) {
      throw new Unreadable("There was an error parsing the body", e);
    }
  }

  private static Map<String, String> headers(@Nullable Object headers) {
    var copy = new HashMap<String, String>();
    if (headers instanceof Map<?, ?> map) {
      map.forEach((name, value) -> copy.put(text(name), text(value)));
    }
    return copy;
  }

  private static String text(@Nullable Object value) {
    return value instanceof String text ? text : "";
  }

  static String answer(Response response) {
    return Json.write(
        Json.object(
            "statusCode", response.status(),
            "headers", response.with("x-content-type-options", "nosniff").headers(),
            "body", response.body(),
            "isBase64Encoded", response.base64()));
  }
}
