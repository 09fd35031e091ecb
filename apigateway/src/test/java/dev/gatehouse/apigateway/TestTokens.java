package dev.gatehouse.apigateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/// Tokens of a made-up issuer, and the keys that verify them.
final class TestTokens {
  static final Instant NOW = Instant.parse("2026-07-10T19:19:05.250Z");
  static final long NOW_SECONDS = NOW.getEpochSecond();
  static final String ISSUER = "https://issuer.example/pool";
  static final String CLIENT = "client-1";
  static final String KID = "key-1";
  static final String HEADER = "{\"alg\":\"RS256\",\"kid\":\"" + KID + "\"}";
  static final KeyPair KEYS = rsa();
  static final KeyPair OTHER_KEYS = rsa();

  /// Knows one key.
  static final KeySource KEY_SOURCE =
      keyId ->
          keyId.equals(KID)
              ? new KeyLookup.Found(
                  List.of(
                      new VerificationKey(
                          KID, (RSAPublicKey) KEYS.getPublic(), VerificationKey.RSA_ALGORITHMS)))
              : new KeyLookup.Unknown();

  private TestTokens() {}

  /// As Cognito issues them for a machine: no `aud`, but a `client_id`.
  static String valid() {
    return signed(HEADER, claims(""));
  }

  static String withScope(String scope) {
    return signed(HEADER, claims(",\"scope\":\"" + scope + "\""));
  }

  /// Valid claims with more of them at the end.
  static String claims(String more) {
    return claims(ISSUER, ",\"client_id\":\"" + CLIENT + "\"", Long.toString(NOW_SECONDS + 60))
        .replace("}", more + "}");
  }

  static String claims(String issuer, String audience, String exp) {
    return "{\"iss\":\"%s\"%s,\"iat\":%d,\"exp\":%s}"
        .formatted(issuer, audience, NOW_SECONDS - 60, exp);
  }

  static String signed(String header, String claims) {
    return signed(header, claims, "SHA256withRSA", KEYS);
  }

  static String signed(String header, String claims, String algorithm, KeyPair keys) {
    return sign(encode(header) + "." + encode(claims), algorithm, keys);
  }

  /// Signs whatever the first two segments are.
  static String sign(String input, String algorithm, KeyPair keys) {
    try {
      var signature = Signature.getInstance(algorithm);
      signature.initSign(keys.getPrivate());
      signature.update(input.getBytes(UTF_8));
      return input + "." + encode(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static String encode(String text) {
    return encode(text.getBytes(UTF_8));
  }

  static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static KeyPair rsa() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
