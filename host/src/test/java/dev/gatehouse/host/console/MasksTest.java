package dev.gatehouse.host.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.gatehouse.aws.Secret;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeader;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MasksTest {
  private static final String JWT = "eyJhbGciOiJSUzI1NiJ9.eyJqdGkiOiI0MiJ9.c2lnbmF0dXJl";

  private final Masks masks = new Masks(List.of(new Secret("wJalrXUtnFEMI/K7MDENG+bPx=")));

  private String body(String text) {
    return masks.body(Excerpt.of(Body.of(text))).replaceAll("\\s+", "");
  }

  @ParameterizedTest
  @CsvSource({
    "Authorization, Bearer abc, Bearer •••",
    "authorization, AWS4-HMAC-SHA256 Credential=AKIA/x Signature=ab, AWS4-HMAC-SHA256 •••",
    "Authorization, plain, •••",
    "Cookie, a=b, •••",
    "Set-Cookie, a=b, •••",
    "X-Amz-Security-Token, FwoG, •••",
    "x-api-key, k, •••",
    "Content-Type, text/plain, text/plain",
    "Host, localhost, localhost"
  })
  void headersCalledLikeSecretsAreHidden(String name, String value, String shown) {
    assertThat(masks.header(new HttpHeader(name, value))).isEqualTo(shown);
  }

  @Test
  void membersCalledLikeSecretsAreHiddenAtAnyDepth() {
    assertThat(
            body(
                "{\"a\":[{\"client_secret\":\"x\",\"Password\":1,\"AWS_REGION\":\"r\"}],\"token_use\":\"access\",\"id\":\"7\"}"))
        .isEqualTo(
            "{\"a\":[{\"client_secret\":\"•••\",\"Password\":\"•••\",\"AWS_REGION\":\"•••\"}],\"token_use\":\"access\",\"id\":\"7\"}");
  }

  @Test
  void whatStandsForAUserBetweenTwoStepsIsHidden() {
    assertThat(body("{\"Session\":\"AYABeC\",\"sessions\":\"2\"}"))
        .isEqualTo("{\"Session\":\"•••\",\"sessions\":\"2\"}");
  }

  @Test
  void jsonAndFormsInsideOfStringsAreLookedInto() {
    assertThat(body("{\"body\":\"{\\\"refresh_token\\\":\\\"x\\\"}\"}"))
        .isEqualTo("{\"body\":\"{\\\"refresh_token\\\":\\\"•••\\\"}\"}");
    assertThat(body("{\"body\":\"a=1&client%5Fsecret=x\"}"))
        .isEqualTo("{\"body\":\"a=1&client%5Fsecret=•••\"}");
  }

  @Test
  void encodedBodiesAreNotShown() {
    assertThat(body("{\"isBase64Encoded\":true,\"body\":\"c2VjcmV0\"}"))
        .isEqualTo("{\"isBase64Encoded\":true,\"body\":\"(base64,8characters)\"}");
  }

  @Test
  void formsAreMaskedFieldByField() {
    assertThat(masks.text("grant_type=client_credentials&client_id=1&client_secret=x&scope=a"))
        .isEqualTo("grant_type=client_credentials&client_id=1&client_secret=•••&scope=a");
    assertThat(masks.query("X-Amz-Signature=ab&X-Amz-SignedHeaders=host&page=2"))
        .isEqualTo("X-Amz-Signature=•••&X-Amz-SignedHeaders=host&page=2");
  }

  @Test
  void tokensAndOwnSecretsAreHiddenWhereverTheyStand() {
    assertThat(masks.text("got " + JWT + ".")).isEqualTo("got •••.");
    assertThat(masks.text("key wJalrXUtnFEMI/K7MDENG+bPx= used")).isEqualTo("key ••• used");
    assertThat(masks.text("key wJalrXUtnFEMI%2FK7MDENG%2BbPx%3D used")).isEqualTo("key ••• used");
    assertThat(body("{\"note\":\"wJalrXUtnFEMI/K7MDENG+bPx=\"}")).isEqualTo("{\"note\":\"•••\"}");
    assertThat(masks.sentence(JWT)).isEqualTo("•••");
  }

  @Test
  void xmlAndLogLinesAreMasked() {
    assertThat(masks.text("<SecretAccessKey>x</SecretAccessKey><UserId>u</UserId>"))
        .isEqualTo("<SecretAccessKey>•••</SecretAccessKey><UserId>u</UserId>");
    assertThat(masks.text("AWS_SESSION_TOKEN=x y=z")).isEqualTo("AWS_SESSION_TOKEN=••• y=z");
    assertThat(masks.text("sent Authorization: Basic dXNlcjpwYXNz"))
        .isEqualTo("sent Authorization: •••");
    assertThat(masks.text("sent Bearer abcdefgh1234")).isEqualTo("sent Bearer •••");
  }

  @Test
  void jsonThatWasCutShortIsMasked() {
    String json = "{\"access_token\":\"x\",\"text\":\"" + "a".repeat(Excerpt.MAX_BYTES) + "\"}";
    assertThat(masks.body(Excerpt.of(Body.of(json))))
        .startsWith("{\"access_token\":\"•••\",\"text\":\"aaa")
        .endsWith("… " + json.length() + " bytes in all");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "token", "eyJ", "\"token", "Bearer ", "<a", "\\\"", "a=", ":"})
  void longTextsAreMaskedAtOnce(String word) {
    String text = word.repeat(Excerpt.MAX_BYTES / word.length());
    assertTimeoutPreemptively(Duration.ofSeconds(60), () -> masks.text("x " + text));
  }

  @Test
  void plainWordsStayAsTheyAre() {
    String sentence = "no credential: the header is empty; send a bearer token of http://x/y";
    assertThat(masks.text(sentence)).isEqualTo(sentence);
  }

  @Test
  void whatTheEyeDoesNotSeeIsMadeVisible() {
    assertThat(Masks.legible("a\u202eb\u0007c\nd")).isEqualTo("a\uFFFDb\uFFFDc\nd");
  }
}
