package dev.gatehouse.apigateway;

import dev.gatehouse.apigateway.Guard.Admission;
import dev.gatehouse.apigateway.Guard.Challenge;
import dev.gatehouse.apigateway.InvalidToken.Description;
import dev.gatehouse.door.Reason;
import dev.gatehouse.door.Step;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Judges bearer tokens as AWS's JWT authorizers do (http-api-jwt-authorizer.html).
final class JwtAuthorizer {
  private static final String BEARER = "Bearer ";

  private final JwtAuthorizerConfig config;
  private final IdentitySource source;
  private final KeySource keys;
  private final Clock clock;
  private final VerifiedTokens verified = new VerifiedTokens();

  JwtAuthorizer(JwtAuthorizerConfig config, IdentitySource source, KeySource keys, Clock clock) {
    this.config = config;
    this.source = source;
    this.keys = keys;
    this.clock = clock;
  }

  Admission admit(ContextVariables context, List<String> scopes) {
    long started = System.nanoTime();
    Optional<String> credential = source.read(context);
    if (credential.isEmpty()) {
      return turned(
          new Challenge.NoToken(),
          new Reason.NoCredential(source.expression(), "a bearer token of " + config.issuer()),
          started);
    }
    try {
      return admitted(verify(bare(credential.get())), scopes, started);
    } catch (InvalidToken invalid) {
      return turned(
          new Challenge.InvalidToken(scopes, invalid.description().text()),
          invalid.reason(),
          started);
    }
  }

  private TokenClaims verify(String text) {
    var claims = new TokenClaims(signedClaims(text));
    claims.check(config, clock.instant(), keys.clients());
    return claims;
  }

  private ObjectNode signedClaims(String text) {
    VerifiedTokens.Verified known =
        text.length() > SignedToken.MAX_LENGTH ? null : verified.find(text);
    if (known != null && known.keys().equals(keysOf(known.keyId()))) {
      return known.claims();
    }
    SignedToken token = SignedToken.parse(text);
    List<VerificationKey> issuers = keysOf(token.keyId());
    if (!token.verify(issuers)) {
      throw new InvalidToken(
          Description.SIGNATURE,
          new Reason.TokenSignatureMismatch(SignedToken.shown(token.keyId())));
    }
    verified.put(
        text, new VerifiedTokens.Verified(token.keyId(), issuers, token.claims(), text.length()));
    return token.claims();
  }

  private List<VerificationKey> keysOf(String keyId) {
    return switch (keys.find(keyId)) {
      case KeyLookup.Found(var found) -> found;
      case KeyLookup.Unknown() ->
          throw new InvalidToken(
              Description.KEY,
              new Reason.UnknownSigningKey(SignedToken.shown(keyId), config.issuer()));
      case KeyLookup.Unavailable(var endpoint, var problem) ->
          throw new InvalidToken(
              switch (endpoint) {
                case DISCOVERY -> Description.DISCOVERY;
                case JWKS -> Description.JWKS;
              },
              new Reason.KeysUnavailable(config.issuer(), problem));
    };
  }

  private Admission admitted(TokenClaims claims, List<String> required, long started) {
    List<String> found = claims.scopes();
    if (!required.isEmpty() && found.stream().noneMatch(required::contains)) {
      return turned(
          new Challenge.InsufficientScope(required, "the token does not have a required scope"),
          new Reason.MissingScope(
              required, found.stream().map(SignedToken::shown).toList(), remedy(claims, required)),
          started);
    }
    var context =
        new AuthorizerContext.Jwt(
            claims.claims(), required.isEmpty() ? Optional.empty() : Optional.of(found));
    return new Admission.Admitted(
        claims.holder(),
        context,
        List.of(step(started, "verified the token of " + claims.holder())));
  }

  /// Who can get one of these scopes: the token's own client, another one, or nobody yet.
  private String remedy(TokenClaims claims, List<String> required) {
    List<TokenClient> known = keys.clients();
    if (known.isEmpty()) {
      return "ask " + config.issuer() + " for a token with one of them";
    }
    List<TokenClient> able = known.stream().filter(it -> it.mayHaveOneOf(required)).toList();
    Optional<TokenClient> own = claims.client(able);
    if (own.isPresent()) {
      return "client " + own.get().name() + " may have it: ask for it in the token request's scope";
    }
    return able.isEmpty()
        ? "no client of its pool may have any: add one to a client's AllowedOAuthScopes"
        : "its client may not have it, " + able.stream().map(TokenClient::name).toList() + " may";
  }

  private Admission turned(Challenge challenge, Reason reason, long started) {
    return new Admission.Turned(challenge, reason, List.of(step(started, "refused")));
  }

  private Step step(long started, String what) {
    return Step.since(started, "authorizer " + config.name(), what);
  }

  /// Exactly this prefix: AWS's parser is known to refuse `bearer `.
  private static String bare(String credential) {
    return credential.startsWith(BEARER) ? credential.substring(BEARER.length()) : credential;
  }
}
