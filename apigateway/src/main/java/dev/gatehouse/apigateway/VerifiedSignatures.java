package dev.gatehouse.apigateway;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Tokens whose signature was found to be right, by the hash of the whole token, each with the key
/// that it is right for. A signature does not become wrong; whether its key is still the issuer's,
/// and what the token says of time, audience and scope, is judged at each request.
final class VerifiedSignatures {
  /// Some megabytes at most, whoever sends tokens: only an issuer's own ones come in.
  private static final int MAX_TOKENS = 20_000;

  private final Cache<ByteBuffer, VerificationKey> keys =
      Caffeine.newBuilder().maximumSize(MAX_TOKENS).executor(Runnable::run).build();

  /// Whether the token is signed with this key, by looking or by computing.
  boolean signed(SignedToken token, VerificationKey key) {
    ByteBuffer hash = hash(token);
    if (key.equals(keys.getIfPresent(hash))) {
      return true;
    }
    boolean right = token.signed(key);
    if (right) {
      keys.put(hash, key);
    }
    return right;
  }

  private static ByteBuffer hash(SignedToken token) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(token.signingInput().getBytes(US_ASCII));
      sha256.update((byte) '.');
      sha256.update(token.signature().getBytes(US_ASCII));
      return ByteBuffer.wrap(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
