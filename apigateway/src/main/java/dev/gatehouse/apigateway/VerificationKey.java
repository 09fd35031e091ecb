package dev.gatehouse.apigateway;

import static java.util.Objects.requireNonNull;

import java.security.interfaces.RSAPublicKey;
import java.util.Set;

/// A public key of an issuer.
///
/// @param algorithms those it may be used with, `RS256` say: a JWK's `alg`, or all of the RSA
///   family where it has none
public record VerificationKey(String keyId, RSAPublicKey key, Set<String> algorithms) {
  /// What JWT authorizers accept: RSASSA-PKCS1-v1_5 (RFC 7518 §3.3).
  public static final Set<String> RSA_ALGORITHMS = Set.of("RS256", "RS384", "RS512");

  /// RFC 7518 §3.3: anything shorter must not be used.
  private static final int MIN_BITS = 2048;

  public VerificationKey {
    requireNonNull(keyId, "keyId");
    algorithms = Set.copyOf(algorithms);
    if (!RSA_ALGORITHMS.containsAll(algorithms)) {
      throw new IllegalArgumentException("not RSA signature algorithms: " + algorithms);
    }
    if (key.getModulus().bitLength() < MIN_BITS) {
      throw new IllegalArgumentException("RSA key is shorter than " + MIN_BITS + " bits");
    }
  }
}
