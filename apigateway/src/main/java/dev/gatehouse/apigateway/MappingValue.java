package dev.gatehouse.apigateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// The right side of a parameter mapping: static text, `$source`, or both mixed with `${source}`.
record MappingValue(List<Piece> pieces) {
  sealed interface Piece {
    record Text(String text) implements Piece {}

    /// @param expression without `$` and braces: `request.header.x`
    record Source(String expression) implements Piece {}
  }

  private static final String COMMON = "|context\\.[A-Za-z0-9_.:-]+|stageVariables\\.[A-Za-z0-9_]+";
  private static final String BODY = "\\.body(\\.[A-Za-z0-9_-]+(\\[\\d{1,5}]|\\.[A-Za-z0-9_-]+)*)?";
  private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";
  private static final Pattern REQUEST =
      Pattern.compile(
          "request\\.header\\."
              + TOKEN
              + "|request\\.querystring\\.[^{}\\s]+|request\\.path(\\.[\\w.:-]+)?|request"
              + BODY
              + COMMON);
  private static final Pattern RESPONSE =
      Pattern.compile("response\\.header\\." + TOKEN + "|response" + BODY + COMMON);
  private static final Pattern BRACED = Pattern.compile("\\$\\{([^{}]*)}");

  /// @throws IllegalArgumentException naming the source that AWS does not have
  static MappingValue forRequest(String text) {
    return parse(text, REQUEST);
  }

  /// @throws IllegalArgumentException naming the source that AWS does not have
  static MappingValue forResponse(String text) {
    return parse(text, RESPONSE);
  }

  private static MappingValue parse(String text, Pattern sources) {
    if (text.startsWith("$") && !text.startsWith("${")) {
      return new MappingValue(List.of(source(text.substring(1), sources)));
    }
    var pieces = new ArrayList<Piece>();
    var braced = BRACED.matcher(text);
    int end = 0;
    while (braced.find()) {
      addText(pieces, text.substring(end, braced.start()));
      pieces.add(source(braced.group(1), sources));
      end = braced.end();
    }
    addText(pieces, text.substring(end));
    return new MappingValue(List.copyOf(pieces));
  }

  private static void addText(List<Piece> pieces, String text) {
    if (text.contains("${")) {
      throw new IllegalArgumentException("`${` is not closed");
    }
    if (!HeaderText.isValue(text)) {
      throw new IllegalArgumentException("holds characters that a request cannot carry");
    }
    if (!text.isEmpty()) {
      pieces.add(new Piece.Text(text));
    }
  }

  private static Piece source(String expression, Pattern sources) {
    if (!sources.matcher(expression).matches()) {
      throw new IllegalArgumentException("there is no source `" + expression + "`");
    }
    if (expression.startsWith("context.")
        && !ContextVariables.known(expression.substring("context.".length()))) {
      throw new IllegalArgumentException("there is no variable `$" + expression + "`");
    }
    return new Piece.Source(expression);
  }

  /// Empty when a source has no value, or one that a header cannot carry.
  Optional<String> resolve(Function<String, Optional<String>> sources) {
    return resolve(sources, UnaryOperator.identity()).filter(HeaderText::isValue);
  }

  /// @param escape applied to what sources give, not to the template's own text
  Optional<String> resolve(
      Function<String, Optional<String>> sources, UnaryOperator<String> escape) {
    var value = new StringBuilder();
    for (Piece piece : pieces) {
      switch (piece) {
        case Piece.Text(var text) -> value.append(text);
        case Piece.Source(var expression) -> {
          Optional<String> found = sources.apply(expression);
          if (found.isEmpty()) {
            return Optional.empty();
          }
          value.append(escape.apply(found.get()));
        }
      }
    }
    return Optional.of(value.toString());
  }
}
