package dev.gatehouse.apigateway;

import dev.gatehouse.http.HttpHeader;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpRequest;
import dev.gatehouse.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Answers for an API with a CORS configuration (http-api-cors.html): what the function says about
/// CORS is dropped, what the configuration says takes its place.
record Cors(CorsConfig config) {
  private static final String ANY = "*";
  private static final String PREFIX = "access-control-";

  static boolean preflight(HttpRequest request) {
    return request.method().equals("OPTIONS")
        && request.headers().contains("origin")
        && request.headers().contains("access-control-request-method");
  }

  /// Before [#decorate], which leaves it bare for an origin that is not allowed: the browser draws
  /// the conclusion.
  static HttpResponse preflightAnswer() {
    return HttpResponse.of(204);
  }

  HttpResponse decorate(HttpRequest request, HttpResponse response) {
    var lines = new ArrayList<HttpHeader>();
    for (HttpHeader line : response.headers()) {
      if (!line.name().toLowerCase(Locale.ROOT).startsWith(PREFIX)) {
        lines.add(line);
      }
    }
    allowedOrigin(request)
        .ifPresent(origin -> {
          lines.add(new HttpHeader(PREFIX + "allow-origin", origin));
          if (config.allowCredentials()) {
            lines.add(new HttpHeader(PREFIX + "allow-credentials", "true"));
          }
          if (preflight(request)) {
            addPreflight(lines);
          } else {
            addList(lines, "expose-headers", config.exposeHeaders());
          }
        });
    return new HttpResponse(response.status(), new HttpHeaders(lines), response.body());
  }

  private void addPreflight(List<HttpHeader> lines) {
    addList(lines, "allow-methods", config.allowMethods());
    addList(lines, "allow-headers", config.allowHeaders());
    if (config.maxAge() != null) {
      lines.add(new HttpHeader(PREFIX + "max-age", Long.toString(config.maxAge().toSeconds())));
    }
  }

  private static void addList(List<HttpHeader> lines, String name, List<String> values) {
    if (!values.isEmpty()) {
      lines.add(new HttpHeader(PREFIX + name, String.join(",", values)));
    }
  }

  /// `*` where all are welcome, else the request's own origin when the configuration lists it.
  private Optional<String> allowedOrigin(HttpRequest request) {
    List<String> origins = request.headers().all("origin");
    if (origins.size() != 1) {
      return Optional.empty();
    }
    if (config.allowOrigins().contains(ANY)) {
      return Optional.of(ANY);
    }
    String origin = origins.getFirst();
    return config.allowOrigins().stream().anyMatch(allowed -> covers(allowed, origin))
        ? Optional.of(origin)
        : Optional.empty();
  }

  /// `https://*` covers every origin of that scheme.
  private static boolean covers(String allowed, String origin) {
    return allowed.endsWith("://*")
        ? origin.startsWith(allowed.substring(0, allowed.length() - 1))
        : allowed.equalsIgnoreCase(origin);
  }
}
