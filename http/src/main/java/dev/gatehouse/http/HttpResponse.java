package dev.gatehouse.http;

import static java.util.Objects.requireNonNull;

/// A finished response. `Content-Length`, `Date` and `Connection` are the server's to add.
public record HttpResponse(int status, HttpHeaders headers, Body body) {
  public HttpResponse {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("not a final HTTP status: " + status);
    }
    requireNonNull(headers, "headers");
    requireNonNull(body, "body");
  }

  /// No body, no headers.
  public static HttpResponse of(int status) {
    return new HttpResponse(status, HttpHeaders.NONE, Body.EMPTY);
  }

  /// @param json a JSON text; sent as it is, as `application/json`
  public static HttpResponse json(int status, String json) {
    return new HttpResponse(
        status, HttpHeaders.of("Content-Type", "application/json"), Body.of(json));
  }

  /// A copy with one more header line.
  public HttpResponse with(String name, String value) {
    return new HttpResponse(status, headers.plus(name, value), body);
  }
}
