package dev.gatehouse.cognito;

import static dev.gatehouse.cognito.TestUserPools.ISSUER;
import static dev.gatehouse.cognito.TestUserPools.KEYS;
import static dev.gatehouse.cognito.TestUserPools.M2M_ID;
import static dev.gatehouse.cognito.TestUserPools.READ_WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.SignedJWT;
import dev.gatehouse.aws.RsaProvider;
import dev.gatehouse.fidelity.Shows;
import java.nio.charset.StandardCharsets;
import java.security.Provider;
import java.security.Security;
import java.text.ParseException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AccessTokenTest {
  private final TokenIssuer issuer =
      new TokenIssuer(ISSUER, KEYS, TestUserPools.CLOCK, TestUserPools.countingIds());
  private final List<JWK> published = KEYS.publicKeys().getKeys();
  private final String idKeyId = published.getFirst().getKeyID();
  private final String accessKeyId = published.getLast().getKeyID();

  @Test
  @Shows("cognito.machine-tokens.header")
  void headerIsKeyIdThenAlgorithmAndNothingElse() {
    String token = issuer.accessToken(TestUserPools.m2mClient(), List.of(READ_WRITE));
    assertThat(part(token, 0)).isEqualTo("{\"kid\":\"" + accessKeyId + "\",\"alg\":\"RS256\"}");
  }

  @Test
  @Shows("cognito.machine-tokens.claims")
  void claimsStandInTheOrderOfRealTokens() {
    String token = issuer.accessToken(TestUserPools.m2mClient(), List.of(READ_WRITE, "a/b"));
    assertThat(part(token, 1))
        .isEqualTo(
            """
            {"sub":"%s","token_use":"access","scope":"%s a/b","auth_time":1767225600,\
            "iss":"%s","exp":1767229200,"iat":1767225600,"version":2,\
            "jti":"00000000-0000-0000-0000-000000000001","client_id":"%s"}\
            """
                .formatted(M2M_ID, READ_WRITE, ISSUER, M2M_ID));
  }

  @Test
  @Shows("cognito.machine-tokens.jti")
  void everyTokenHasAnIdOfItsOwn() {
    AppClient client = TestUserPools.m2mClient();
    assertThat(part(issuer.accessToken(client, List.of(READ_WRITE)), 1))
        .isNotEqualTo(part(issuer.accessToken(client, List.of(READ_WRITE)), 1));
  }

  @Test
  @Shows("cognito.machine-tokens.exp")
  void clientsValidityEndsTheToken() throws ParseException {
    AppClient hourly = TestUserPools.m2mClient();
    var brief =
        new AppClient(
            hourly.logicalId(),
            hourly.id(),
            hourly.name(),
            hourly.type(),
            hourly.oauth(),
            new TokenValidity(Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofDays(30)));
    String token = issuer.accessToken(brief, List.of(READ_WRITE));
    assertThat(SignedJWT.parse(token).getJWTClaimsSet().getExpirationTime().toInstant())
        .isEqualTo(TestUserPools.NOW.plus(Duration.ofMinutes(5)));
  }

  @Test
  @Shows("cognito.keys-and-discovery.own-key-for-access")
  void accessKeyVerifiesTheTokenAndTheIdKeyDoesNot() throws JOSEException, ParseException {
    var token = SignedJWT.parse(issuer.accessToken(TestUserPools.m2mClient(), List.of(READ_WRITE)));
    assertThat(token.verify(verifier(accessKeyId))).isTrue();
    assertThat(token.verify(verifier(idKeyId))).isFalse();
  }

  @Test
  void jdkAndCorrettoSignTheSameBytes() {
    var corretto = RsaProvider.corretto();
    assumeThat(corretto).as("Amazon publishes it for this platform").isPresent();
    assertThat(signedBy(corretto.orElseThrow())).isEqualTo(signedBy(RsaProvider.jdk()));
  }

  @Test
  void chosenProviderIsNotRegistered() {
    assertThat(Security.getProviders())
        .extracting(Provider::getName)
        .doesNotContain("AmazonCorrettoCryptoProvider");
  }

  private static String signedBy(Provider provider) {
    return new TokenIssuer(ISSUER, KEYS, TestUserPools.CLOCK, TestUserPools.countingIds(), provider)
        .accessToken(TestUserPools.m2mClient(), List.of(READ_WRITE));
  }

  private RSASSAVerifier verifier(String keyId) throws JOSEException {
    return new RSASSAVerifier(KEYS.publicKeys().getKeyByKeyId(keyId).toRSAKey());
  }

  private static String part(String token, int index) {
    return new String(
        Base64.getUrlDecoder().decode(token.split("\\.")[index]), StandardCharsets.UTF_8);
  }
}
