package dev.gatehouse.aws;

import static dev.gatehouse.aws.SigV4SdkSigner.USER;
import static dev.gatehouse.aws.SigV4SdkSigner.verifier;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.fidelity.Shows;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeader;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpRequest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Each rule of the canonical request, judged by the SDK's own signer; each with a twin that was
/// changed under way.
class SigV4CanonicalisationTest {
  @Nested
  class Path {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "/",
          "/players",
          "/players/",
          "/a/b/c",
          "/space%20value",
          "/percent%2520twice",
          "/slash%2Finside",
          "/lower%2fhex",
          "/%E1%88%B4",
          "/unreserved-._~AZaz09",
          "/sub!$&'()*+,;=:@delims",
          "//",
          "//example//",
          "/./",
          "/./example",
          "/example/.",
          "/example/..",
          "/example1/example2/..",
          "/example1/example2/../..",
          "/example1/../example2/",
          "/%2e%2e/example",
        })
    @Shows("sigv4.canonical-path.encoded-twice")
    @Shows("sigv4.canonical-path.empty")
    @Shows("sigv4.canonical-path.unreserved")
    void isNormalisedAndEncodedOnceMore(String path) {
      HttpRequest signed = SigV4SdkSigner.with(USER).sign("GET", path);

      assertVerified(signed);
      assertMismatch(withTarget(signed, path + "x"));
    }

    @Test
    @Shows("sigv4.canonical-path.trailing-slash")
    void trailingSlashIsPartOfIt() {
      assertMismatch(withTarget(SigV4SdkSigner.with(USER).sign("GET", "/example/"), "/example"));
    }

    @Test
    @Shows("sigv4.canonical-path.raw-target")
    void encodedSlashIsNoSeparator() {
      assertMismatch(withTarget(SigV4SdkSigner.with(USER).sign("GET", "/a%2Fb"), "/a/b"));
    }

    @Test
    @Shows("sigv4.canonical-path.raw-bytes")
    void rawNonAsciiBytesAreEncodedOnce() {
      // As it reaches a handler: one character for each byte of U+1234's UTF-8.
      HttpRequest sent = SigV4SdkSigner.with(USER).sign("GET", "/");

      assertThat(SigV4CanonicalRequest.canonicalPath("/\u00e1\u0088\u00b4"))
          .isEqualTo("/%E1%88%B4");
      assertThat(SigV4CanonicalRequest.canonicalPath("/\u1234")).isEqualTo("/%E1%88%B4");
      assertMismatch(withTarget(sent, "/\u1234"));
    }

    @Test
    void dotsAboveTheRootVanish() {
      assertThat(SigV4CanonicalRequest.canonicalPath("/../../a")).isEqualTo("/a");
    }
  }

  @Nested
  class Query {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "a=1",
          "b=2&a=1",
          "a=2&a=1",
          "Z=1&a=2&A=3",
          "a-b=1&a=2&a.b=3",
          "%41=1&B=2",
          "a=%20b",
          "a=1+1",
          "name",
          "name=",
          "name&other=1",
          "q=%E1%88%B4",
          "q=%C3%A9&p=%c3%a9",
          "path=/a/b",
          "eq=a=b",
          "marks=!*'()~-._",
          "a=x&a=%2F&a=Z",
        })
    @Shows("sigv4.canonical-query.decoded-encoded-sorted")
    @Shows("sigv4.canonical-query.without-value")
    void isDecodedEncodedAndSorted(String query) {
      HttpRequest signed = SigV4SdkSigner.with(USER).sign("GET", "/players?" + query);

      assertVerified(signed);
      assertMismatch(withTarget(signed, "/players?" + query + "x"));
      assertMismatch(withTarget(signed, "/players?extra=1&" + query));
      assertMismatch(withTarget(signed, "/players"));
    }

    @Test
    @Shows("sigv4.canonical-query.plus")
    void plusIsAPlusAndNoSpace() {
      HttpRequest signed = SigV4SdkSigner.with(USER).sign("GET", "/?a=1%2B1");

      assertVerified(withTarget(signed, "/?a=1+1"));
      assertMismatch(withTarget(signed, "/?a=1%201"));
    }

    @Test
    @Shows("sigv4.canonical-query.decoded-encoded-sorted")
    void orderOfArrivalDoesNotMatter() {
      HttpRequest signed = SigV4SdkSigner.with(USER).sign("GET", "/?a=1&b=2");

      assertVerified(withTarget(signed, "/?b=2&a=1"));
      assertMismatch(withTarget(signed, "/?a=2&b=1"));
    }

    @Test
    @Shows("sigv4.canonical-query.empty")
    void emptyOneIsAnEmptyLine() {
      HttpRequest signed = SigV4SdkSigner.with(USER).sign("GET", "/players");

      assertVerified(withTarget(signed, "/players?"));
      assertMismatch(withTarget(signed, "/players?a"));
    }
  }

  @Nested
  class Headers {
    @ParameterizedTest
    @CsvSource({
      "My-Header, '  leading and trailing  '",
      "My-Header, 'a   b    c'",
      "My-Header, '\"a   b   c\"'",
      "MY-HEADER, Case Of Values Stays",
      "Content-Type, application/json; charset=utf-8",
      "X-Amz-Meta-Player, kylian",
      "Zoo, 'comma, separated,list'",
      "My-Header, ''",
    })
    @Shows("sigv4.canonical-headers.values")
    void valuesAreTrimmedAndSpacesCollapsed(String name, String value) {
      HttpRequest signed =
          SigV4SdkSigner.with(USER).sign("GET", "/", HttpHeaders.of(name, value), "");

      assertVerified(signed);
      assertMismatch(withHeader(signed, name, value + "x"));
      assertMismatch(withoutHeader(withHeader(signed, "unused", "x"), name, value));
    }

    @Test
    @Shows("sigv4.canonical-headers.repeated")
    void repeatedOnesAreJoinedInOrderOfArrival() {
      HttpRequest signed =
          SigV4SdkSigner.with(USER)
              .sign("GET", "/", HttpHeaders.of("My-Header", "value4", "My-Header", "value1"), "");

      assertVerified(signed);
      assertVerified(withHeader(signed, "My-Header", "value4,value1"));
      assertMismatch(withHeader(signed, "My-Header", "value1,value4"));
    }

    @Test
    @Shows("sigv4.canonical-headers.folded")
    void foldedLinesBecomeOneSpace() {
      HttpRequest signed =
          SigV4SdkSigner.with(USER)
              .sign("GET", "/", HttpHeaders.of("My-Header", "value1 value2 value3"), "");

      assertVerified(withHeader(signed, "My-Header", "value1\r\n  value2\r\n\tvalue3"));
      assertMismatch(withHeader(signed, "My-Header", "value1value2value3"));
    }

    @Test
    @Shows("sigv4.canonical-headers.unsigned-others")
    void unsignedOnesMayComeAndGo() {
      HttpRequest signed = SigV4SdkSigner.with(USER).sign("GET", "/");

      assertVerified(withHeader(signed, "User-Agent", "proxy"));
      assertVerified(withHeader(signed, "x-amzn-trace-id", "Root=1-2-3"));
      assertVerified(withHeader(signed, "Content-Type", "text/plain"));
    }

    @ParameterizedTest
    @CsvSource({"localhost, 4566", "abc.lambda-url.eu-west-1.on.aws, 443", "[::1], 4570"})
    @Shows("sigv4.canonical-headers.host")
    void hostIsTakenWithItsPortAsItCame(String host, int port) {
      HttpRequest signed = SigV4SdkSigner.with(USER).host(host, port).sign("GET", "/");

      assertVerified(signed);
      assertThat(signed.headers().first("host")).contains(port == 443 ? host : host + ":" + port);
      assertMismatch(withHeader(signed, "Host", "other.example:" + port));
    }
  }

  @Nested
  class Payload {
    @ParameterizedTest
    @ValueSource(strings = {"{}", "name=Kylian+Mbapp%C3%A9", "Mbappé ⚽"})
    @Shows("sigv4.payload.body")
    void isHashedAsItCame(String body) {
      HttpRequest signed =
          SigV4SdkSigner.with(USER)
              .sign("POST", "/players", HttpHeaders.of("Content-Type", "text/plain"), body);

      assertVerified(signed);
      assertMismatch(withBody(signed, body + " "));
      assertMismatch(withBody(signed, ""));
    }

    @Test
    @Shows("sigv4.payload.claimed-hash")
    void claimedHashDoesNotReplaceTheBodys() {
      HttpRequest signed = SigV4SdkSigner.with(USER).sign("POST", "/", HttpHeaders.NONE, "honest");

      assertVerified(signed);
      assertMismatch(withBody(signed, "forged"));
    }

    @Test
    @Shows("sigv4.payload.unsigned-payload")
    void unsignedPayloadIsRefused() {
      HttpRequest signed =
          SigV4SdkSigner.with(USER)
              .host("localhost", 443)
              .unsignedPayload()
              .sign("POST", "/", HttpHeaders.NONE, "body");

      assertThat(signed.headers().first("x-amz-content-sha256")).contains("UNSIGNED-PAYLOAD");
      assertMismatch(signed);
    }
  }

  @Test
  void methodIsSigned() {
    HttpRequest signed = SigV4SdkSigner.with(USER).sign("GET", "/");

    assertVerified(signed);
    assertMismatch(
        new HttpRequest(
            "DELETE", "/", "HTTP/1.1", signed.headers(), Body.EMPTY, "127.0.0.1", 4570));
  }

  private static void assertVerified(HttpRequest request) {
    assertThat(verifier().verify(request)).isEqualTo(new SigV4Result.Verified(USER, "lambda"));
  }

  private static void assertMismatch(HttpRequest request) {
    assertThat(verifier().verify(request))
        .isInstanceOfSatisfying(
            SigV4Result.Rejected.class,
            rejected -> assertThat(rejected.fault()).isEqualTo(SigV4Fault.Invalid.mismatch()));
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

  private static HttpRequest withBody(HttpRequest request, String body) {
    return new HttpRequest(
        request.method(),
        request.target(),
        request.protocol(),
        request.headers(),
        Body.of(body),
        request.client(),
        request.port());
  }

  private static HttpRequest withHeader(HttpRequest request, String name, String value) {
    return withHeaders(request, without(request.headers(), name).plus(name, value));
  }

  private static HttpRequest withoutHeader(HttpRequest request, String name, String value) {
    // A header that was signed as empty and one that is absent are the same to a signer.
    return withHeaders(
        request,
        value.isEmpty()
            ? without(request.headers(), name).plus(name, "x")
            : without(request.headers(), name));
  }

  private static HttpHeaders without(HttpHeaders headers, String name) {
    return new HttpHeaders(
        headers.lines().stream().filter((HttpHeader line) -> !line.named(name)).toList());
  }

  private static HttpRequest withHeaders(HttpRequest request, HttpHeaders headers) {
    return new HttpRequest(
        request.method(),
        request.target(),
        request.protocol(),
        headers,
        request.body(),
        request.client(),
        request.port());
  }
}
