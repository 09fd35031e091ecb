package dev.gatehouse.playerfc.api;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A call as the API sees it. `path` is decoded and without the stage; `base` is what stands before
/// it in the caller's URL (`/prod`, or nothing); header names are lower-case; `query` is as it was
/// sent.
record Request(
    String id,
    String method,
    String base,
    String path,
    String query,
    Map<String, String> headers,
    @Nullable String body) {

  Request {
    headers = Map.copyOf(headers);
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  boolean accepts(String encoding) {
    return header("accept-encoding").filter(value -> value.contains(encoding)).isPresent();
  }

  /// In characters; 0 without a body.
  int bodyLength() {
    return body == null ? 0 : body.length();
  }
}
