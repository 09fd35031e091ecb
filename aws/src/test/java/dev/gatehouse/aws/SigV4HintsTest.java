package dev.gatehouse.aws;

import static dev.gatehouse.aws.SigV4SdkSigner.USER;
import static dev.gatehouse.aws.SigV4SdkSigner.verifier;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeader;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A mismatch tells the owner what the signer did differently, where that can be found out.
class SigV4HintsTest {
  private static final String EMPTY_HASH =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  @Test
  void hostThatWasSignedIsNamed() {
    HttpRequest signed = SigV4SdkSigner.with(USER).host("localhost", 4570).sign("GET", "/");

    assertThat(hint(received(signed, "127.0.0.1:4570", Body.EMPTY)))
        .endsWith(
            "string-to-sign differs: signed header host was localhost:4570, request has"
                + " 127.0.0.1:4570");
  }

  @Test
  void changedBodyIsNamed() {
    HttpRequest signed = SigV4SdkSigner.with(USER).sign("POST", "/");

    assertThat(hint(received(signed, "127.0.0.1:4570", Body.of("late"))))
        .contains("signed payload hash was " + EMPTY_HASH + ", the body that came hashes to ");
  }

  @Test
  void unsignedPayloadIsNamed() {
    HttpRequest signed =
        SigV4SdkSigner.with(USER)
            .host("h", 443)
            .unsignedPayload()
            .sign("POST", "/", HttpHeaders.NONE, "body");

    assertThat(hint(signed)).contains("signed payload hash was UNSIGNED-PAYLOAD");
  }

  @Test
  void pathEncodedOnceIsNamed() {
    HttpRequest signed = SigV4SdkSigner.with(USER).encodedOnce().sign("GET", "/a%20b");

    assertThat(hint(signed)).contains("signed path was encoded once");
  }

  /// Each line: what was signed, what came, what the owner reads.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /a   | HEAD /a    | signed method was GET, request has HEAD",
        "GET /a/  | GET /a     | signed path had a slash at its end, request has none",
        "GET /a   | GET /a/    | signed path had no slash at its end, request has one",
        "GET /    | GET /a/b   | signed path was /, request has /a/b",
        "GET /b   | GET /v1/b  | signed path lacked its first segment; request has /v1/b",
        "GET /a   | GET /a?b=c | signed query was empty, request has one",
        "GET /?a=b%20c | GET /?a=b+c | signed query had + for a space; a space is %20",
      })
  void whatWasSignedInsteadIsNamed(String signed, String came, String told) {
    HttpRequest request = sign(signed);
    HttpRequest arrived = changed(request, came);

    assertThat(hint(arrived)).endsWith("string-to-sign differs: " + told);
    assertThat(verifier().verify(request)).isInstanceOf(SigV4Result.Verified.class);
  }

  @Test
  void twoDifferencesAreNamedTogether() {
    HttpRequest signed = SigV4SdkSigner.with(USER).host("localhost", 4570).sign("GET", "/a");

    assertThat(hint(received(changed(signed, "GET /v1/a"), "127.0.0.1:4570", Body.EMPTY)))
        .endsWith(
            "signed header host was localhost:4570, request has 127.0.0.1:4570, and signed path"
                + " lacked its first segment; request has /v1/a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s\n", "%s\r\n", "%s ", " %s", "\"%s\""})
  void secretThatWasReadWithMoreAroundItIsNamed(String read) {
    var misread = new Secret(read.formatted(USER.secret().reveal()));

    assertThat(hint(signedWith(misread)))
        .contains("the secret was read ")
        .doesNotContain(USER.secret().reveal());
    assertThat(verifier().verify(signedWith(USER.secret())))
        .isInstanceOf(SigV4Result.Verified.class);
  }

  /// By hand: the SDK trims secrets.
  private static HttpRequest signedWith(Secret secret) {
    HttpRequest request = SigV4SdkSigner.with(USER).sign("GET", "/");
    String authorization = request.headers().first("authorization").orElseThrow();
    String signed = authorization.replaceAll(".*SignedHeaders=([^,]*),.*", "$1");
    var scope =
        SigV4Scope.parse(authorization.replaceAll(".*Credential=([^,]*),.*", "$1")).orElseThrow();
    var canonical =
        SigV4CanonicalRequest.of(request, List.of(signed.split(";")), false, EMPTY_HASH);
    String signature =
        new SigV4Calculation(SigV4Key.derive(secret, scope), SigV4SdkSigner.NOW, scope)
            .signature(canonical);
    var others =
        request.headers().lines().stream()
            .filter((HttpHeader line) -> !line.named("authorization"))
            .toList();
    return new HttpRequest(
        "GET",
        "/",
        "HTTP/1.1",
        new HttpHeaders(others)
            .plus("Authorization", authorization.replaceAll("[0-9a-f]{64}$", signature)),
        request.body(),
        request.client(),
        request.port());
  }

  @Test
  void otherwiseItShowsWhatWasVerified() {
    var guess = new AccessKey(USER.id(), new Secret("guess"), USER.principal(), null);

    assertThat(hint(SigV4SdkSigner.with(guess).sign("GET", "/players?team=secret")))
        .contains("the secret is another one")
        .contains("GET /players with a query")
        .doesNotContain("team=secret", "guess");
  }

  private static HttpRequest sign(String line) {
    String[] words = line.strip().split(" ");
    return SigV4SdkSigner.with(USER).sign(words[0], words[1]);
  }

  private static HttpRequest changed(HttpRequest signed, String line) {
    String[] words = line.strip().split(" ");
    return new HttpRequest(
        words[0],
        words[1],
        "HTTP/1.1",
        signed.headers(),
        signed.body(),
        signed.client(),
        signed.port());
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
