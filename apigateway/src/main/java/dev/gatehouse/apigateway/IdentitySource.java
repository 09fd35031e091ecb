package dev.gatehouse.apigateway;

import dev.gatehouse.http.HttpRequest;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where a request says who it comes from: a selection expression (http-api-lambda-authorizer.html,
/// Identity sources).
record IdentitySource(String expression, Place place, String name) {
  enum Place {
    HEADER("$request.header."),
    QUERYSTRING("$request.querystring."),
    STAGE_VARIABLE("$stageVariables."),
    CONTEXT("$context.");

    private final String prefix;

    Place(String prefix) {
      this.prefix = prefix;
    }
  }

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.~!#$&'*+^`|-]+");

  /// Empty when there is no such expression.
  static Optional<IdentitySource> parse(String expression) {
    for (Place place : Place.values()) {
      if (expression.startsWith(place.prefix)) {
        String name = expression.substring(place.prefix.length());
        return NAME.matcher(name).matches()
                && (place != Place.CONTEXT || ContextVariables.knownBeforeAuthorizers(name))
            ? Optional.of(new IdentitySource(expression, place, name))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /// What a token may be read from.
  boolean ofRequest() {
    return place == Place.HEADER || place == Place.QUERYSTRING;
  }

  /// Repeated values are joined as the event joins them, so that two tokens are never read as one.
  Optional<String> read(ContextVariables context) {
    return joined(values(context));
  }

  /// Empty when there is no value but an empty one.
  static Optional<String> joined(List<String> values) {
    return values.stream().allMatch(String::isEmpty)
        ? Optional.empty()
        : Optional.of(String.join(",", values));
  }

  /// Repeated values kept apart.
  List<String> values(ContextVariables context) {
    HttpRequest request = context.request();
    return switch (place) {
      case HEADER -> request.headers().all(name);
      case QUERYSTRING -> QueryString.all(request.rawQuery()).getOrDefault(name, List.of());
      case STAGE_VARIABLE -> context.stageVariable(name).stream().toList();
      case CONTEXT -> context.get(name).stream().toList();
    };
  }
}
