package dev.gatehouse.cognito;

import static dev.gatehouse.cognito.TestRequests.request;
import static dev.gatehouse.cognito.TestUserPools.ISSUER;
import static dev.gatehouse.cognito.TestUserPools.KEYS;
import static dev.gatehouse.cognito.TestUserPools.POOL_ID;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import dev.gatehouse.door.Door;
import dev.gatehouse.door.Lock;
import dev.gatehouse.door.Passage;
import dev.gatehouse.door.Reason;
import dev.gatehouse.door.Verdict;
import dev.gatehouse.fidelity.Shows;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeader;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GatesTest {
  @Nested
  final class OnTheDomain {
    private final UserPoolDomainGate gate = TestUserPools.domainGate();

    @Test
    void onlyTheTokenEndpointIsADoor() {
      assertThat(gate.doors())
          .containsExactly(
              new Door(
                  Door.Kind.OAUTH,
                  "POST",
                  "/oauth2/token",
                  "UserPoolDomain",
                  new Lock.ClientSecret(POOL_ID)));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "/",
          "/oauth2",
          "/oauth2/token/",
          "/oauth2/Token",
          "//oauth2/token",
          "/oauth2%2Ftoken",
          "/oauth2/tok%65n",
          "/x/../oauth2/token",
          "/oauth2/token;x=1",
          "/oauth2/userinfo",
          "/.well-known/openid-configuration",
          "/.well-known/jwks.json"
        })
    @Shows("cognito.hosts.discovery-not-on-the-domain")
    void anythingElseIsNotFound(String path) {
      Passage passage = gate.enter(request("POST", path));
      assertThat(passage.response().status()).isEqualTo(404);
      assertThat(passage.response().body()).isEqualTo(Body.EMPTY);
      assertThat(passage.response().headers().first("x-amz-cognito-request-id"))
          .contains(passage.requestId());
      assertThat(passage.verdict())
          .isEqualTo(new Verdict.Denied(new Reason.NoSuchDoor("POST " + path)));
    }

    @ParameterizedTest
    @CsvSource({
      "GET,/oauth2/authorize",
      "POST,/oauth2/revoke",
      "GET,/oauth2/userInfo",
      "GET,/login",
      "GET,/logout"
    })
    void whatIsNotBuiltSaysSo(String method, String path) {
      Passage passage = gate.enter(request(method, path + "?client_id=x"));
      assertThat(passage.response().status()).isEqualTo(501);
      assertThat(passage.response().body()).isEqualTo(Body.EMPTY);
      assertThat(passage.door()).isEqualTo(method + " " + path);
      assertThat(passage.verdict())
          .isEqualTo(
              new Verdict.Denied(
                  new Reason.BadRequest(
                      "Cognito has " + path + ", Gatehouse does not build it yet")));
    }
  }

  @Nested
  final class OnTheIssuer {
    private static final String JWKS = "/" + POOL_ID + "/.well-known/jwks.json";
    private static final String DISCOVERY = "/" + POOL_ID + "/.well-known/openid-configuration";

    private final IssuerGate gate =
        new IssuerGate(
            TestUserPools.pool(), "http://localhost:4567", KEYS, TestUserPools.countingIds());

    @Test
    void bothDocumentsAreOpenDoors() {
      assertThat(gate.doors())
          .containsExactly(
              new Door(Door.Kind.OAUTH, "GET", JWKS, "PlayerFCUserPool", new Lock.Open()),
              new Door(Door.Kind.OAUTH, "GET", DISCOVERY, "PlayerFCUserPool", new Lock.Open()));
    }

    @Test
    @Shows("cognito.hosts.jwks")
    @Shows("cognito.keys-and-discovery.two-keys")
    void keysAreThePublicOnesMembersInOrder() {
      assertThat(gate.enter(request("GET", JWKS)).response().body().text())
          .isEqualTo("{\"keys\":[%s,%s]}", jwk(0), jwk(1))
          .doesNotContain("\"d\"", "\"p\"", "\"q\"");
    }

    @Test
    @Shows("cognito.keys-and-discovery.members")
    void discoveryIsCognitos() {
      Passage passage = gate.enter(request("GET", DISCOVERY));
      assertThat(passage.response().body().text())
          .isEqualTo(
              """
              {"authorization_endpoint":"http://localhost:4567/oauth2/authorize",\
              "end_session_endpoint":"http://localhost:4567/logout",\
              "id_token_signing_alg_values_supported":["RS256"],\
              "issuer":"%s",\
              "jwks_uri":"%s/.well-known/jwks.json",\
              "response_types_supported":["code","token"],\
              "revocation_endpoint":"http://localhost:4567/oauth2/revoke",\
              "scopes_supported":["openid","email","phone","profile"],\
              "subject_types_supported":["public"],\
              "token_endpoint":"http://localhost:4567/oauth2/token",\
              "token_endpoint_auth_methods_supported":["client_secret_basic","client_secret_post"],\
              "userinfo_endpoint":"http://localhost:4567/oauth2/userInfo"}\
              """
                  .formatted(ISSUER, ISSUER));
      assertThat(passage.response().headers().lines())
          .containsExactly(
              new HttpHeader("Content-Type", "application/json"),
              new HttpHeader("x-amzn-RequestId", passage.requestId()));
      assertThat(passage.door()).isEqualTo("GET " + DISCOVERY);
      assertThat(passage.verdict()).isEqualTo(new Verdict.Allowed("anonymous"));
    }

    @Test
    void poolWithoutADomainHasNoEndpointsThere() {
      var gate = new IssuerGate(TestUserPools.pool(), null, KEYS, TestUserPools.countingIds());
      assertThat(gate.enter(request("GET", DISCOVERY)).response().body().text())
          .doesNotContain("endpoint\"")
          .contains("\"jwks_uri\"");
    }

    @Test
    void headIsAReading() {
      assertThat(gate.enter(request("HEAD", JWKS)).response().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "get"})
    void nothingElseIs(String method) {
      Passage passage = gate.enter(request(method, JWKS));
      assertThat(passage.response().status()).isEqualTo(405);
      assertThat(passage.response().body()).isEqualTo(Body.EMPTY);
      assertThat(passage.verdict()).isInstanceOf(Verdict.Denied.class);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "/",
          "/eu-west-1_Other0000/.well-known/jwks.json",
          "/.well-known/jwks.json",
          "/" + POOL_ID,
          JWKS + "/",
          "/" + POOL_ID + "/.well-known/JWKS.json"
        })
    void anythingElseIsNotFound(String path) {
      Passage passage = gate.enter(request("GET", path));
      assertThat(passage.response().status()).isEqualTo(404);
      assertThat(passage.response().body()).isEqualTo(Body.EMPTY);
      assertThat(passage.verdict())
          .isEqualTo(new Verdict.Denied(new Reason.NoSuchDoor("GET " + path)));
    }

    private String jwk(int index) {
      JWK key = KEYS.publicKeys().getKeys().get(index);
      return "{\"alg\":\"RS256\",\"e\":\"AQAB\",\"kid\":\"%s\",\"kty\":\"RSA\",\"n\":\"%s\",\"use\":\"sig\"}"
          .formatted(key.getKeyID(), key.toRSAKey().getModulus());
    }
  }
}
