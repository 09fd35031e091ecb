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
import dev.gatehouse.http.HeavyWork;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.spec.PKCS8EncodedKeySpec;
import java.text.ParseException;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/// Writes and signs a pool's tokens, members in the order of Cognito's own.
final class TokenIssuer {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final String issuer;
  private final Signature access;
  private final Signature identity;
  private final Clock clock;
  private final Supplier<UUID> ids;

  private record Signature(JWSHeader header, RSASSASigner signer) {
    static Signature by(RSAKey key, Provider provider) {
      var signer = new RSASSASigner(nativeKey(key, provider));
      signer.getJCAContext().setProvider(provider);
      return new Signature(TokenIssuer.header(key), signer);
    }

    String sign(String claims) {
      return HeavyWork.brief(() -> signed(claims));
    }

    private String signed(String claims) {
      // The library's own encoder takes each character by itself.
      var encoded = BASE64.encodeToString(claims.getBytes(StandardCharsets.UTF_8));
      var token = new JWSObject(header, new Payload(new Base64URL(encoded)));
      try {
        token.sign(signer);
      } catch (JOSEException failed) {
        throw new IllegalStateException("token could not be signed", failed);
      }
      return token.serialize();
    }
  }

  TokenIssuer(String issuer, SigningKeys keys, Clock clock, Supplier<UUID> ids) {
    this(issuer, keys, clock, ids, RsaProvider.chosen());
  }

  TokenIssuer(String issuer, SigningKeys keys, Clock clock, Supplier<UUID> ids, Provider provider) {
    this.issuer = issuer;
    this.access = Signature.by(keys.accessKey(), provider);
    this.identity = Signature.by(keys.idKey(), provider);
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
    return access.sign(claims.toString());
  }

  /// A user's tokens from a sign-in of the API, which knows no scopes but its own.
  ///
  /// @param groups the user's
  SignIn.Result.Tokens userTokens(AppClient client, User user, List<UserGroup> groups) {
    long now = clock.instant().getEpochSecond();
    String origin = ids.get().toString();
    String event = ids.get().toString();
    var accessClaims = started(user, groups);
    accessClaims
        .put("iss", issuer)
        .put("client_id", client.id())
        .put("origin_jti", origin)
        .put("event_id", event)
        .put("token_use", "access")
        .put("scope", "aws.cognito.signin.user.admin")
        .put("auth_time", now)
        .put("exp", now + client.validity().access().toSeconds())
        .put("iat", now)
        .put("jti", ids.get().toString())
        .put("username", user.username());
    var idClaims = started(user, groups);
    roles(groups, idClaims);
    idClaims
        .put("iss", issuer)
        .put("cognito:username", user.username())
        .put("origin_jti", origin)
        .put("aud", client.id())
        .put("event_id", event)
        .put("token_use", "id")
        .put("auth_time", now)
        .put("exp", now + client.validity().id().toSeconds())
        .put("iat", now)
        .put("jti", ids.get().toString());
    user.attributes()
        .forEach((name, value) -> {
          if (name.equals("email_verified") || name.equals("phone_number_verified")) {
            idClaims.put(name, value.equals("true"));
          } else {
            idClaims.put(name, value);
          }
        });
    return new SignIn.Result.Tokens(
        access.sign(accessClaims.toString()),
        identity.sign(idClaims.toString()),
        client.validity().access().toSeconds());
  }

  private static ObjectNode started(User user, List<UserGroup> groups) {
    var claims = Json.STRICT.createObjectNode().put("sub", user.sub());
    if (!groups.isEmpty()) {
      var names = claims.putArray("cognito:groups");
      groups.forEach(group -> names.add(group.name()));
    }
    return claims;
  }

  /// The preferred role is that of the group with the lowest precedence, if it alone has that one
  /// (cognito-user-pools-user-groups.html).
  private static void roles(List<UserGroup> groups, ObjectNode claims) {
    var withRole = groups.stream().filter(group -> group.roleArn() != null).toList();
    if (withRole.isEmpty()) {
      return;
    }
    var all = claims.putArray("cognito:roles");
    withRole.forEach(group -> all.add(group.roleArn()));
    int lowest = withRole.stream().mapToInt(TokenIssuer::precedence).min().orElseThrow();
    var first = withRole.stream().filter(group -> precedence(group) == lowest).toList();
    if (first.size() == 1) {
      claims.put("cognito:preferred_role", first.getFirst().roleArn());
    }
  }

  private static int precedence(UserGroup group) {
    Integer precedence = group.precedence();
    return precedence == null ? Integer.MAX_VALUE : precedence;
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
