package dev.gatehouse.host.prove;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// Puts a credential where a lock looks for it: an identity source of a header or of the query.
///
/// @param expression as the authorizer has it
record Carrier(String expression) {
  private static final String HEADER = "$request.header.";
  private static final String QUERY = "$request.querystring.";

  /// Empty for sources that a guest has no say in: a stage's variables, the context.
  static Optional<Carrier> of(String expression) {
    return expression.startsWith(HEADER) || expression.startsWith(QUERY)
        ? Optional.of(new Carrier(expression))
        : Optional.empty();
  }

  boolean header(String name) {
    return expression.toLowerCase(Locale.ROOT).equals(HEADER + name);
  }

  boolean query() {
    return expression.startsWith(QUERY);
  }

  /// The only one.
  Shot carrying(String credential, Shot shot) {
    return query()
        ? adding(credential, shot)
        : shot.with(expression.substring(HEADER.length()), credential);
  }

  /// Beside any other.
  Shot adding(String credential, Shot shot) {
    return query()
        ? shot.plusQuery(
            expression.substring(QUERY.length())
                + "="
                + URLEncoder.encode(credential, StandardCharsets.UTF_8))
        : shot.plus(expression.substring(HEADER.length()), credential);
  }

  /// As tokens are carried.
  Shot bearing(String token, Shot shot) {
    return carrying(query() ? token : "Bearer " + token, shot);
  }
}
