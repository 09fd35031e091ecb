package dev.gatehouse.apigateway;

import dev.gatehouse.http.HttpRequest;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where a request carries its token: a selection expression of one header or query parameter.
record IdentitySource(String expression, Place place, String name) {
  enum Place {
    HEADER,
    QUERYSTRING
  }

  private static final String HEADER = "$request.header.";
  private static final String QUERYSTRING = "$request.querystring.";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.~!#$&'*+^`|-]+");

  /// Empty when the expression is not one that a JWT authorizer can have.
  static Optional<IdentitySource> parse(String expression) {
    if (expression.startsWith(HEADER)) {
      return named(expression, Place.HEADER, expression.substring(HEADER.length()));
    }
    if (expression.startsWith(QUERYSTRING)) {
      return named(expression, Place.QUERYSTRING, expression.substring(QUERYSTRING.length()));
    }
    return Optional.empty();
  }

  private static Optional<IdentitySource> named(String expression, Place place, String name) {
    return NAME.matcher(name).matches()
        ? Optional.of(new IdentitySource(expression, place, name))
        : Optional.empty();
  }

  /// Repeated values are joined as the event joins them, so that two tokens are never read as one.
  Optional<String> read(HttpRequest request) {
    String value =
        switch (place) {
          case HEADER -> String.join(",", request.headers().all(name));
          case QUERYSTRING -> QueryString.parse(request.rawQuery()).getOrDefault(name, "");
        };
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }
}
