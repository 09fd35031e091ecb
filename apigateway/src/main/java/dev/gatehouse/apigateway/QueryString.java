package dev.gatehouse.apigateway;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Query parameters as payload 2.0 shows them: decoded, repeated ones joined by a comma.
final class QueryString {
  private QueryString() {}

  /// In order of first appearance; empty when there is no query.
  static SequencedMap<String, String> parse(String rawQuery) {
    var parameters = new LinkedHashMap<String, String>();
    for (String pair : rawQuery.split("&")) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        parameters.merge(decode(name), decode(value), (first, next) -> first + "," + next);
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
