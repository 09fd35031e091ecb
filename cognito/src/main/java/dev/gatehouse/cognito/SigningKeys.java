package dev.gatehouse.cognito;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.gatehouse.aws.RsaProvider;
import dev.gatehouse.aws.Secret;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// A pool's two RSA keys: ID tokens and access tokens are signed by different ones.
public final class SigningKeys {
  private static final int KEY_BITS = 2048;
  private static final String ID_KEY = "id_token_kid";
  private static final String ACCESS_KEY = "access_token_kid";

  private final RSAKey idKey;
  private final RSAKey accessKey;

  private SigningKeys(RSAKey idKey, RSAKey accessKey) {
    this.idKey = idKey;
    this.accessKey = accessKey;
  }

  /// Loads the library that computes RSA, which takes a quarter of a second. Whoever needs it
  /// before this returns waits; called beside the rest of a start, it is there when the first key
  /// is.
  public static void prepare() {
    RsaProvider.chosen();
  }

  /// As the other, in a process whose common pool nobody else uses ([RsaProvider#prepareAlone]):
  /// less work for the processor.
  public static void prepareAlone() {
    RsaProvider.prepareAlone();
    prepare();
  }

  /// Computes two new keys, which takes some tenths of a second on the caller's thread.
  public static SigningKeys generate() {
    return new SigningKeys(newKey(), newKey());
  }

  /// @param exported what [#export()] gave
  /// @throws IllegalArgumentException when it is something else; the message holds none of it
  public static SigningKeys restore(Secret exported) {
    try {
      // The parser's exceptions quote their input: they go no further.
      Map<String, Object> members = JSONObjectUtils.parse(exported.reveal());
      JWKSet keys = JWKSet.parse(members);
      return new SigningKeys(key(keys, members, ID_KEY), key(keys, members, ACCESS_KEY));
    } catch (ParseException unreadable) {
      throw new IllegalArgumentException("stored signing keys are not a JWK set");
    }
  }

  /// A JWK set with the private parts, for [#restore(Secret)]: whoever reads it can make tokens.
  public Secret export() {
    var keys =
        new JWKSet(
            List.<JWK>of(idKey, accessKey),
            Map.of(ID_KEY, idKey.getKeyID(), ACCESS_KEY, accessKey.getKeyID()));
    return new Secret(keys.toString(false));
  }

  /// The public halves, as the pool's `jwks.json` lists them.
  public JWKSet publicKeys() {
    return new JWKSet(List.<JWK>of(idKey.toPublicJWK(), accessKey.toPublicJWK()));
  }

  RSAKey idKey() {
    return idKey;
  }

  RSAKey accessKey() {
    return accessKey;
  }

  /// The key ids only.
  @Override
  public String toString() {
    return "SigningKeys[id=" + idKey.getKeyID() + ", access=" + accessKey.getKeyID() + "]";
  }

  private static RSAKey newKey() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA", RsaProvider.chosen());
      generator.initialize(KEY_BITS);
      var pair = generator.generateKeyPair();
      var key =
          new RSAKey.Builder((RSAPublicKey) pair.getPublic())
              .privateKey((RSAPrivateCrtKey) pair.getPrivate())
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(JWSAlgorithm.RS256);
      return key.keyID(keyId(key.build())).build();
    } catch (GeneralSecurityException | JOSEException impossible) {
      throw new IllegalStateException("RSA key could not be made", impossible);
    }
  }

  // Cognito's key ids are base64 of 32 bytes, padding included; the thumbprint is 32 bytes.
  private static String keyId(RSAKey key) throws JOSEException {
    return Base64.getEncoder().encodeToString(key.computeThumbprint().decode());
  }

  private static RSAKey key(JWKSet keys, Map<String, Object> members, String role) {
    if (members.get(role) instanceof String id
        && keys.getKeyByKeyId(id) instanceof RSAKey key
        && key.isPrivate()
        && key.size() >= KEY_BITS) {
      return key;
    }
    throw new IllegalArgumentException("stored signing keys lack " + role);
  }
}
