package dev.gatehouse.http;

import static java.util.Objects.requireNonNull;

/// A response. `Content-Length`, `Transfer-Encoding`, `Date` and `Connection` are the server's to
/// add.
public record HttpResponse(int status, HttpHeaders headers, Content content) {
  public HttpResponse {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("not a final HTTP status: " + status);
    }
    requireNonNull(headers, "headers");
    requireNonNull(content, "content");
  }

  /// The bytes of a response that is whole.
  ///
  /// @throws IllegalStateException when it is streamed: only the server reads that, once
  public Body body() {
    return switch (content) {
      case Body body -> body;
      case BodyStream _ -> throw new IllegalStateException("the body is still to come");
    };
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
    return new HttpResponse(status, headers.plus(name, value), content);
  }
}
