package dev.gatehouse.host;

import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/// The variables of `gatehouse env`. Of several of a kind the first has the plain name, and each
/// has one with its logical id appended.
final class EnvironmentLines {
  private final SequencedMap<String, String> lines = new java.util.LinkedHashMap<>();

  void put(String name, String value) {
    lines.putIfAbsent(name, value);
  }

  /// @param several whether the template has more than one of this kind
  void put(String name, String logicalId, boolean several, String value) {
    put(name, value);
    if (several) {
      put(name + "_" + upperSnake(logicalId), value);
    }
  }

  Map<String, String> lines() {
    return lines;
  }

  /// `HttpApiF5A9A8A7` becomes `HTTP_API_F5_A9_A8_A7`.
  static String upperSnake(String logicalId) {
    return logicalId
        .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
        .replaceAll("([A-Z]+)([A-Z][a-z])", "$1_$2")
        .replaceAll("[^A-Za-z0-9]", "_")
        .toUpperCase(Locale.ROOT);
  }
}
