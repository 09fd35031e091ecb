package dev.gatehouse.cognito;

import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Requests as they come from the http module.
final class TestRequests {
  static final String FORM = "application/x-www-form-urlencoded";

  private TestRequests() {}

  /// A form post to the token endpoint.
  ///
  /// @param headers further ones, names and values in turn
  static HttpRequest token(String form, String... headers) {
    var all = HttpHeaders.of(headers).plus("Content-Type", FORM);
    return request("POST", "/oauth2/token", all, form);
  }

  static HttpRequest request(String method, String target) {
    return request(method, target, HttpHeaders.NONE, "");
  }

  static HttpRequest request(String method, String target, HttpHeaders headers, String body) {
    return new HttpRequest(method, target, "HTTP/1.1", headers, Body.of(body), "127.0.0.1", 4567);
  }

  static String basic(String id, String secret) {
    return "Basic "
        + Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
  }
}
