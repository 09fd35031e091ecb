package dev.gatehouse.cognito;

import dev.gatehouse.aws.Json;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/// The answers of a user pool domain, with the headers that Cognito was seen to send.
final class OAuthResponses {
  private static final List<String> FIXED_HEADERS =
      List.of(
          "Server", "Server",
          "X-Application-Context", "application:prod:8443",
          "X-Content-Type-Options", "nosniff",
          "X-XSS-Protection", "1; mode=block",
          "Cache-Control", "no-cache, no-store, max-age=0, must-revalidate",
          "Pragma", "no-cache",
          "Expires", "0",
          "Strict-Transport-Security", "max-age=31536000 ; includeSubDomains",
          "X-Frame-Options", "DENY",
          "Access-Control-Allow-Origin", "*");

  private final Supplier<UUID> ids;

  OAuthResponses(Supplier<UUID> ids) {
    this.ids = ids;
  }

  HttpResponse token(String requestId, AccessToken token) {
    var members =
        Json.STRICT
            .createObjectNode()
            .put("access_token", token.jwt())
            .put("expires_in", token.validity().toSeconds())
            .put("token_type", "Bearer");
    return json(200, requestId, members.toString());
  }

  HttpResponse refused(String requestId, OAuthError error) {
    return json(400, requestId, error.json());
  }

  /// A bare status.
  HttpResponse empty(int status, String requestId) {
    return new HttpResponse(status, headers(requestId), Body.EMPTY);
  }

  private HttpResponse json(int status, String requestId, String json) {
    return new HttpResponse(
        status,
        headers(requestId, "Content-Type", "application/json;charset=UTF-8"),
        Body.of(json));
  }

  private HttpHeaders headers(String requestId, String... first) {
    var lines = new ArrayList<>(Arrays.asList(first));
    lines.addAll(List.of("x-amz-cognito-request-id", requestId));
    lines.addAll(FIXED_HEADERS);
    lines.addAll(
        List.of(
            "Set-Cookie", "XSRF-TOKEN=" + ids.get() + "; Path=/; Secure; HttpOnly; SameSite=Lax"));
    return HttpHeaders.of(lines.toArray(String[]::new));
  }
}
