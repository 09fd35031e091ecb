package dev.gatehouse.aws;

import static dev.gatehouse.aws.SigV4SdkSigner.NOW;
import static dev.gatehouse.aws.SigV4SdkSigner.SESSION;
import static dev.gatehouse.aws.SigV4SdkSigner.USER;
import static dev.gatehouse.aws.SigV4SdkSigner.verifier;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.fidelity.Shows;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Signatures in the query, made by the SDK's signer.
class SigV4PresignedTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @ParameterizedTest
  @ValueSource(strings = {"/", "/players?team=Real%20Madrid&a", "/space%20value?x=1%2B1"})
  @Shows("sigv4.canonical-query.presigned")
  void isVerified(String target) {
    HttpRequest signed = presigned(NOW, target);

    assertVerified(signed, USER);
    assertFault(withTarget(signed, signed.target() + "&more=1"), SigV4Fault.Invalid.mismatch());
  }

  @Test
  @Shows("sigv4.presigned-urls.body")
  void bodyIsPartOfIt() {
    HttpRequest signed = presigned(NOW, "/");

    assertFault(
        new HttpRequest(
            "GET", signed.target(), "HTTP/1.1", signed.headers(), Body.of("x"), "c", 4570),
        SigV4Fault.Invalid.mismatch());
  }

  @Test
  @Shows("sigv4.presigned-urls.lifetime")
  void holdsUntilItExpires() {
    assertVerified(presigned(NOW.minus(HOUR), "/"), USER);
    assertFault(
        presigned(NOW.minus(HOUR).minusSeconds(1), "/"),
        new SigV4Fault.Invalid(
            "Signature expired: 20261124T105959Z is now earlier than 20261124T110000Z"
                + " (20261124T120000Z - 60 min.)"));
  }

  @Test
  void isNotGoodBeforeItWasMade() {
    assertVerified(presigned(NOW.plusSeconds(300), "/"), USER);
    assertFault(
        presigned(NOW.plusSeconds(301), "/"),
        new SigV4Fault.Invalid(
            "Signature not yet current: 20261124T120501Z is still later than 20261124T120500Z"
                + " (20261124T120000Z + 5 min.)"));
  }

  @Test
  @Shows("sigv4.canonical-query.presigned")
  void lifetimeCannotBeStretched() {
    HttpRequest signed = presigned(NOW, "/");

    assertFault(
        withTarget(signed, signed.target().replace("Expires=3600", "Expires=3601")),
        SigV4Fault.Invalid.mismatch());
  }

  @ParameterizedTest
  @CsvSource({"0", "604801", "999999", "-1", "1.5", "x", "99999999999999999999"})
  @Shows("sigv4.presigned-urls.lifetime")
  void lifetimeIsBounded(String seconds) {
    HttpRequest signed = presigned(NOW, "/");
    var result =
        verifier()
            .verify(
                withTarget(signed, signed.target().replace("Expires=3600", "Expires=" + seconds)));

    assertThat(result)
        .isInstanceOfSatisfying(
            SigV4Result.Rejected.class,
            rejected -> assertThat(rejected.fault()).isInstanceOf(SigV4Fault.Incomplete.class));
  }

  @Test
  @Shows("sigv4.presigned-urls.parameters")
  void sessionTokenIsInTheQuery() {
    HttpRequest signed = SigV4SdkSigner.with(SESSION).presignedFor(HOUR).sign("GET", "/players");

    assertThat(signed.target()).contains("X-Amz-Security-Token=");
    assertVerified(signed, SESSION);
    assertFault(
        withTarget(signed, signed.target().replace("Security-Token=", "Security-Token=x")),
        new SigV4Fault.UnknownKey());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"X-Amz-Credential", "X-Amz-Signature", "X-Amz-SignedHeaders", "X-Amz-Date"})
  @Shows("sigv4.presigned-urls.parameters")
  void everyPartIsNeeded(String name) {
    HttpRequest signed = presigned(NOW, "/");

    assertFault(
        withTarget(signed, signed.target().replace(name + "=", "X-Other=")),
        new SigV4Fault.Incomplete(
            "AWS query-string parameters must include '%s'. Re-examine the query-string parameters."
                .formatted(name)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Amz-Signature=0", "X-Amz-Date=20261124T120000Z", "X-Amz-Expires=9"})
  void noPartMayComeTwice(String parameter) {
    HttpRequest signed = presigned(NOW, "/");

    assertFault(
        withTarget(signed, signed.target() + "&" + parameter), SigV4Fault.Invalid.mismatch());
  }

  @Test
  @Shows("sigv4.canonical-headers.mandatory")
  void amzHeadersMustBeSignedAsWell() {
    HttpRequest signed = presigned(NOW, "/");

    assertFault(
        new HttpRequest(
            "GET",
            signed.target(),
            "HTTP/1.1",
            signed.headers().plus("x-amz-meta-role", "admin"),
            Body.EMPTY,
            "c",
            4570),
        new SigV4Fault.Invalid(
            "'x-amz-meta-role' must be a 'SignedHeader' in the AWS Authorization."));
  }

  @Test
  void signatureAloneInTheQueryIsNone() {
    assertFault(
        new HttpRequest(
            "GET",
            "/?X-Amz-Signature=0",
            "HTTP/1.1",
            HttpHeaders.of("Host", "h"),
            Body.EMPTY,
            "c",
            4570),
        new SigV4Fault.NotSigned());
  }

  @Test
  void lineBreakInSignedHeadersIsRefused() {
    HttpRequest signed = presigned(NOW, "/");

    assertFault(
        withTarget(signed, signed.target().replace("SignedHeaders=host", "SignedHeaders=host%0Ax")),
        SigV4Fault.Invalid.mismatch());
  }

  private static HttpRequest presigned(Instant at, String target) {
    return SigV4SdkSigner.with(USER).at(at).presignedFor(HOUR).sign("GET", target);
  }

  private static HttpRequest withTarget(HttpRequest request, String target) {
    return new HttpRequest(
        request.method(),
        target,
        request.protocol(),
        request.headers(),
        request.body(),
        request.client(),
        request.port());
  }

  private static void assertVerified(HttpRequest request, AccessKey key) {
    assertThat(verifier().verify(request)).isEqualTo(new SigV4Result.Verified(key, "lambda"));
  }

  private static void assertFault(HttpRequest request, SigV4Fault fault) {
    assertThat(verifier().verify(request))
        .isInstanceOfSatisfying(
            SigV4Result.Rejected.class, rejected -> assertThat(rejected.fault()).isEqualTo(fault));
  }
}
