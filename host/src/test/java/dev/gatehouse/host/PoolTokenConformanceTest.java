package dev.gatehouse.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.gatehouse.aws.Json;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A pool's tokens and what verifiers read of it, judged by Nimbus; then the same tokens, and those
/// of others, at a locked route.
final class PoolTokenConformanceTest {
  @TempDir private static Path folder;
  private static ThingsStack stack;

  @BeforeAll
  static void start() throws Exception {
    stack = ThingsStack.start(folder);
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @Test
  void tokenVerifiesWithThePublishedKeys() throws Exception {
    var discovery =
        Json.STRICT.readTree(
            stack
                .send(
                    ThingsStack.to(
                        stack.env("GATEHOUSE_ISSUER") + "/.well-known/openid-configuration"))
                .body());
    assertThat(discovery.path("issuer").asString("")).isEqualTo(stack.env("GATEHOUSE_ISSUER"));
    assertThat(discovery.path("token_endpoint").asString(""))
        .isEqualTo(stack.env("GATEHOUSE_TOKEN_URL"));

    var keys = URI.create(discovery.path("jwks_uri").asString("")).toURL();
    var processor = new DefaultJWTProcessor<SecurityContext>();
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(
            JWSAlgorithm.RS256, JWKSourceBuilder.<SecurityContext>create(keys).build()));
    JWTClaimsSet claims = processor.process(stack.token("things/read"), null);
    assertThat(claims.getIssuer()).isEqualTo(stack.env("GATEHOUSE_ISSUER"));
    assertThat(claims.getStringClaim("client_id")).isEqualTo(stack.env("GATEHOUSE_CLIENT_ID"));
    assertThat(claims.getStringClaim("scope")).isEqualTo("things/read");
  }

  @Test
  void publishedKeysHaveNoPrivateParts() throws Exception {
    var answer =
        stack.send(ThingsStack.to(stack.env("GATEHOUSE_ISSUER") + "/.well-known/jwks.json"));
    var published = JWKSet.parse(answer.body());
    assertThat(published.getKeys()).hasSize(2).noneMatch(key -> key.isPrivate());
  }

  @Test
  void ownTokenOpens() throws Exception {
    assertThat(stack.items(own(Instant.now().plusSeconds(60))).statusCode()).isEqualTo(200);
  }

  @Test
  void expiredTokenDoesNot() throws Exception {
    assertUnauthorized(stack.items(own(Instant.now().minusSeconds(60))), "TokenExpired: ");
  }

  @Test
  void tokenOfSomebodyElseWithTheSameKeyIdDoesNot() throws Exception {
    RSAKey foreign = new RSAKeyGenerator(2048).keyID(poolKey().getKeyID()).generate();
    String token = signed(foreign, stack.env("GATEHOUSE_ISSUER"), Instant.now().plusSeconds(60));
    assertUnauthorized(stack.items(token), "TokenSignatureMismatch: ");
  }

  @Test
  void tokenOfAnotherIssuerDoesNot() throws Exception {
    String token = signed(poolKey(), "http://localhost/other", Instant.now().plusSeconds(60));
    assertUnauthorized(
        stack.items(token), "WrongIssuer: token was issued by http://localhost/other");
  }

  private static void assertUnauthorized(HttpResponse<String> answer, String reason) {
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).isEqualTo("{\"message\":\"Unauthorized\"}");
    assertThat(answer.headers().firstValue("www-authenticate"))
        .hasValueSatisfying(
            challenge -> assertThat(challenge).startsWith("Bearer ").contains("invalid_token"));
    assertThat(stack.refusals()).anyMatch(refusal -> refusal.startsWith(reason));
  }

  private static String own(Instant expires) throws Exception {
    return signed(poolKey(), stack.env("GATEHOUSE_ISSUER"), expires);
  }

  /// The key that the pool's access tokens are signed with, from the state: tests may.
  private static RSAKey poolKey() throws Exception {
    var state = Json.STRICT.readTree(Files.readAllBytes(stack.state().resolve("state.json")));
    JsonNode pool = state.path("stacks").iterator().next().path("resources").path("Pool");
    var keys = JWKSet.parse(pool.path("signingKeys").asString(""));
    String keyId = SignedJWT.parse(stack.token("things/read")).getHeader().getKeyID();
    return keys.getKeyByKeyId(keyId).toRSAKey();
  }

  private static String signed(RSAKey key, String issuer, Instant expires) throws Exception {
    var token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
            new JWTClaimsSet.Builder()
                .issuer(issuer)
                .claim("client_id", stack.env("GATEHOUSE_CLIENT_ID"))
                .claim("scope", "things/read")
                .issueTime(Date.from(expires.minusSeconds(3600)))
                .expirationTime(Date.from(expires))
                .build());
    token.sign(new RSASSASigner(key));
    return token.serialize();
  }
}
