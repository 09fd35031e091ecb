package dev.gatehouse.apigateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.aws.Sha256;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Tokens whose signature was found to be right, by the hash of the whole token, each with the keys
/// that its issuer had then. A signature does not become wrong; whether these still are the
/// issuer's keys, and what the token says of time, audience and scope, is judged at each request.
final class VerifiedTokens {
  /// Some ten thousand tokens of a usual length: only an issuer's own ones come in.
  private static final int MAX_CHARACTERS = 12 * 1024 * 1024;

  private final Cache<ByteBuffer, Verified> tokens =
      Caffeine.newBuilder()
          .maximumWeight(MAX_CHARACTERS)
          .<ByteBuffer, Verified>weigher((_, token) -> token.length())
          .executor(Runnable::run)
          .build();

  /// @param keys those of [#keyId], one of which the token is signed with
  /// @param claims shared between requests: to be read only
  /// @param length of the token in characters
  record Verified(String keyId, List<VerificationKey> keys, ObjectNode claims, int length) {}

  /// @return null when it has not been seen, or was forgotten
  @Nullable Verified find(String token) {
    return tokens.getIfPresent(hash(token));
  }

  void put(String token, Verified verified) {
    tokens.put(hash(token), verified);
  }

  private static ByteBuffer hash(String token) {
    return ByteBuffer.wrap(Sha256.of(token.getBytes(UTF_8)));
  }
}
