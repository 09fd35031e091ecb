package dev.gatehouse.lambda;

import dev.gatehouse.http.HttpHeader;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A function URL's `Cors`: what pages of other origins may do with it.
///
/// @param allowMethods `*` means any
/// @param maxAge zero when the template gives none
public record FunctionUrlCors(
    boolean allowCredentials,
    List<String> allowHeaders,
    List<String> allowMethods,
    List<String> allowOrigins,
    List<String> exposeHeaders,
    Duration maxAge) {
  private static final Duration LONGEST = Duration.ofDays(1);

  public FunctionUrlCors {
    allowHeaders = List.copyOf(allowHeaders);
    allowMethods = List.copyOf(allowMethods);
    allowOrigins = List.copyOf(allowOrigins);
    exposeHeaders = List.copyOf(exposeHeaders);
  }

  /// What Lambda would not accept, each with its property path (API_Cors.html).
  List<String> faults() {
    var faults = new ArrayList<String>();
    bounds(faults, "AllowHeaders", allowHeaders, 100, 1024);
    bounds(faults, "AllowMethods", allowMethods, 6, 6);
    bounds(faults, "AllowOrigins", allowOrigins, 100, 253);
    bounds(faults, "ExposeHeaders", exposeHeaders, 100, 1024);
    if (maxAge.isNegative() || maxAge.compareTo(LONGEST) > 0) {
      faults.add("Cors.MaxAge: " + maxAge.toSeconds() + " is not from 0 to 86400 seconds");
    }
    return faults;
  }

  private static void bounds(
      List<String> faults, String name, List<String> values, int count, int length) {
    if (values.size() > count) {
      faults.add("Cors.%s: %d items, at most %d".formatted(name, values.size(), count));
    }
    for (int i = 0; i < values.size(); i++) {
      String value = values.get(i);
      if (value.isEmpty() || value.length() > length) {
        faults.add(
            "Cors.%s[%d]: '%s' is not from 1 to %d characters long"
                .formatted(name, i, value, length));
      } else if (!value.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
        faults.add("Cors.%s[%d]: holds characters that no header can".formatted(name, i));
      }
    }
  }

  /// A browser's question whether it may send a request: OPTIONS naming an origin and a method.
  static boolean preflight(HttpRequest request) {
    return request.method().equals("OPTIONS")
        && request.headers().contains("origin")
        && request.headers().contains("access-control-request-method");
  }

  /// For every answer to this request. Empty when its origin is not an allowed one.
  HttpHeaders responseHeaders(HttpRequest request) {
    return allowedOrigin(request)
        .map(origin -> {
          var headers = HttpHeaders.of("Access-Control-Allow-Origin", origin);
          if (!origin.equals("*")) {
            headers = headers.plus("Vary", "Origin");
          }
          if (allowCredentials) {
            headers = headers.plus("Access-Control-Allow-Credentials", "true");
          }
          return plusList(headers, "Access-Control-Expose-Headers", exposeHeaders);
        })
        .orElse(HttpHeaders.NONE);
  }

  /// [#responseHeaders] and what only a preflight asks for.
  HttpHeaders preflightHeaders(HttpRequest request) {
    HttpHeaders headers = responseHeaders(request);
    if (headers.lines().isEmpty()) {
      return headers;
    }
    headers = plusList(headers, "Access-Control-Allow-Methods", allowMethods);
    headers = plusList(headers, "Access-Control-Allow-Headers", allowHeaders);
    return headers.plus("Access-Control-Max-Age", String.valueOf(maxAge.toSeconds()));
  }

  /// The function's own headers without those that are configured here: the configuration wins.
  HttpHeaders withoutConfigured(HttpHeaders own) {
    Set<String> configured = new HashSet<>(Set.of("access-control-allow-origin"));
    if (allowCredentials) {
      configured.add("access-control-allow-credentials");
    }
    if (!exposeHeaders.isEmpty()) {
      configured.add("access-control-expose-headers");
    }
    return new HttpHeaders(
        own.lines().stream()
            .filter((HttpHeader line) -> !configured.contains(lowerCase(line.name())))
            .toList());
  }

  private Optional<String> allowedOrigin(HttpRequest request) {
    if (allowOrigins.contains("*")) {
      return Optional.of("*");
    }
    return request.headers().first("origin").filter(allowOrigins::contains);
  }

  private static HttpHeaders plusList(HttpHeaders headers, String name, List<String> values) {
    return values.isEmpty() ? headers : headers.plus(name, String.join(",", values));
  }

  private static String lowerCase(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
