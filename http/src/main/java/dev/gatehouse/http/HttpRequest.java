package dev.gatehouse.http;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/// A request as it arrived: nothing decoded, nothing normalised, so that signatures can be verified
/// over the bytes that the signer saw.
///
/// @param method upper case as sent, `GET` say; methods are case-sensitive (RFC 9110 §9.1)
/// @param target the request target in origin form: raw path, then `?` and the raw query if there
///   is one (RFC 9112 §3.2.1)
/// @param protocol `HTTP/1.1` say
/// @param client the peer's IP address in text form
/// @param port the local port that accepted it
public record HttpRequest(
    String method,
    String target,
    String protocol,
    HttpHeaders headers,
    Body body,
    String client,
    int port) {
  public HttpRequest {
    requireNonNull(method, "method");
    requireNonNull(target, "target");
    requireNonNull(protocol, "protocol");
    requireNonNull(headers, "headers");
    requireNonNull(body, "body");
    requireNonNull(client, "client");
  }

  /// Still percent-encoded, without the query.
  public String rawPath() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /// Still percent-encoded, without its `?`; empty when there is none.
  public String rawQuery() {
    int query = target.indexOf('?');
    return query < 0 ? "" : target.substring(query + 1);
  }

  /// The `Host` header in lower case without its port; empty when there is none.
  public String hostName() {
    String host = headers.first("host").orElse("").toLowerCase(Locale.ROOT);
    int port = host.lastIndexOf(':');
    return port > host.lastIndexOf(']') ? host.substring(0, port) : host;
  }
}
