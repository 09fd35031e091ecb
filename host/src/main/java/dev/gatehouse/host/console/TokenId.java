package dev.gatehouse.host.console;

import dev.gatehouse.aws.Json;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;

/// The `jti` of the first JWT in a text. Proves nothing: it only finds where a token came from.
final class TokenId {
  /// Its header is bounded, so that a text full of beginnings does not take long.
  static final Pattern JWT =
      Pattern.compile(
          "eyJ[A-Za-z0-9_-]{5,4096}+\\.(?<claims>eyJ[A-Za-z0-9_-]{5,}+)\\.[A-Za-z0-9_-]*+");

  private TokenId() {}

  static Optional<String> in(String text) {
    var jwt = JWT.matcher(text);
    if (!jwt.find()) {
      return Optional.empty();
    }
    try {
      var claims = Json.STRICT.readTree(Base64.getUrlDecoder().decode(jwt.group("claims")));
      return Optional.of(claims.path("jti").asString("")).filter(id -> !id.isEmpty());
    } catch (IllegalArgumentException | JacksonException notReadable) {
      return Optional.empty();
    }
  }
}
