package dev.gatehouse.apigateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Query parameters as events show them: decoded, in order of first appearance.
final class QueryString {
  private QueryString() {}

  /// Repeated ones joined by a comma, as payload 2.0 shows them. Empty when there is no query.
  static SequencedMap<String, String> parse(String rawQuery) {
    var parameters = new LinkedHashMap<String, String>();
    all(rawQuery).forEach((name, values) -> parameters.put(name, String.join(",", values)));
    return parameters;
  }

  /// Repeated ones kept apart.
  static SequencedMap<String, List<String>> all(String rawQuery) {
    var parameters = new LinkedHashMap<String, List<String>>();
    for (String pair : rawQuery.split("&")) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        parameters.computeIfAbsent(decode(name), _ -> new ArrayList<>()).add(decode(value));
      }
    }
    return parameters;
  }

  /// What cannot be decoded stays as it was sent: no lock depends on a query parameter that is
  /// malformed, and the function sees `rawQueryString` beside it.
  private static String decode(String text) {
    String spaced = text.replace('+', ' ');
    return PercentCoding.decode(spaced).orElse(spaced);
  }
}
