package dev.gatehouse.apigateway;

import dev.gatehouse.apigateway.Guard.Challenge;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpResponse;
import java.util.List;

/// The answers that the gateway gives by itself.
final class GatewayResponses {
  private GatewayResponses() {}

  static HttpResponse badRequest() {
    return message(400, "Bad Request");
  }

  static HttpResponse notFound() {
    return message(404, "Not Found");
  }

  static HttpResponse forbidden() {
    return message(403, "Forbidden");
  }

  static HttpResponse tooManyRequests() {
    return message(429, "Too Many Requests");
  }

  static HttpResponse entityTooLarge() {
    return message(413, "Request Entity Too Large");
  }

  static HttpResponse headersTooLarge() {
    return message(431, "Request Header Fields Too Large");
  }

  static HttpResponse internalServerError() {
    return message(500, "Internal Server Error");
  }

  static HttpResponse serviceUnavailable() {
    return message(503, "Service Unavailable");
  }

  /// A token's challenge is without a content type, as captured
  /// (http-api-troubleshooting-jwt.html), its parameters are separated by spaces, not by the commas
  /// of RFC 6750. What other locks refuse looks like the gateway's other answers.
  static HttpResponse challenge(Challenge challenge) {
    return switch (challenge) {
      case Challenge.NoToken() -> challenge(401, "Unauthorized", "Bearer");
      case Challenge.InvalidToken(var scopes, var description) ->
          challenge(401, "Unauthorized", bearer(scopes, "invalid_token", description));
      case Challenge.InsufficientScope(var scopes, var description) ->
          challenge(403, "Forbidden", bearer(scopes, "insufficient_scope", description));
      case Challenge.NoIdentity() -> message(401, "Unauthorized");
      case Challenge.Forbidden() -> message(403, "Forbidden");
      case Challenge.AuthorizerFailed(_) -> internalServerError();
    };
  }

  private static String bearer(List<String> scopes, String error, String description) {
    return "Bearer scope=\"%s\" error=\"%s\" error_description=\"%s\""
        .formatted(String.join(" ", scopes), error, description);
  }

  private static HttpResponse challenge(int status, String message, String authenticate) {
    return new HttpResponse(
        status, HttpHeaders.of("www-authenticate", authenticate), Body.of(json(message)));
  }

  private static HttpResponse message(int status, String message) {
    return HttpResponse.json(status, json(message));
  }

  private static String json(String message) {
    return "{\"message\":\"" + message + "\"}";
  }
}
