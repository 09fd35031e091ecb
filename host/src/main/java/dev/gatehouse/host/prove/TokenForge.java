package dev.gatehouse.host.prove;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.gatehouse.aws.Json;
import dev.gatehouse.aws.Secret;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.text.ParseException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Writes tokens letter by letter (RFC 7515 §7.1): what a library would not sign can be signed as
/// well.
final class TokenForge {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private TokenForge() {}

  /// One that no issuer knows.
  static TokenKey foreign(String id) {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      KeyPair pair = generator.generateKeyPair();
      return new TokenKey(id, pair.getPrivate(), (RSAPublicKey) pair.getPublic());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK lacks RSA", e);
    }
  }

  /// @param use `access_token_kid` or `id_token_kid`
  static TokenKey of(Secret exported, String use) {
    try {
      Map<String, Object> members = JSONObjectUtils.parse(exported.reveal());
      if (JWKSet.parse(members).getKeyByKeyId(String.valueOf(members.get(use)))
          instanceof RSAKey key) {
        return new TokenKey(key.getKeyID(), key.toPrivateKey(), key.toRSAPublicKey());
      }
      throw new IllegalStateException("the pool has no " + use);
    } catch (ParseException | JOSEException unreadable) {
      // Their messages quote the key.
      throw new IllegalStateException("the pool's keys cannot be read");
    }
  }

  static Map<String, Object> header(String algorithm, String keyId) {
    var header = new LinkedHashMap<String, Object>();
    header.put("kid", keyId);
    header.put("alg", algorithm);
    return header;
  }

  static String encoded(Map<String, Object> json) {
    return encoded(Json.STRICT.writeValueAsString(json));
  }

  static String encoded(String text) {
    return BASE64.encodeToString(text.getBytes(UTF_8));
  }

  /// By the key, with the algorithm that the header names.
  static String signed(Map<String, Object> header, Map<String, Object> claims, TokenKey key) {
    String input = encoded(header) + "." + encoded(claims);
    return input
        + "."
        + BASE64.encodeToString(signature(String.valueOf(header.get("alg")), input, key));
  }

  private static byte[] signature(String algorithm, String input, TokenKey key) {
    try {
      Signature signature = signature(algorithm);
      signature.initSign(key.secret());
      signature.update(input.getBytes(UTF_8));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK cannot sign with " + algorithm, e);
    }
  }

  private static Signature signature(String algorithm) throws GeneralSecurityException {
    return switch (algorithm) {
      case "RS384" -> Signature.getInstance("SHA384withRSA");
      case "RS512" -> Signature.getInstance("SHA512withRSA");
      case "PS256" -> pss();
      default -> Signature.getInstance("SHA256withRSA");
    };
  }

  private static Signature pss() throws GeneralSecurityException {
    Signature signature = Signature.getInstance("RSASSA-PSS");
    try {
      signature.setParameter(
          new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
    } catch (InvalidAlgorithmParameterException e) {
      throw new IllegalStateException("RFC 7518 §3.5", e);
    }
    return signature;
  }

  /// With a secret that everybody knows: the classic confusion of a public key with a shared one.
  static String mac(Map<String, Object> claims, String keyId, byte[] secret) {
    String input = encoded(header("HS256", keyId)) + "." + encoded(claims);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return input + "." + BASE64.encodeToString(mac.doFinal(input.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK lacks HmacSHA256", e);
    }
  }

  static String pem(RSAPublicKey key) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  /// As a member `jwk` of a header has it, and a JWK set's `keys`.
  static Map<String, Object> jwk(TokenKey key) {
    return new RSAKey.Builder(key.open()).keyID(key.id()).build().toJSONObject();
  }
}
