package dev.gatehouse.apigateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// The `Format` of a stage's access log: text with `$context` variables
/// (http-api-logging-variables.html).
record AccessLogFormat(List<Piece> pieces) {
  sealed interface Piece {
    record Text(String text) implements Piece {}

    record Variable(String name) implements Piece {}
  }

  /// limits.html, "log template".
  private static final int MAX_LENGTH = 3 * 1024;

  private static final String UNSET = "-";
  private static final Pattern VARIABLE =
      Pattern.compile("\\$context\\.([A-Za-z0-9_]+(?:[.:-][A-Za-z0-9_]+)*)");

  /// @throws IllegalArgumentException when AWS would not take it; the message says why
  static AccessLogFormat parse(String format) {
    if (format.isBlank() || format.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("should have 1 to " + MAX_LENGTH + " characters");
    }
    if (format.codePoints().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("should be a single line");
    }
    var pieces = new ArrayList<Piece>();
    var variable = VARIABLE.matcher(format);
    int end = 0;
    while (variable.find()) {
      String name = variable.group(1);
      if (!ContextVariables.known(name)) {
        throw new IllegalArgumentException("there is no variable `$context." + name + "`");
      }
      pieces.add(new Piece.Text(format.substring(end, variable.start())));
      pieces.add(new Piece.Variable(name));
      end = variable.end();
    }
    pieces.add(new Piece.Text(format.substring(end)));
    return new AccessLogFormat(List.copyOf(pieces));
  }

  String line(Function<String, Optional<String>> variables) {
    var line = new StringBuilder();
    for (Piece piece : pieces) {
      switch (piece) {
        case Piece.Text(var text) -> line.append(text);
        case Piece.Variable(var name) ->
            line.append(variables.apply(name).map(AccessLogFormat::escaped).orElse(UNSET));
      }
    }
    return line.toString();
  }

  /// As in a JSON string (RFC 8259 §7), for formats are often JSON: no guest's word ends a line or
  /// a member. Line separators that are not ASCII are escaped as well.
  private static String escaped(String value) {
    var escaped = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        escaped.append('\\').append(c);
      } else if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
        escaped.append("\\u%04x".formatted((int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
