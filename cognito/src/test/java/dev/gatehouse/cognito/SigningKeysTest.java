package dev.gatehouse.cognito;

import static dev.gatehouse.cognito.TestUserPools.KEYS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.gatehouse.aws.Secret;
import dev.gatehouse.fidelity.Shows;
import java.text.ParseException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SigningKeysTest {
  @Test
  @Shows("cognito.keys-and-discovery.key-ids")
  void keyIdsAreBase64OfThirtyTwoBytesAndDiffer() {
    assertThat(KEYS.publicKeys().getKeys())
        .extracting(JWK::getKeyID)
        .hasSize(2)
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches("[A-Za-z0-9+/]{43}="));
  }

  @Test
  void keysAreOf2048Bits() {
    assertThat(KEYS.publicKeys().getKeys()).allMatch(key -> key.size() == 2048);
  }

  @Test
  void publicKeysHaveNoPrivatePart() {
    assertThat(KEYS.publicKeys().getKeys()).noneMatch(JWK::isPrivate);
  }

  @Test
  void restoredKeysPublishAndSignAsBefore() throws ParseException, JOSEException {
    SigningKeys restored = SigningKeys.restore(KEYS.export());
    assertThat(restored.publicKeys().toString()).isEqualTo(KEYS.publicKeys().toString());
    assertThat(SignedJWT.parse(token(restored)).verify(verifier(KEYS))).isTrue();
    assertThat(token(restored)).isEqualTo(token(KEYS));
  }

  @Test
  void anotherPoolsKeysDoNotVerify() throws ParseException, JOSEException {
    assertThat(SignedJWT.parse(token(SigningKeys.generate())).verify(verifier(KEYS))).isFalse();
  }

  @Test
  void exportIsAJwkSet() throws ParseException {
    assertThat(JWKSet.parse(KEYS.export().reveal()).getKeys()).hasSize(2).allMatch(JWK::isPrivate);
  }

  @Test
  void textFormShowsNoKey() {
    assertThat(KEYS.toString()).hasSizeLessThan(130).startsWith("SigningKeys[id=");
    assertThat(KEYS.export().toString()).isEqualTo("Secret[hidden]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{}", "[]", "{\"keys\":[]}", "{\"keys\":[{\"kty\":\"RSA\",\"d\":\"s3\"}]}"})
  void anythingElseIsNotRestored(String stored) {
    assertThatThrownBy(() -> SigningKeys.restore(new Secret(stored)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("stored signing keys")
        .hasNoCause();
  }

  @Test
  void publicKeysAloneAreNotRestored() {
    String roles =
        ",\"id_token_kid\":\"%s\",\"access_token_kid\":\"%s\"}"
            .formatted(
                KEYS.publicKeys().getKeys().getFirst().getKeyID(),
                KEYS.publicKeys().getKeys().getLast().getKeyID());
    String stored = KEYS.publicKeys().toString().replaceFirst("}$", roles);
    assertThatThrownBy(() -> SigningKeys.restore(new Secret(stored)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("stored signing keys lack id_token_kid");
  }

  private static String token(SigningKeys keys) {
    return new TokenIssuer(
            TestUserPools.ISSUER, keys, TestUserPools.CLOCK, TestUserPools.countingIds())
        .accessToken(TestUserPools.m2mClient(), List.of(TestUserPools.READ_WRITE));
  }

  private static RSASSAVerifier verifier(SigningKeys keys) throws JOSEException {
    return new RSASSAVerifier(keys.publicKeys().getKeys().getLast().toRSAKey());
  }
}
