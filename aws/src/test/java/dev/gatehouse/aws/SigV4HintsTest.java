package dev.gatehouse.aws;

import static dev.gatehouse.aws.SigV4SdkSigner.USER;
import static dev.gatehouse.aws.SigV4SdkSigner.verifier;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeader;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpRequest;
import org.junit.jupiter.api.Test;

/// A mismatch tells the owner what the signer did differently, where that can be found out.
class SigV4HintsTest {
  private static final String EMPTY_HASH =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  @Test
  void hostThatWasSignedIsNamed() {
    HttpRequest signed = SigV4SdkSigner.with(USER).host("localhost", 4570).sign("GET", "/");

    assertThat(hint(received(signed, "127.0.0.1:4570", Body.EMPTY)))
        .endsWith("it covers host localhost:4570, but the request came with Host 127.0.0.1:4570");
  }

  @Test
  void changedBodyIsNamed() {
    HttpRequest signed = SigV4SdkSigner.with(USER).sign("POST", "/");
    String hint = hint(received(signed, "127.0.0.1:4570", Body.of("late")));

    assertThat(hint).contains("covers").contains(EMPTY_HASH).contains("the body that came");
  }

  @Test
  void unsignedPayloadIsNamed() {
    HttpRequest signed =
        SigV4SdkSigner.with(USER)
            .host("h", 443)
            .unsignedPayload()
            .sign("POST", "/", HttpHeaders.NONE, "body");

    assertThat(hint(signed)).contains("payload hash UNSIGNED-PAYLOAD");
  }

  @Test
  void pathEncodedOnceIsNamed() {
    HttpRequest signed = SigV4SdkSigner.with(USER).encodedOnce().sign("GET", "/a%20b");

    assertThat(hint(signed)).contains("path encoded once");
  }

  @Test
  void otherwiseItShowsWhatWasVerified() {
    var guess = new AccessKey(USER.id(), new Secret("guess"), USER.principal(), null);

    assertThat(hint(SigV4SdkSigner.with(guess).sign("GET", "/players?team=secret")))
        .contains("the secret key is another one")
        .contains("GET /players with a query")
        .doesNotContain("team=secret", "guess");
  }

  private static HttpRequest received(HttpRequest signed, String host, Body body) {
    var headers =
        new HttpHeaders(
                signed.headers().lines().stream()
                    .filter((HttpHeader line) -> !line.named("host"))
                    .toList())
            .plus("Host", host);
    return new HttpRequest(
        signed.method(), signed.target(), "HTTP/1.1", headers, body, "127.0.0.1", 4570);
  }

  private static String hint(HttpRequest request) {
    return ((SigV4Result.Rejected) verifier().verify(request)).reason().sentence();
  }
}
