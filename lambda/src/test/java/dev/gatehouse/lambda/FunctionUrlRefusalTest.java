package dev.gatehouse.lambda;

import static dev.gatehouse.lambda.FunctionUrlFixture.ARN;
import static dev.gatehouse.lambda.FunctionUrlFixture.NOW;
import static dev.gatehouse.lambda.FunctionUrlFixture.REQUEST_ID;
import static dev.gatehouse.lambda.FunctionUrlFixture.SESSION;
import static dev.gatehouse.lambda.FunctionUrlFixture.USER;
import static dev.gatehouse.lambda.FunctionUrlFixture.request;
import static dev.gatehouse.lambda.FunctionUrlFixture.signed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.aws.AccessKey;
import dev.gatehouse.aws.AccessRequest;
import dev.gatehouse.aws.Json;
import dev.gatehouse.aws.Principal;
import dev.gatehouse.aws.Secret;
import dev.gatehouse.door.Door;
import dev.gatehouse.door.Lock;
import dev.gatehouse.door.Passage;
import dev.gatehouse.door.Reason;
import dev.gatehouse.door.Verdict;
import dev.gatehouse.fidelity.Shows;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpRequest;
import dev.gatehouse.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who does not get in, and what they are told: status, headers and body.
class FunctionUrlRefusalTest {
  private static final String LONG_FORBIDDEN =
      "{\"Message\":\"Forbidden. For troubleshooting Function URL authorization issues, see:"
          + " https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html\"}";

  @Test
  @Shows("function-url.refusals.no-such-url")
  void unknownUrlIsForbiddenNotMissing() {
    Passage passage = FunctionUrl.noSuchUrl("x.lambda-url.eu-west-1.on.aws", REQUEST_ID);

    assertRefused(passage.response(), 403, "AccessDeniedException", "{\"Message\":null}");
    assertThat(passage.verdict())
        .isEqualTo(new Verdict.Denied(new Reason.NoSuchDoor("x.lambda-url.eu-west-1.on.aws")));
  }

  @Test
  @Shows("function-url.refusals.not-signed")
  @Shows("function-url.refusals.not-invoked")
  void unsignedRequestIsForbidden() {
    var fixture = FunctionUrlFixture.locked();

    assertRefused(fixture.get("/"), 403, "AccessDeniedException", "{\"Message\":\"Forbidden\"}");
    assertThat(fixture.invocations).isEmpty();
    assertThat(fixture.asked).isEmpty();
  }

  @Test
  void bearerTokenIsForbidden() {
    HttpRequest request =
        request("GET", "/", HttpHeaders.of("Authorization", "Bearer eyJ.eyJ.abc"), "");

    assertRefused(
        FunctionUrlFixture.locked().enter(request).response(),
        403,
        "AccessDeniedException",
        "{\"Message\":\"Forbidden\"}");
  }

  @Test
  @Shows("function-url.authorisation.invoked-via-function-url")
  @Shows("function-url.authorisation.auth-type-key")
  void signedRequestOfAPermittedUserPasses() {
    var fixture = FunctionUrlFixture.locked();
    Passage passage = fixture.enter(signed(USER, "GET", "/players", ""));

    assertThat(passage.response().status()).isEqualTo(200);
    assertThat(passage.verdict())
        .isEqualTo(new Verdict.Allowed("arn:aws:iam::111122223333:user/kylian"));
    assertThat(fixture.asked)
        .containsExactly(
            new AccessRequest(
                USER.principal(),
                "lambda:InvokeFunctionUrl",
                ARN,
                keys("lambda:FunctionUrlAuthType", "AWS_IAM")),
            new AccessRequest(
                USER.principal(),
                "lambda:InvokeFunction",
                ARN,
                keys("lambda:InvokedViaFunctionUrl", "true")));
  }

  private static Map<String, List<String>> keys(String own, String value) {
    return Map.of(own, List.of(value), "aws:SourceIp", List.of("127.0.0.1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lambda:InvokeFunctionUrl", "lambda:InvokeFunction"})
  @Shows("function-url.refusals.not-permitted")
  @Shows("function-url.authorisation.two-permissions")
  void signerNeedsBothPermissions(String missing) {
    var fixture = FunctionUrlFixture.locked().refusing(missing);
    Passage passage = fixture.enter(signed(USER, "GET", "/", ""));

    assertRefused(passage.response(), 403, "AccessDeniedException", LONG_FORBIDDEN);
    assertThat(passage.response().body().length()).isEqualTo(144);
    assertThat(passage.verdict())
        .isEqualTo(
            new Verdict.Denied(
                new Reason.NotPermitted(
                    "arn:aws:iam::111122223333:user/kylian",
                    missing,
                    ARN,
                    "no grant; a function URL needs both lambda:InvokeFunctionUrl and"
                        + " lambda:InvokeFunction")));
    assertThat(fixture.invocations).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lambda:InvokeFunctionUrl", "lambda:InvokeFunction"})
  @Shows("function-url.refusals.no-public-grant")
  @Shows("function-url.authorisation.none-needs-a-grant")
  void openUrlNeedsBothPublicGrants(String missing) {
    var fixture = FunctionUrlFixture.open().refusing(missing);

    assertRefused(fixture.get("/"), 403, "AccessDeniedException", LONG_FORBIDDEN);
    assertThat(fixture.asked.getFirst())
        .isEqualTo(
            new AccessRequest(
                new Principal.Anonymous(),
                "lambda:InvokeFunctionUrl",
                ARN,
                keys("lambda:FunctionUrlAuthType", "NONE")));
  }

  @Test
  void openUrlWithItsGrantsPasses() {
    Passage passage = FunctionUrlFixture.open().enter(request("GET", "/", HttpHeaders.NONE, ""));

    assertThat(passage.response().status()).isEqualTo(200);
    assertThat(passage.verdict()).isEqualTo(new Verdict.Allowed("anonymous"));
  }

  @Test
  @Shows("function-url.cors.without-configuration")
  @Shows("function-url.refusals.no-public-grant")
  void optionsWithoutCorsConfigurationIsJudgedToo() {
    assertRefused(
        FunctionUrlFixture.open()
            .refusing("lambda:InvokeFunctionUrl")
            .enter(request("OPTIONS", "/", preflight(), ""))
            .response(),
        403,
        "AccessDeniedException",
        LONG_FORBIDDEN);
    assertRefused(
        FunctionUrlFixture.locked().enter(request("OPTIONS", "/", preflight(), "")).response(),
        403,
        "AccessDeniedException",
        "{\"Message\":\"Forbidden\"}");
  }

  @Test
  @Shows("function-url.refusals.mismatch")
  void mismatchIsAnInvalidSignature() {
    HttpRequest honest = signed(USER, "POST", "/", "{}");
    HttpRequest forged =
        new HttpRequest(
            "POST", "/", "HTTP/1.1", honest.headers(), Body.of("{\"a\":1}"), "127.0.0.1", 4571);

    assertRefused(
        FunctionUrlFixture.locked().enter(forged).response(),
        403,
        "InvalidSignatureException",
        "{\"message\":\"The request signature we calculated does not match the signature you"
            + " provided. Check your AWS Secret Access Key and signing method. Consult the service"
            + " documentation for details.\"}");
    assertThat(FunctionUrlFixture.locked().enter(honest).response().status()).isEqualTo(200);
  }

  @Test
  @Shows("function-url.authorisation.payload-is-signed")
  void unsignedPayloadIsAMismatch() {
    HttpRequest honest = signed(USER, "GET", "/", "");
    HttpRequest loaded =
        new HttpRequest(
            "GET",
            "/",
            "HTTP/1.1",
            honest.headers().plus("x-amz-content-sha256", "UNSIGNED-PAYLOAD"),
            Body.of("{}"),
            "127.0.0.1",
            4571);

    var response = FunctionUrlFixture.locked().enter(loaded).response();

    assertThat(response.status()).isEqualTo(403);
    assertThat(response.headers().first("x-amzn-ErrorType")).contains("InvalidSignatureException");
  }

  @Test
  @Shows("function-url.refusals.unknown-key")
  void unknownKeyIsUnrecognised() {
    assertRefused(
        FunctionUrlFixture.locked().keys(SESSION).enter(signed(USER, "GET", "/", "")).response(),
        403,
        "UnrecognizedClientException",
        "{\"message\":\"The security token included in the request is invalid.\"}");
  }

  @Test
  @Shows("function-url.refusals.unknown-key")
  void sessionWithoutItsTokenIsUnrecognised() {
    var half = new AccessKey(SESSION.id(), SESSION.secret(), SESSION.principal(), null);

    assertRefused(
        FunctionUrlFixture.locked().enter(signed(half, "GET", "/", "")).response(),
        403,
        "UnrecognizedClientException",
        "{\"message\":\"The security token included in the request is invalid.\"}");
    assertThat(FunctionUrlFixture.locked().enter(signed(SESSION, "GET", "/", "")).verdict())
        .isEqualTo(new Verdict.Allowed("arn:aws:sts::111122223333:assumed-role/player/s1"));
  }

  @Test
  @Shows("function-url.refusals.expired-session")
  void expiredSessionIsToldSo() {
    AccessKey expired = FunctionUrlFixture.session(NOW);

    assertRefused(
        FunctionUrlFixture.locked().keys(expired).enter(signed(expired, "GET", "/", "")).response(),
        403,
        "ExpiredTokenException",
        "{\"message\":\"The security token included in the request is expired\"}");
  }

  @Test
  @Shows("function-url.refusals.date-too-old")
  void oldSignatureIsExpired() {
    assertRefused(
        FunctionUrlFixture.locked()
            .enter(signed(USER, NOW.minusSeconds(301), "lambda", 4571, "GET", "/", ""))
            .response(),
        403,
        "InvalidSignatureException",
        "{\"message\":\"Signature expired: 20261124T115459Z is now earlier than 20261124T115500Z"
            + " (20261124T120000Z - 5 min.)\"}");
  }

  @Test
  @Shows("function-url.refusals.date-in-the-future")
  void signatureToComeIsNotYetCurrent() {
    assertRefused(
        FunctionUrlFixture.locked()
            .enter(signed(USER, NOW.plusSeconds(301), "lambda", 4571, "GET", "/", ""))
            .response(),
        403,
        "InvalidSignatureException",
        "{\"message\":\"Signature not yet current: 20261124T120501Z is still later than"
            + " 20261124T120500Z (20261124T120000Z + 5 min.)\"}");
  }

  @ParameterizedTest
  @Shows("function-url.refusals.wrong-region")
  @Shows("function-url.refusals.host-not-signed")
  @CsvSource(
      delimiter = '|',
      value = {
        "us-east-1 | host;x-amz-date | Credential should be scoped to a valid region. ",
        "eu-west-1 | x-amz-date | 'Host' or ':authority' must be a 'SignedHeader' in the AWS"
            + " Authorization.",
      },
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = true)
  void scopeAndSignedHeadersAreJudged(String region, String signedHeaders, String message) {
    HttpRequest request =
        request(
            "GET",
            "/",
            HttpHeaders.of(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=%s/20261124/%s/lambda/aws4_request, SignedHeaders=%s, Signature=%s"
                    .formatted(USER.id(), region, signedHeaders, "0".repeat(64)),
                "X-Amz-Date",
                "20261124T120000Z"),
            "");

    var response = FunctionUrlFixture.locked().enter(request).response();

    assertThat(response.status()).isEqualTo(403);
    assertThat(response.headers().first("x-amzn-ErrorType")).contains("InvalidSignatureException");
    assertThat(Json.STRICT.readTree(response.body().bytes()).path("message").stringValue().strip())
        .isEqualTo(message);
  }

  @Test
  @Shows("function-url.refusals.wrong-service")
  @Shows("function-url.authorisation.service-name")
  void signatureForAnotherServiceIsRefused() {
    assertRefused(
        FunctionUrlFixture.locked()
            .enter(signed(USER, NOW, "execute-api", 4571, "GET", "/", ""))
            .response(),
        403,
        "InvalidSignatureException",
        "{\"message\":\"Credential should be scoped to correct service: 'lambda'. \"}");
  }

  @Test
  @Shows("function-url.refusals.piece-missing")
  void missingPiecesAreNamed() {
    HttpRequest request =
        request(
            "GET",
            "/",
            HttpHeaders.of(
                "Authorization", "AWS4-HMAC-SHA256 Credential=a", "X-Amz-Date", "20261124T120000Z"),
            "");

    assertRefused(
        FunctionUrlFixture.locked().enter(request).response(),
        403,
        "IncompleteSignatureException",
        "{\"message\":\"Authorization header requires 'Signature' parameter. Authorization header"
            + " requires 'SignedHeaders' parameter. Authorization=AWS4-HMAC-SHA256"
            + " Credential=a\"}");
  }

  @Test
  void wrongSecretIsNoHelpToTheGuest() {
    var guess = new AccessKey(USER.id(), new Secret("guess"), USER.principal(), null);
    Passage passage = FunctionUrlFixture.locked().enter(signed(guess, "GET", "/", ""));

    assertThat(passage.response().body().text()).doesNotContain("AKID", "hash", "GET");
    assertThat(passage.verdict()).isInstanceOf(Verdict.Denied.class);
  }

  @Test
  @Shows("function-url.refusals.too-large")
  void bodyOverSixMegabytesIsTooLarge() {
    var fixture = FunctionUrlFixture.open();
    String most = "x".repeat(6 * 1024 * 1024);

    assertRefused(
        fixture.enter(request("POST", "/", HttpHeaders.NONE, most + "x")).response(),
        413,
        "RequestEntityTooLargeException",
        "{\"Message\":null}");
    assertThat(fixture.invocations).isEmpty();
    assertThat(fixture.enter(request("POST", "/", HttpHeaders.NONE, most)).response().status())
        .isEqualTo(200);
  }

  @Test
  void eventOverTheLimitIsTooLarge() {
    assertRefused(
        FunctionUrlFixture.open().ending(new InvokeResult.RequestTooLarge()).get("/"),
        413,
        "RequestEntityTooLargeException",
        "{\"Message\":null}");
  }

  @Test
  @Shows("function-url.refusals.throttled")
  void noFreeEnvironmentIsTooManyRequests() {
    assertRefused(
        FunctionUrlFixture.open()
            .ending(new InvokeResult.Throttled("ReservedFunctionConcurrentInvocationLimitExceeded"))
            .get("/"),
        429,
        "TooManyRequestsException",
        "{\"Reason\":\"ReservedFunctionConcurrentInvocationLimitExceeded\",\"Type\":\"User\","
            + "\"message\":\"Rate Exceeded.\"}");
  }

  @Test
  @Shows("function-url.response.bad-gateway")
  void functionErrorIsBadGatewayInPlainText() {
    Passage passage =
        FunctionUrlFixture.open()
            .ending(
                new InvokeResult.Failed(
                    "java.lang.RuntimeException", Body.of("{\"errorMessage\":\"secret\"}")))
            .enter(request("GET", "/", HttpHeaders.NONE, ""));

    assertThat(passage.response().status()).isEqualTo(502);
    assertThat(passage.response().headers().first("content-type")).contains("text/plain");
    assertThat(passage.response().body().text()).isEqualTo("Internal Server Error");
    assertThat(passage.verdict())
        .isEqualTo(
            new Verdict.Denied(
                new Reason.Broken(
                    "the function failed with java.lang.RuntimeException; see its log")));
  }

  @Test
  void oneDoorWithItsLock() {
    assertThat(FunctionUrlFixture.locked().url().doors())
        .containsExactly(
            new Door(
                Door.Kind.FUNCTION_URL,
                "*",
                "/*",
                "Url",
                new Lock.Iam("lambda:InvokeFunctionUrl", ARN)));
    assertThat(FunctionUrlFixture.open().url().doors().getFirst().lock())
        .isEqualTo(new Lock.Open());
  }

  private static HttpHeaders preflight() {
    return HttpHeaders.of("Origin", "https://fc.example", "Access-Control-Request-Method", "GET");
  }

  private static void assertRefused(HttpResponse response, int status, String type, String body) {
    assertThat(response.status()).isEqualTo(status);
    assertThat(response.headers())
        .isEqualTo(
            HttpHeaders.of(
                "Content-Type",
                "application/json",
                "x-amzn-ErrorType",
                type,
                "x-amzn-RequestId",
                REQUEST_ID.toString()));
    assertThat(response.body().text()).isEqualTo(body);
  }
}
