package dev.gatehouse.cognito;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import dev.gatehouse.aws.Json;
import dev.gatehouse.aws.RsaProvider;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.spec.PKCS8EncodedKeySpec;
import java.text.ParseException;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/// Writes and signs a pool's tokens, members in the order of Cognito's own.
final class TokenIssuer {
  private final String issuer;
  private final JWSHeader header;
  private final RSASSASigner signer;
  private final Clock clock;
  private final Supplier<UUID> ids;

  TokenIssuer(String issuer, SigningKeys keys, Clock clock, Supplier<UUID> ids) {
    this(issuer, keys, clock, ids, RsaProvider.chosen());
  }

  TokenIssuer(String issuer, SigningKeys keys, Clock clock, Supplier<UUID> ids, Provider provider) {
    this.issuer = issuer;
    this.header = header(keys.accessKey());
    this.signer = new RSASSASigner(nativeKey(keys.accessKey(), provider));
    this.signer.getJCAContext().setProvider(provider);
    this.clock = clock;
    this.ids = ids;
  }

  /// The access token of a client that acts for itself.
  String accessToken(AppClient client, List<String> scopes) {
    long now = clock.instant().getEpochSecond();
    var claims =
        Json.STRICT
            .createObjectNode()
            .put("sub", client.id())
            .put("token_use", "access")
            .put("scope", String.join(" ", scopes))
            .put("auth_time", now)
            .put("iss", issuer)
            .put("exp", now + client.validity().access().toSeconds())
            .put("iat", now)
            .put("version", 2)
            .put("jti", ids.get().toString())
            .put("client_id", client.id());
    return sign(claims.toString());
  }

  private String sign(String claims) {
    var token = new JWSObject(header, new Payload(claims));
    try {
      token.sign(signer);
    } catch (JOSEException failed) {
      throw new IllegalStateException("token could not be signed", failed);
    }
    return token.serialize();
  }

  // Parsed rather than built: a parsed header keeps its bytes, `kid` before `alg` and no `typ`.
  private static JWSHeader header(RSAKey key) {
    var members = Json.STRICT.createObjectNode().put("kid", key.getKeyID()).put("alg", "RS256");
    try {
      return JWSHeader.parse(Base64URL.encode(members.toString()));
    } catch (ParseException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  // A key of another provider would be converted anew for each signature.
  private static PrivateKey nativeKey(RSAKey key, Provider provider) {
    try {
      return KeyFactory.getInstance("RSA", provider)
          .generatePrivate(new PKCS8EncodedKeySpec(key.toPrivateKey().getEncoded()));
    } catch (GeneralSecurityException | JOSEException impossible) {
      throw new IllegalStateException("signing key could not be read", impossible);
    }
  }
}
