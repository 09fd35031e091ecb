package dev.gatehouse.cli;

import dev.gatehouse.aws.Json;
import java.util.function.IntPredicate;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;

/// How journal entries read on a terminal. A guest chose some of their words, so nothing but
/// printable characters gets through.
final class Lines {
  private Lines() {}

  static String refusal(JsonNode visit) {
    return "%s  %s %s %s -> %d%n  %s: %s"
        .formatted(
            text(visit, "at"),
            text(visit, "gate"),
            text(visit, "method"),
            text(visit, "path"),
            visit.path("status").asInt(0),
            text(visit, "check"),
            text(visit, "reason"));
  }

  static String verdict(JsonNode visit) {
    return text(visit, "verdict").equals("allowed")
        ? "allowed: " + text(visit, "principal")
        : "denied by " + text(visit, "check") + ": " + text(visit, "reason");
  }

  static String printable(String text) {
    return printable(text, c -> false);
  }

  /// A function's own line: its tabs stay, as in REPORT lines.
  static String logged(String line) {
    return printable(line, c -> c == '\t');
  }

  private static String printable(String text, IntPredicate harmless) {
    return text.codePoints()
        .map(c -> !harmless.test(c) && isHidden(c) ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean isHidden(int c) {
    return Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
  }

  /// For machines, yet harmless to a terminal that a human pipes it to.
  static String json(JsonNode visit) {
    return Json.STRICT
        .writer()
        .with(JsonWriteFeature.ESCAPE_NON_ASCII)
        .writeValueAsString(visit)
        .replace("\u007f", "\\u007f");
  }

  /// As it is, or in quotes when a shell would take it apart.
  static String shellWord(String text) {
    return text.matches("[A-Za-z0-9_./:=+@%,-]*") ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  private static String text(JsonNode visit, String member) {
    return printable(visit.path(member).asString(""));
  }
}
