package dev.gatehouse.playerfc.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An answer; a `base64` body stands for bytes that are no text.
record Response(int status, Map<String, String> headers, String body, boolean base64) {

  Response {
    headers = Map.copyOf(headers);
  }

  static Response ok(Object body) {
    return json(200, body);
  }

  static Response json(int status, Object body) {
    return text(status, "application/json", Json.write(body));
  }

  static Response text(int status, String contentType, String body) {
    return new Response(status, Map.of("content-type", contentType), body, false);
  }

  /// The shape of every refusal and failure but the validation faults.
  static Response detail(int status, String detail) {
    return json(status, Map.of("detail", detail));
  }

  static Response faults(List<Fault> faults) {
    return json(422, Map.of("detail", faults.stream().map(Fault::json).toList()));
  }

  Response with(String header, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Response(status, more, body, base64);
  }

  Response withoutBody() {
    return new Response(status, headers, "", false);
  }
}
