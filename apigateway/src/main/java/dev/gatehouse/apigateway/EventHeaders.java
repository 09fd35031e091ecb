package dev.gatehouse.apigateway;

import dev.gatehouse.http.HttpHeader;
import dev.gatehouse.http.HttpRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// A request's headers as events show them. What says where the request came from is ours to say.
record EventHeaders(HttpRequest request, String traceId) {
  /// Ours to write, or between two neighbours only (RFC 9110 §7.6.1).
  private static final Set<String> NOT_FORWARDED =
      Set.of(
          "connection",
          "content-length",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "x-amzn-trace-id",
          "x-forwarded-for",
          "x-forwarded-port",
          "x-forwarded-proto");

  /// Captures of payload 1.0 show these so, whatever the guest wrote.
  private static final List<String> CAPITALISED =
      List.of(
          "Content-Length",
          "Content-Type",
          "Host",
          "User-Agent",
          "X-Amzn-Trace-Id",
          "X-Forwarded-For",
          "X-Forwarded-Port",
          "X-Forwarded-Proto");

  /// For payload 2.0: lower-case names, repeated ones joined by a comma; cookies have a member of
  /// their own.
  SequencedMap<String, String> joined() {
    var headers = new LinkedHashMap<String, String>();
    lines(name -> name.toLowerCase(Locale.ROOT))
        .forEach((name, values) -> headers.put(name, String.join(",", values)));
    headers.remove("cookie");
    return headers;
  }

  /// For payload 1.0: names as the guest wrote them first, repeated ones kept apart.
  SequencedMap<String, List<String>> apart() {
    var names = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    CAPITALISED.forEach(name -> names.put(name, name));
    request.headers().forEach(line -> names.putIfAbsent(line.name(), line.name()));
    return lines(name -> names.getOrDefault(name, name));
  }

  private SequencedMap<String, List<String>> lines(UnaryOperator<String> shown) {
    var lines = new LinkedHashMap<String, List<String>>();
    for (HttpHeader line : request.headers()) {
      if (!NOT_FORWARDED.contains(line.name().toLowerCase(Locale.ROOT))) {
        lines.computeIfAbsent(shown.apply(line.name()), _ -> new ArrayList<>()).add(line.value());
      }
    }
    ours().forEach((name, value) -> lines.put(shown.apply(name), List.of(value)));
    return lines;
  }

  private Map<String, String> ours() {
    var ours = new LinkedHashMap<String, String>();
    ours.put("Content-Length", Integer.toString(request.body().length()));
    ours.put("X-Amzn-Trace-Id", traceId);
    ours.put("X-Forwarded-For", forwardedFor());
    ours.put("X-Forwarded-Port", Integer.toString(request.port()));
    ours.put("X-Forwarded-Proto", "http");
    return ours;
  }

  /// What the guest claims comes first; the last address is the one we saw.
  private String forwardedFor() {
    String claimed = String.join(", ", request.headers().all("x-forwarded-for"));
    return claimed.isEmpty() ? request.client() : claimed + ", " + request.client();
  }
}
