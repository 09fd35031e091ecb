package dev.gatehouse.apigateway;

import dev.gatehouse.http.HttpRequest;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A request's body as events show it.
///
/// @param text empty when the request has no body
record EventBody(Optional<String> text, boolean base64) {
  private static final Set<String> TEXT_TYPES =
      Set.of("application/json", "application/xml", "application/javascript");

  static EventBody of(HttpRequest request) {
    if (request.body().isEmpty()) {
      return new EventBody(Optional.empty(), false);
    }
    byte[] bytes = request.body().bytes();
    return (isText(request) ? PercentCoding.utf8(bytes) : Optional.<String>empty())
        .map(text -> new EventBody(Optional.of(text), false))
        .orElseGet(
            () -> new EventBody(Optional.of(Base64.getEncoder().encodeToString(bytes)), true));
  }

  private static boolean isText(HttpRequest request) {
    String type = request.headers().first("content-type").orElse("").split(";", 2)[0].strip();
    String mediaType = type.toLowerCase(Locale.ROOT);
    return mediaType.startsWith("text/") || TEXT_TYPES.contains(mediaType);
  }
}
