package dev.gatehouse.host.prove;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.aws.AccessKey;
import dev.gatehouse.aws.AccountId;
import dev.gatehouse.aws.Principal;
import dev.gatehouse.aws.Secret;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What the owner is shown of a request, and what goes over the wire.
final class ShotTest {
  private static final Shot KNOCK = Shot.at("http://127.0.0.1:4567", "GET", "/items");

  @Test
  void requestIsWrittenToTheLetter() {
    assertThat(new String(KNOCK.plus("X-A", "b").withBody("é").bytes(), UTF_8))
        .isEqualTo(
            "GET /items HTTP/1.1\r\nHost: 127.0.0.1:4567\r\nX-A: b\r\nContent-Length: 2\r\n"
                + "Connection: close\r\n\r\né");
  }

  @Test
  void tokenIsShortened() {
    String token =
        TokenForge.signed(
            TokenForge.header("RS256", "key"), Map.of("sub", "x"), TokenForge.foreign("key"));

    assertThat(KNOCK.plus("Authorization", "Bearer " + token).curl())
        .isEqualTo(
            "curl -i --path-as-is -X 'GET' -H 'Authorization: Bearer "
                + token.substring(0, 12)
                + "…' 'http://127.0.0.1:4567/items'");
    assertThat(KNOCK.plusQuery("token=" + token).curl())
        .endsWith("'http://127.0.0.1:4567/items?token=" + token.substring(0, 12) + "…'");
  }

  @Test
  void signatureAndSessionTokenAreShortened() {
    var key =
        new AccessKey(
            "ASIAGATEHOUSEPROOF00",
            new Secret("secret"),
            new Principal.Root(new AccountId("000000000000")),
            new AccessKey.Session(
                new Secret("IQoJb3/very+long/session+token=="), Instant.EPOCH, Instant.EPOCH));
    Signing signing = Signing.by(key, Instant.EPOCH, "us-east-1", "lambda");

    assertThat(signing.header(KNOCK).curl())
        .contains("Credential=ASIAGATEHOUSEPROOF00/19700101/us-east-1/lambda/aws4_request")
        .containsPattern("Signature=[0-9a-f]{12}…")
        .contains("X-Amz-Security-Token: IQoJb3/v…")
        .doesNotContain("session+token");
    assertThat(signing.query(KNOCK, "60").curl())
        .containsPattern("X-Amz-Signature=[0-9a-f]{12}…")
        .doesNotContain("session");
  }

  @Test
  void otherFormsOfATargetAreTold() {
    assertThat(KNOCK.withTarget("http://evil.example/items").curl())
        .endsWith("--request-target 'http://evil.example/items' 'http://127.0.0.1:4567/'");
    assertThat(KNOCK.without("Host").curl()).contains("-H 'Host:'");
    assertThat(KNOCK.with("Host", "a'b").curl()).contains("-H 'Host: a'\\''b'");
  }
}
