package dev.gatehouse.aws;

import static dev.gatehouse.aws.SigV4SdkSigner.NOW;
import static dev.gatehouse.aws.SigV4SdkSigner.SESSION;
import static dev.gatehouse.aws.SigV4SdkSigner.USER;
import static dev.gatehouse.aws.SigV4SdkSigner.session;
import static dev.gatehouse.aws.SigV4SdkSigner.verifier;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.gatehouse.door.Reason;
import dev.gatehouse.fidelity.Shows;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeader;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every way a signature can be wrong: AWS's words for the guest, the reason for the owner. Each
/// request is one that passes, with one thing done to it.
class SigV4FaultTest {
  private static final String MISMATCH = SigV4Fault.Invalid.mismatch().message();
  private static final String DATE = "20261124T120000Z";
  private static final String SCOPE = "20261124/eu-west-1/lambda/aws4_request";

  @Test
  void untouchedRequestIsVerified() {
    assertVerified(signed(), USER);
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        notSigned("no Authorization header", removed("Authorization")),
        notSigned("empty one", authorization(value -> " ")),
        notSigned("bearer token", authorization(value -> "Bearer eyJ.eyJ.abc")),
        notSigned("basic credentials", authorization(value -> "Basic YTpi")),
        notSigned("nothing but separators", authorization(value -> " ,, ")),
        incomplete(
            "no parts at all",
            authorization(value -> "AWS4-HMAC-SHA256"),
            "Authorization header requires 'Credential' parameter. "
                + "Authorization header requires 'Signature' parameter. "
                + "Authorization header requires 'SignedHeaders' parameter. "
                + "Authorization=AWS4-HMAC-SHA256"),
        incomplete(
            "no Credential",
            authorization(value -> "AWS4-HMAC-SHA256 SignedHeaders=host, Signature=0"),
            "Authorization header requires 'Credential' parameter. "
                + "Authorization=AWS4-HMAC-SHA256 SignedHeaders=host, Signature=0"),
        incomplete(
            "no Signature",
            authorization(value -> "AWS4-HMAC-SHA256 Credential=a, SignedHeaders=host"),
            "Authorization header requires 'Signature' parameter. "
                + "Authorization=AWS4-HMAC-SHA256 Credential=a, SignedHeaders=host"),
        incomplete(
            "no SignedHeaders",
            authorization(value -> "AWS4-HMAC-SHA256 Credential=a, Signature=0"),
            "Authorization header requires 'SignedHeaders' parameter. "
                + "Authorization=AWS4-HMAC-SHA256 Credential=a, Signature=0"),
        incomplete(
            "empty Signature",
            authorization(value -> "AWS4-HMAC-SHA256 Credential=a, SignedHeaders=host, Signature="),
            "Authorization header requires 'Signature' parameter. "
                + "Authorization=AWS4-HMAC-SHA256 Credential=a, SignedHeaders=host, Signature="),
        incomplete(
            "no date",
            removed("X-Amz-Date")
                .andThen(
                    authorization(
                        value -> "AWS4-HMAC-SHA256 Credential=a, SignedHeaders=host, Signature=0")),
            "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
                + "Authorization=AWS4-HMAC-SHA256 Credential=a, SignedHeaders=host, Signature=0"),
        incomplete(
            "word without equals sign",
            authorization(value -> "AWS4-HMAC-SHA256 Credential"),
            "'Credential' not a valid key=value pair (missing equal-sign) in Authorization header: "
                + "'AWS4-HMAC-SHA256 Credential'."),
        incomplete(
            "date in extended form",
            header("X-Amz-Date", "2026-11-24T12:00:00Z"),
            badDate("2026-11-24T12:00:00Z")),
        incomplete(
            "date without zone",
            header("X-Amz-Date", "20261124T120000"),
            badDate("20261124T120000")),
        incomplete(
            "date with lower-case letters",
            header("X-Amz-Date", "20261124t120000z"),
            badDate("20261124t120000z")),
        incomplete(
            "no such day", header("X-Amz-Date", "20260231T120000Z"), badDate("20260231T120000Z")),
        incomplete(
            "no such hour", header("X-Amz-Date", "20261124T250000Z"), badDate("20261124T250000Z")),
        incomplete(
            "HTTP date in X-Amz-Date",
            header("X-Amz-Date", "Tue, 24 Nov 2026 12:00:00 GMT"),
            badDate("Tue, 24 Nov 2026 12:00:00 GMT")),
        incomplete(
            "nonsense in Date",
            removed("X-Amz-Date").andThen(header("Date", "today")),
            badDate("today")),
        incomplete(
            "another hash",
            authorization(value -> value.replace("SHA256", "SHA512")),
            "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA512'."),
        incomplete(
            "SigV4a",
            authorization(value -> value.replace("HMAC-SHA256", "ECDSA-P256-SHA256")),
            "Unsupported AWS 'algorithm': 'AWS4-ECDSA-P256-SHA256'."),
        incomplete(
            "credential of four parts",
            authorization(value -> value.replace("/aws4_request", "")),
            fiveElements("AKIDEXAMPLE/20261124/eu-west-1/lambda")),
        incomplete(
            "credential of six parts",
            authorization(value -> value.replace("aws4_request", "aws4_request/x")),
            fiveElements("AKIDEXAMPLE/" + SCOPE + "/x")),
        invalid(
            "host not signed",
            authorization(value -> value.replace("SignedHeaders=host;", "SignedHeaders=")),
            "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."),
        invalid(
            "date not signed",
            authorization(value -> value.replace(";x-amz-date", "")),
            "'x-amz-date' must be a 'SignedHeader' in the AWS Authorization."),
        invalid(
            "x-amz header added",
            header("X-Amz-Meta-Role", "admin"),
            "'x-amz-meta-role' must be a 'SignedHeader' in the AWS Authorization."),
        invalid(
            "other terminator",
            authorization(value -> value.replace("aws4_request", "aws5_request")),
            "Credential should be scoped with a valid terminator: 'aws4_request'. "),
        invalid(
            "scope of another day",
            authorization(value -> value.replace("20261124/", "20261123/")),
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from"
                + " HTTP: '20261123' != '20261124', from '20261124T120000Z'. "),
        invalid(
            "region in upper case",
            authorization(value -> value.replace("eu-west-1", "EU-WEST-1")),
            "Credential should be scoped to a valid region. "),
        mismatch("signature in upper case", authorization(SigV4FaultTest::upperCaseSignature)),
        mismatch(
            "signature too short", authorization(value -> value.substring(0, value.length() - 1))),
        mismatch("signature too long", authorization(value -> value + "0")),
        mismatch(
            "signature of zeros",
            authorization(
                value -> value.replaceAll("Signature=.*", "Signature=" + "0".repeat(64)))),
        mismatch(
            "signed headers not sorted",
            authorization(value ->
                value.replace(
                    "host;x-amz-content-sha256;x-amz-date",
                    "x-amz-content-sha256;host;x-amz-date"))),
        mismatch(
            "signed header named twice",
            authorization(value -> value.replace("host;", "host;host;"))),
        mismatch(
            "signed header in upper case",
            authorization(value -> value.replace("host;", "Host;host;"))),
        mismatch(
            "no name between semicolons", authorization(value -> value.replace("host;", "host;;"))),
        mismatch(
            "one more signed header",
            authorization(value -> value.replace("host;", "accept;host;"))),
        mismatch(
            "two Authorization headers", added("Authorization", "AWS4-HMAC-SHA256 Credential=a")),
        mismatch("two X-Amz-Date headers", added("X-Amz-Date", DATE)),
        mismatch("two Host headers", added("Host", "other")),
        mismatch(
            "two Credentials",
            authorization(value -> value.replace("SHA256 ", "SHA256 Credential=b, "))),
        mismatch("date moved within the window", header("X-Amz-Date", "20261124T120001Z")),
        mismatch(
            "claimed payload hash replaced", header("x-amz-content-sha256", "UNSIGNED-PAYLOAD")),
        invalid(
            "also signed in the query",
            target("/players?X-Amz-Algorithm=AWS4-HMAC-SHA256"),
            "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header."));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  @Shows("sigv4.building-blocks.algorithm")
  @Shows("sigv4.building-blocks.signature-lower-case")
  @Shows("sigv4.canonical-headers.names")
  @Shows("sigv4.canonical-headers.named-but-absent")
  @Shows("sigv4.errors.none")
  @Shows("sigv4.errors.malformed")
  @Shows("sigv4.errors.scope-date")
  void isToldInAwssWords(String name, UnaryOperator<HttpRequest> change, SigV4Fault fault) {
    assertThat(rejected(change.apply(signed())).fault()).isEqualTo(fault);
    assertVerified(signed(), USER);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void reasonShowsNoSignature(String name, UnaryOperator<HttpRequest> change, SigV4Fault fault) {
    HttpRequest request = signed();
    String signature = request.headers().first("authorization").orElseThrow();
    signature = signature.substring(signature.indexOf("Signature=") + "Signature=".length());

    assertThat(rejected(change.apply(request)).reason().sentence())
        .isNotBlank()
        .doesNotContain(signature, "eyJ", "YTpi", USER.secret().reveal());
  }

  @ParameterizedTest
  @ValueSource(strings = {", ", ",", " , ", " ", ",  "})
  @Shows("sigv4.building-blocks.separators")
  void partsMayBeSeparatedByCommasOrSpaces(String separator) {
    assertVerified(authorization(value -> value.replace(", ", separator)).apply(signed()), USER);
  }

  @Test
  @Shows("sigv4.building-blocks.separators")
  void partsMayComeInAnyOrder() {
    var reordered =
        authorization(value -> {
          String[] words = value.split("[ ,]+");
          return words[0] + " " + words[3] + "," + words[2] + "," + words[1];
        });

    assertVerified(reordered.apply(signed()), USER);
  }

  @Nested
  class Time {
    @ParameterizedTest
    @ValueSource(ints = {-300, -299, 0, 299, 300})
    @Shows("sigv4.building-blocks.window-lambda")
    void withinFiveMinutesIsVerified(int seconds) {
      assertVerified(SigV4SdkSigner.with(USER).at(NOW.plusSeconds(seconds)).sign("GET", "/"), USER);
    }

    @Test
    @Shows("sigv4.building-blocks.window-lambda")
    @Shows("sigv4.errors.expired")
    void olderIsExpired() {
      var rejected = rejected(SigV4SdkSigner.with(USER).at(NOW.minusSeconds(301)).sign("GET", "/"));

      assertThat(rejected.fault())
          .isEqualTo(
              new SigV4Fault.Invalid(
                  "Signature expired: 20261124T115459Z is now earlier than 20261124T115500Z"
                      + " (20261124T120000Z - 5 min.)"));
      assertThat(rejected.reason())
          .isEqualTo(
              new Reason.SignatureTimeOutsideWindow(
                  NOW.minusSeconds(301), NOW, Duration.ofMinutes(5)));
    }

    @Test
    @Shows("sigv4.errors.expired")
    void laterIsNotYetCurrent() {
      assertThat(
              rejected(SigV4SdkSigner.with(USER).at(NOW.plusSeconds(301)).sign("GET", "/")).fault())
          .isEqualTo(
              new SigV4Fault.Invalid(
                  "Signature not yet current: 20261124T120501Z is still later than 20261124T120500Z"
                      + " (20261124T120000Z + 5 min.)"));
    }

    @Test
    @Shows("sigv4.building-blocks.window-others")
    void olderServicesAllowFifteenMinutes() {
      var verifier =
          new SigV4Verifier(
              _ -> Optional.of(USER),
              Clock.fixed(NOW, ZoneOffset.UTC),
              new Region("eu-west-1"),
              List.of("dynamodb"),
              Duration.ofMinutes(15));
      var signer = SigV4SdkSigner.with(USER).service("dynamodb");

      assertThat(verifier.verify(signer.at(NOW.minusSeconds(900)).sign("POST", "/")))
          .isInstanceOf(SigV4Result.Verified.class);
      assertThat(verifier.verify(signer.at(NOW.minusSeconds(901)).sign("POST", "/")))
          .isInstanceOf(SigV4Result.Rejected.class);
    }

    @Test
    void timeIsCheckedBeforeTheKey() {
      var stranger = new AccessKey("AKIDSTRANGER", USER.secret(), USER.principal(), null);

      assertThat(
              rejected(SigV4SdkSigner.with(stranger).at(NOW.minusSeconds(999)).sign("GET", "/"))
                  .fault()
                  .message())
          .startsWith("Signature expired: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Tue, 24 Nov 2026 12:00:00 GMT", DATE})
    @Shows("sigv4.building-blocks.time-source")
    void dateHeaderCountsWithoutAmzDate(String date) {
      assertVerified(signedByHand(date), USER);
    }

    @Test
    void dateHeaderOfAnotherTimeDoesNot() {
      assertThat(
              rejected(header("Date", "Tue, 24 Nov 2026 12:00:01 GMT").apply(signedByHand(DATE)))
                  .fault())
          .isEqualTo(SigV4Fault.Invalid.mismatch());
    }

    private static HttpRequest signedByHand(String date) {
      var unsigned =
          new HttpRequest(
              "GET",
              "/",
              "HTTP/1.1",
              HttpHeaders.of("Host", "h", "Date", date),
              Body.EMPTY,
              "c",
              1);
      var scope = SigV4Scope.parse("AKIDEXAMPLE/" + SCOPE).orElseThrow();
      var canonical =
          SigV4CanonicalRequest.of(
              unsigned, List.of("date", "host"), false, Sha256.hex(new byte[0]));
      String signature =
          new SigV4Calculation(SigV4Key.derive(USER.secret(), scope), NOW, scope)
              .signature(canonical);
      return added(
              "Authorization",
              "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/%s,SignedHeaders=date;host,Signature=%s"
                  .formatted(SCOPE, signature))
          .apply(unsigned);
    }
  }

  @Nested
  class Scope {
    @Test
    void anotherRegionIsNamedToTheOwner() {
      var rejected = rejected(SigV4SdkSigner.with(USER).region("us-east-1").sign("GET", "/"));

      assertThat(rejected.fault())
          .isEqualTo(new SigV4Fault.Invalid("Credential should be scoped to a valid region. "));
      assertThat(rejected.reason())
          .isEqualTo(new Reason.WrongCredentialScope("region", "eu-west-1", "us-east-1"));
    }

    @Test
    void anotherServiceIsNamedToTheOwner() {
      var rejected = rejected(SigV4SdkSigner.with(USER).service("execute-api").sign("GET", "/"));

      assertThat(rejected.fault())
          .isEqualTo(
              new SigV4Fault.Invalid("Credential should be scoped to correct service: 'lambda'. "));
      assertThat(rejected.reason())
          .isEqualTo(new Reason.WrongCredentialScope("service", "lambda", "execute-api"));
    }

    @Test
    @Shows("sigv4.errors.scope-parts")
    void everyWrongPartHasItsSentence() {
      assertThat(
              rejected(SigV4SdkSigner.with(USER).region("us-east-1").service("s3").sign("GET", "/"))
                  .fault()
                  .message())
          .isEqualTo(
              "Credential should be scoped to a valid region. "
                  + "Credential should be scoped to correct service: 'lambda'. ");
    }
  }

  @Nested
  class Keys {
    @Test
    @Shows("sigv4.errors.unknown-key")
    void unknownKeyIsAnInvalidToken() {
      var stranger = new AccessKey("AKIDSTRANGER", USER.secret(), USER.principal(), null);
      var rejected = rejected(SigV4SdkSigner.with(stranger).sign("GET", "/"));

      assertThat(rejected.fault()).isEqualTo(new SigV4Fault.UnknownKey());
      assertThat(rejected.fault().message())
          .isEqualTo("The security token included in the request is invalid.");
      assertThat(rejected.reason()).isEqualTo(new Reason.UnknownAccessKey("AKIDSTRANGER"));
    }

    @Test
    @Shows("sigv4.errors.mismatch")
    void wrongSecretIsAMismatch() {
      var guess = new AccessKey(USER.id(), new Secret("guess"), USER.principal(), null);

      assertThat(rejected(SigV4SdkSigner.with(guess).sign("GET", "/")).fault())
          .isEqualTo(SigV4Fault.Invalid.mismatch());
    }

    @Test
    void sessionWithItsTokenIsVerified() {
      assertVerified(SigV4SdkSigner.with(SESSION).sign("GET", "/"), SESSION);
    }

    @Test
    void sessionWithoutItsTokenIsRefused() {
      var half = new AccessKey(SESSION.id(), SESSION.secret(), SESSION.principal(), null);

      assertBadToken(SigV4SdkSigner.with(half).sign("GET", "/"), "is missing");
    }

    @Test
    void sessionWithAnotherTokenIsRefused() {
      var other =
          new AccessKey(
              SESSION.id(),
              SESSION.secret(),
              SESSION.principal(),
              new AccessKey.Session(new Secret("another"), NOW, NOW.plusSeconds(3600)));

      assertBadToken(SigV4SdkSigner.with(other).sign("GET", "/"), "is not the one");
    }

    @Test
    void longTermKeyWithATokenIsRefused() {
      var more = new AccessKey(USER.id(), USER.secret(), USER.principal(), SESSION.session());

      assertBadToken(SigV4SdkSigner.with(more).sign("GET", "/"), "long-term key");
    }

    @Test
    @Shows("sigv4.canonical-headers.mandatory")
    void tokenAddedAfterSigningIsRefused() {
      assertThat(rejected(header("X-Amz-Security-Token", "x").apply(signed())).fault().message())
          .isEqualTo("'x-amz-security-token' must be a 'SignedHeader' in the AWS Authorization.");
    }

    @Test
    void sessionTokenChangedUnderWayIsRefused() {
      assertBadToken(
          header("X-Amz-Security-Token", "x").apply(SigV4SdkSigner.with(SESSION).sign("GET", "/")),
          "is not the one");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    @Shows("sigv4.errors.expired-session")
    void expiredSessionIsToldSo(int seconds) {
      AccessKey expired = session(NOW.plusSeconds(seconds));
      var result = verifier(expired).verify(SigV4SdkSigner.with(expired).sign("GET", "/"));

      assertThat(result)
          .isInstanceOfSatisfying(
              SigV4Result.Rejected.class,
              rejected -> {
                assertThat(rejected.fault()).isEqualTo(new SigV4Fault.TokenExpired());
                assertThat(rejected.fault().message())
                    .isEqualTo("The security token included in the request is expired");
              });
    }

    @Test
    void sessionAboutToExpireIsVerified() {
      AccessKey last = session(NOW.plusSeconds(1));

      assertThat(verifier(last).verify(SigV4SdkSigner.with(last).sign("GET", "/")))
          .isEqualTo(new SigV4Result.Verified(last, "lambda"));
    }

    private static void assertBadToken(HttpRequest request, String problem) {
      var rejected = rejected(request);
      assertThat(rejected.fault()).isEqualTo(new SigV4Fault.UnknownKey());
      assertThat(rejected.reason()).isInstanceOf(Reason.BadSessionToken.class);
      assertThat(rejected.reason().sentence())
          .contains(problem)
          .doesNotContain("token/of+the session==");
    }
  }

  private static HttpRequest signed() {
    return SigV4SdkSigner.with(USER).sign("GET", "/players");
  }

  private static SigV4Result.Rejected rejected(HttpRequest request) {
    return (SigV4Result.Rejected) verifier().verify(request);
  }

  private static void assertVerified(HttpRequest request, AccessKey key) {
    assertThat(verifier().verify(request)).isEqualTo(new SigV4Result.Verified(key, "lambda"));
  }

  private static Arguments notSigned(String name, UnaryOperator<HttpRequest> change) {
    return arguments(name, change, new SigV4Fault.NotSigned());
  }

  private static Arguments incomplete(
      String name, Function<HttpRequest, HttpRequest> change, String message) {
    return arguments(
        name, (UnaryOperator<HttpRequest>) change::apply, new SigV4Fault.Incomplete(message));
  }

  private static Arguments invalid(String name, UnaryOperator<HttpRequest> change, String message) {
    return arguments(name, change, new SigV4Fault.Invalid(message));
  }

  private static Arguments mismatch(String name, UnaryOperator<HttpRequest> change) {
    return invalid(name, change, MISMATCH);
  }

  private static String badDate(String got) {
    return "Date must be in ISO-8601 'basic format'. Got '"
        + got
        + "'. See http://en.wikipedia.org/wiki/ISO_8601";
  }

  private static String fiveElements(String got) {
    return "Credential must have exactly 5 slash-delimited elements, e.g."
        + " keyid/date/region/service/term, got '"
        + got
        + "'";
  }

  private static String upperCaseSignature(String authorization) {
    int at = authorization.indexOf("Signature=") + "Signature=".length();
    return authorization.substring(0, at) + authorization.substring(at).toUpperCase(Locale.ROOT);
  }

  private static UnaryOperator<HttpRequest> authorization(UnaryOperator<String> change) {
    return request ->
        header(
                "Authorization",
                change.apply(request.headers().first("authorization").orElseThrow()))
            .apply(request);
  }

  private static UnaryOperator<HttpRequest> header(String name, String value) {
    return request -> added(name, value).apply(removed(name).apply(request));
  }

  private static UnaryOperator<HttpRequest> added(String name, String value) {
    return request -> changed(request, request.target(), request.headers().plus(name, value));
  }

  private static UnaryOperator<HttpRequest> removed(String name) {
    return request ->
        changed(
            request,
            request.target(),
            new HttpHeaders(
                request.headers().lines().stream()
                    .filter((HttpHeader line) -> !line.named(name))
                    .toList()));
  }

  private static UnaryOperator<HttpRequest> target(String target) {
    return request -> changed(request, target, request.headers());
  }

  private static HttpRequest changed(HttpRequest request, String target, HttpHeaders headers) {
    return new HttpRequest(
        request.method(),
        target,
        request.protocol(),
        headers,
        request.body(),
        request.client(),
        request.port());
  }
}
