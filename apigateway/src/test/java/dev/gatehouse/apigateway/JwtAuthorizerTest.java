package dev.gatehouse.apigateway;

import static dev.gatehouse.apigateway.TestTokens.CLIENT;
import static dev.gatehouse.apigateway.TestTokens.HEADER;
import static dev.gatehouse.apigateway.TestTokens.ISSUER;
import static dev.gatehouse.apigateway.TestTokens.KEYS;
import static dev.gatehouse.apigateway.TestTokens.NOW;
import static dev.gatehouse.apigateway.TestTokens.NOW_SECONDS;
import static dev.gatehouse.apigateway.TestTokens.OTHER_KEYS;
import static dev.gatehouse.apigateway.TestTokens.claims;
import static dev.gatehouse.apigateway.TestTokens.signed;
import static dev.gatehouse.apigateway.TestTokens.valid;
import static dev.gatehouse.apigateway.TestTokens.withScope;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.apigateway.KeyLookup.Endpoint;
import dev.gatehouse.door.Passage;
import dev.gatehouse.door.Reason;
import dev.gatehouse.door.Verdict;
import dev.gatehouse.fidelity.Shows;
import dev.gatehouse.http.HttpHeader;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Statuses, headers and bodies of http-api-troubleshooting-jwt.html and captures of AWS.
class JwtAuthorizerTest {
  private final TestApi api = TestApi.with(TestApi.locked("GET /players"));
  private final TestApi scoped =
      TestApi.with(TestApi.locked("GET /players", "players/read", "players/write"));

  @Test
  void validTokenIsServed() {
    Passage passage = api.getWithToken(valid());

    assertThat(passage.response().status()).isEqualTo(200);
    assertThat(passage.response().body().text()).isEqualTo("served");
    assertThat(passage.verdict()).isEqualTo(new Verdict.Allowed(CLIENT));
    assertThat(passage.door()).isEqualTo("GET /players");
    assertThat(passage.steps()).hasSize(2);
  }

  @Test
  @Shows("httpapi.jwt.token-use")
  void idTokenIsServedLikeAnAccessToken() {
    for (String use : List.of("id", "access")) {
      assertServed(api.getWithToken(signed(HEADER, claims(",\"token_use\":\"" + use + "\""))));
    }
  }

  @Test
  @Shows("httpapi.jwt.bare-or-bearer")
  void tokenWithoutBearerPrefixIsServed() {
    assertThat(api.get("/players", "authorization", valid()).response().status()).isEqualTo(200);
  }

  @Test
  @Shows("httpapi.jwt.missing-token")
  @Shows("httpapi.jwt.unauthorized-body")
  void missingTokenIsUnauthorizedWithBareChallenge() {
    Passage passage = api.get("/players");

    assertUnauthorized(passage, "Bearer");
    assertThat(TestApi.reason(passage))
        .isEqualTo(
            new Reason.NoCredential(
                "$request.header.Authorization", "a bearer token of " + ISSUER));
  }

  @Test
  void emptyAuthorizationHeaderCountsAsMissing() {
    assertUnauthorized(api.get("/players", "Authorization", ""), "Bearer");
  }

  @Test
  @Shows("httpapi.jwt.segments")
  void wordsThatAreNoTokenHaveTheWrongNumberOfSegments() {
    assertInvalid(api.getWithToken("nonsense"), "token contains an invalid number of segments");
  }

  @Test
  @Shows("httpapi.jwt.expired")
  @Shows("httpapi.jwt.challenge")
  void expiredTokenIsUnauthorized() {
    long past = NOW_SECONDS - 41;
    Passage passage = api.getWithToken(signed(HEADER, exp(Long.toString(past))));

    assertInvalid(passage, "the token has expired");
    assertThat(TestApi.reason(passage))
        .isEqualTo(
            new Reason.TokenExpired(
                Instant.ofEpochSecond(past), Duration.ofMillis(41_250), "client " + CLIENT));
  }

  @Test
  void ownerIsToldTheNameOfAKnownClient() {
    var known =
        TestApi.withKeys(
            new KeySource() {
              @Override
              public KeyLookup find(String keyId) {
                return TestTokens.KEY_SOURCE.find(keyId);
              }

              @Override
              public List<TokenClient> clients() {
                return List.of(
                    new TokenClient(CLIENT, "Reader", List.of("players/read")),
                    new TokenClient("other", "Writer", List.of("players/write")));
              }
            },
            TestApi.locked("GET /players", "players/write"),
            TestApi.locked("GET /teams", "players/read"),
            TestApi.locked("GET /all", "players/all"));

    assertThat(
            TestApi.reason(
                    known.getWithToken(signed(HEADER, exp(Long.toString(NOW_SECONDS - 252)))))
                .sentence())
        .startsWith("token expired 00:04:12 ago; client Reader needs a new one");
    assertThat(TestApi.reason(known.getWithToken(valid())).sentence())
        .isEqualTo(
            "route asks for one of [players/write], token has []; its client may not have it,"
                + " [Writer] may");
    assertThat(TestApi.reason(known.get("/teams", "Authorization", "Bearer " + valid())).sentence())
        .isEqualTo(
            "route asks for one of [players/read], token has []; client Reader may have it: ask for"
                + " it in the token request's scope");
    assertThat(TestApi.reason(known.get("/all", "Authorization", "Bearer " + valid())).sentence())
        .endsWith("no client of its pool may have any: add one to a client's AllowedOAuthScopes");
  }

  @Test
  void tokenThatExpiresThisInstantIsExpired() {
    assertInvalid(
        api.getWithToken(signed(HEADER, exp(NOW_SECONDS + ".25"))), "the token has expired");
    assertServed(api.getWithToken(signed(HEADER, exp(NOW_SECONDS + ".251"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"2099-01-01\"",
        "\"4102444800\"",
        "null",
        "true",
        "[4102444800]",
        "{\"value\":4102444800}",
        "-1",
        "0",
        "-4102444800",
        "-1e300",
        "1e300",
        "1e400",
        "4102444800000",
        "99999999999999999999999999999999"
      })
  void expiryThatIsNoFutureTimeInSecondsIsRefused(String exp) {
    assertInvalid(api.getWithToken(signed(HEADER, exp(exp))), "the token has expired");
  }

  @Test
  void missingExpiryIsRefused() {
    Passage passage =
        api.getWithToken(
            signed(HEADER, "{\"iss\":\"%s\",\"client_id\":\"%s\"}".formatted(ISSUER, CLIENT)));

    assertInvalid(passage, "the token has expired");
    assertThat(TestApi.reason(passage))
        .isEqualTo(new Reason.BadClaim("exp", "a time in seconds", "missing"));
  }

  @Test
  void fractionalExpiryIsServed() {
    assertServed(api.getWithToken(signed(HEADER, exp("4.1024448E9"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nbf", "iat"})
  @Shows("httpapi.jwt.not-yet-valid")
  void tokenOfTheFutureIsUnauthorized(String claim) {
    String body =
        exp(Long.toString(NOW_SECONDS + 99))
            .replace(
                "\"iat\":" + (NOW_SECONDS - 60), "\"%s\":%d".formatted(claim, NOW_SECONDS + 1));
    Passage passage = api.getWithToken(signed(HEADER, body));

    assertInvalid(passage, "the token is not yet valid");
    assertThat(TestApi.reason(passage))
        .isEqualTo(
            new Reason.TokenNotYetValid(
                claim, Instant.ofEpochSecond(NOW_SECONDS + 1), Duration.ofMillis(750)));
    assertServed(
        api.getWithToken(
            signed(
                HEADER,
                body.replace(
                    "" + (NOW_SECONDS + 1), NOW_SECONDS + "." + NOW.toEpochMilli() % 1000))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"soon\"", "null", "[]", "1e400", "false"})
  void notBeforeThatIsNoTimeIsRefused(String nbf) {
    assertInvalid(
        api.getWithToken(signed(HEADER, claims(",\"nbf\":" + nbf))), "the token is not yet valid");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://issuer.example/pool/",
        "https://issuer.example/Pool",
        "https://issuer.example/poo",
        "https://issuer.example/pool ",
        "http://issuer.example/pool",
        ""
      })
  @Shows("httpapi.jwt.issuer")
  void otherIssuerIsUnauthorized(String issuer) {
    Passage passage =
        api.getWithToken(
            signed(HEADER, claims(issuer, ",\"client_id\":\"client-1\"", "4102444800")));

    assertInvalid(passage, "the token does not have a valid issuer");
    assertThat(TestApi.reason(passage)).isEqualTo(new Reason.WrongIssuer(ISSUER, issuer));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"aud\":\"client-1\"",
        "\"aud\":[\"client-2\"]",
        "\"aud\":[\"someone\",\"client-1\"]",
        "\"client_id\":\"client-2\"",
        "\"aud\":\"client-1\",\"client_id\":\"someone\""
      })
  void configuredAudienceIsServed(String audience) {
    assertServed(api.getWithToken(audience(audience)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"aud\":\"someone\"",
        "\"aud\":\"Client-1\"",
        "\"aud\":\"client-1 \"",
        "\"aud\":\"client-1,client-2\"",
        "\"aud\":\"client-1 client-2\"",
        "\"aud\":\"client-\"",
        "\"aud\":\"client-11\"",
        "\"aud\":\"someone\",\"client_id\":\"client-1\"",
        "\"aud\":null,\"client_id\":\"client-1\"",
        "\"aud\":[],\"client_id\":\"client-1\"",
        "\"aud\":\"\",\"client_id\":\"client-1\"",
        "\"aud\":{\"client-1\":true},\"client_id\":\"client-1\"",
        "\"aud\":[[\"client-1\"]]",
        "\"aud\":[\"client-1\",1]",
        "\"client_id\":[\"client-1\"]",
        "\"azp\":\"client-1\"",
        "\"AUD\":\"client-1\"",
        "\"client_id\":null"
      })
  @Shows("httpapi.jwt.audience")
  @Shows("httpapi.jwt.client-id-without-aud")
  void otherAudienceIsUnauthorized(String audience) {
    Passage passage = api.getWithToken(audience(audience));

    assertInvalid(passage, "the token does not have a valid audience");
    assertThat(TestApi.reason(passage)).isInstanceOf(Reason.WrongAudience.class);
  }

  @Test
  @Shows("httpapi.jwt.signature")
  void alteredTokenIsUnauthorized() {
    String[] segments = valid().split("\\.");
    String forged =
        segments[0] + "." + TestTokens.encode(claims(",\"scope\":\"admin\"")) + "." + segments[2];

    Passage passage = api.getWithToken(forged);

    assertInvalid(passage, "the token does not have a valid signature");
    assertThat(TestApi.reason(passage)).isEqualTo(new Reason.TokenSignatureMismatch("key-1"));
  }

  @Test
  void keyOfAnotherSignerIsUnauthorized() {
    assertInvalid(
        api.getWithToken(signed(HEADER, claims(""), "SHA256withRSA", OTHER_KEYS)),
        "the token does not have a valid signature");
  }

  @Nested
  final class Again {
    @Test
    void tokenIsServedAgain() {
      String token = valid();

      assertServed(api.getWithToken(token));
      assertServed(api.getWithToken(token));
    }

    @Test
    void tokenThatExpiredSinceIsUnauthorized() {
      String token = valid();
      assertServed(api.getWithToken(token));
      api.clock.advance(Duration.ofDays(1));

      assertInvalid(api.getWithToken(token), "the token has expired");
    }

    @Test
    void otherSignatureUnderTheSameWordsIsUnauthorized() {
      String token = valid();
      assertServed(api.getWithToken(token));
      String other = withScope("another");
      String swapped =
          token.substring(0, token.lastIndexOf('.')) + other.substring(other.lastIndexOf('.'));

      assertInvalid(api.getWithToken(swapped), "the token does not have a valid signature");
    }

    @Test
    void tokenOfAKeyThatIsAnotherOneSinceIsUnauthorized() {
      var keys = new AtomicReference<>(KEYS);
      var rotating =
          TestApi.withKeys(
              id ->
                  new KeyLookup.Found(
                      List.of(
                          new VerificationKey(
                              id, (RSAPublicKey) keys.get().getPublic(), Set.of("RS256")))),
              TestApi.locked("GET /players"));
      String token = valid();
      assertServed(rotating.getWithToken(token));
      keys.set(OTHER_KEYS);

      assertInvalid(rotating.getWithToken(token), "the token does not have a valid signature");
    }
  }

  @Test
  void unknownKeyIsUnauthorized() {
    Passage passage = api.getWithToken(signed("{\"alg\":\"RS256\",\"kid\":\"key-2\"}", claims("")));

    assertInvalid(passage, "the token does not have a known signing key");
    assertThat(TestApi.reason(passage)).isEqualTo(new Reason.UnknownSigningKey("key-2", ISSUER));
  }

  @Test
  @Shows("httpapi.jwt.keys-unavailable")
  void keysThatCannotBeFetchedLockTheDoor() {
    for (var endpoint : Endpoint.values()) {
      var locked =
          TestApi.withKeys(
              _ -> new KeyLookup.Unavailable(endpoint, "refused"), TestApi.locked("GET /players"));
      Passage passage = locked.getWithToken(valid());

      assertInvalid(
          passage,
          endpoint == Endpoint.JWKS
              ? "JWKS communication error"
              : "OIDC discovery endpoint communication error");
      assertThat(TestApi.reason(passage)).isEqualTo(new Reason.KeysUnavailable(ISSUER, "refused"));
      assertThat(locked.calls).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS384", "RS512"})
  @Shows("httpapi.jwt.rsa-only")
  void otherRsaAlgorithmsAreServed(String algorithm) {
    assertServed(
        api.getWithToken(
            signed(
                HEADER.replace("RS256", algorithm),
                claims(""),
                "SHA" + algorithm.substring(2) + "withRSA",
                KEYS)));
  }

  @Test
  void keyForOneAlgorithmVerifiesNoOther() {
    var rs512Only =
        TestApi.withKeys(
            _ ->
                new KeyLookup.Found(
                    List.of(
                        new VerificationKey(
                            "key-1", (RSAPublicKey) KEYS.getPublic(), Set.of("RS512")))),
            TestApi.locked("GET /players"));

    assertInvalid(rs512Only.getWithToken(valid()), "the token does not have a valid signature");
  }

  @Nested
  class Scopes {
    @ParameterizedTest
    @ValueSource(
        strings = {
          ",\"scope\":\"players/read\"",
          ",\"scope\":\"openid players/write email\"",
          ",\"scp\":\"players/read\"",
          ",\"scp\":[\"openid\",\"players/read\"]"
        })
    @Shows("httpapi.jwt.one-scope-is-enough")
    void oneOfTheRoutesScopesSuffices(String scope) {
      assertServed(scoped.getWithToken(signed(HEADER, claims(scope))));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          ",\"scope\":\"\"",
          ",\"scope\":\"players/reader\"",
          ",\"scope\":\"Players/Read\"",
          ",\"scope\":\"players\"",
          ",\"scope\":\"players/read,players/write\"",
          ",\"scope\":\"players/*\"",
          ",\"scope\":\"*\"",
          ",\"scope\":[\"players/read\"]",
          ",\"scope\":{\"players/read\":true}",
          ",\"scope\":null,\"scp\":\"players/read\"",
          ",\"scope\":\"openid\",\"scp\":\"players/read\"",
          ",\"scp\":[[\"players/read\"]]",
          ",\"scp\":[\"players/read\",1]",
          ",\"scp\":\"players/read\\tplayers/write\"",
          ",\"scopes\":\"players/read\"",
          ",\"Scope\":\"players/read\"",
          ",\"permissions\":[\"players/read\"]"
        })
    @Shows("httpapi.jwt.missing-scope")
    void missingScopeIsForbiddenNotUnauthorized(String scope) {
      Passage passage = scoped.getWithToken(signed(HEADER, claims(scope)));

      assertThat(passage.response().status()).isEqualTo(403);
      assertThat(passage.response().body().text()).isEqualTo("{\"message\":\"Forbidden\"}");
      assertThat(passage.response().headers().lines())
          .containsExactly(
              new HttpHeader(
                  "www-authenticate",
                  "Bearer scope=\"players/read players/write\" error=\"insufficient_scope\""
                      + " error_description=\"the token does not have a required scope\""),
              new HttpHeader("apigw-requestid", passage.requestId()));
      assertThat(TestApi.reason(passage)).isInstanceOf(Reason.MissingScope.class);
      assertThat(scoped.calls).isEmpty();
    }

    @Test
    @Shows("httpapi.jwt.challenge-scopes")
    void invalidTokenIsToldTheRoutesScopes() {
      Passage passage = scoped.getWithToken("nonsense");

      assertUnauthorized(
          passage,
          "Bearer scope=\"players/read players/write\" error=\"invalid_token\""
              + " error_description=\"token contains an invalid number of segments\"");
    }

    @Test
    @Shows("httpapi.jwt.no-scopes-any-token")
    void routeWithoutScopesTakesAnyValidToken() {
      assertServed(api.getWithToken(withScope("anything")));
    }
  }

  @Nested
  class IdentitySources {
    private final TestApi query =
        TestApi.with(
            TestApi.route(
                "GET /players",
                new RouteAuthorization.Jwt(
                    TestApi.authorizer("$request.querystring.token"), List.of())));

    @Test
    @Shows("httpapi.jwt.identity-source")
    void queryParameterCarriesTheToken() {
      assertServed(query.get("/players?token=" + valid()));
    }

    @Test
    void headerIsNoSubstituteForTheQueryParameter() {
      assertUnauthorized(query.getWithToken(valid()), "Bearer");
    }

    @Test
    void repeatedTokenIsNotReadAsOne() {
      assertInvalid(
          query.get("/players?token=" + valid() + "&token=" + valid()),
          "token contains an invalid number of segments");
      assertInvalid(
          api.get("/players", "Authorization", valid(), "Authorization", valid()),
          "token contains an invalid number of segments");
    }
  }

  private static String exp(String exp) {
    return claims(ISSUER, ",\"client_id\":\"" + CLIENT + "\"", exp);
  }

  private static String audience(String audience) {
    return signed(HEADER, claims(ISSUER, "," + audience, "4102444800"));
  }

  private static void assertServed(Passage passage) {
    assertThat(passage.verdict()).isInstanceOf(Verdict.Allowed.class);
    assertThat(passage.response().status()).isEqualTo(200);
  }

  private void assertInvalid(Passage passage, String description) {
    assertUnauthorized(
        passage,
        "Bearer scope=\"\" error=\"invalid_token\" error_description=\"" + description + "\"");
  }

  private void assertUnauthorized(Passage passage, String challenge) {
    assertThat(passage.response().status()).isEqualTo(401);
    assertThat(passage.response().body().text()).isEqualTo("{\"message\":\"Unauthorized\"}");
    assertThat(passage.response().headers().lines())
        .containsExactly(
            new HttpHeader("www-authenticate", challenge),
            new HttpHeader("apigw-requestid", passage.requestId()));
    assertThat(passage.verdict()).isInstanceOf(Verdict.Denied.class);
  }
}
