package dev.gatehouse.apigateway;

import static dev.gatehouse.apigateway.TestApi.SESSION;
import static dev.gatehouse.apigateway.TestApi.USER;
import static dev.gatehouse.apigateway.TestApi.route;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.aws.AccessKey;
import dev.gatehouse.aws.Secret;
import dev.gatehouse.door.Door;
import dev.gatehouse.door.Lock;
import dev.gatehouse.door.Passage;
import dev.gatehouse.door.Reason;
import dev.gatehouse.door.Verdict;
import dev.gatehouse.fidelity.Shows;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeader;
import dev.gatehouse.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// http-api-access-control-iam.html. The AWS SDK signs.
class IamRouteTest {
  private static final String ARN = "arn:aws:execute-api:eu-west-1:123456789012:abcde12345/";

  private final TestApi api = TestApi.with(iam("GET /players/{id}"), iam("POST /players"));

  private static RouteConfig iam(String key) {
    return route(key, new RouteAuthorization.Iam());
  }

  private Passage enter(HttpRequest request) {
    return api.enter(request);
  }

  @Test
  @Shows("httpapi.iam.service-and-permission")
  void signerWhoMayInvokeTheRouteIsServed() {
    Passage passage = enter(TestSigner.of(USER).get("/players/7"));

    assertThat(passage.response().status()).isEqualTo(200);
    assertThat(passage.verdict())
        .isEqualTo(new Verdict.Allowed("arn:aws:iam::123456789012:user/kylian"));
    assertThat(api.asked).hasSize(1);
    var asked = api.asked.getFirst();
    assertThat(asked.principal()).isEqualTo(USER.principal());
    assertThat(asked.action()).isEqualTo("execute-api:Invoke");
    assertThat(asked.resource()).isEqualTo(ARN + "$default/GET/players/7");
    assertThat(asked.context())
        .isEqualTo(
            Map.of(
                "aws:SourceIp", List.of("127.0.0.1"),
                "aws:UserAgent", List.of("sdk/2"),
                "aws:Referer", List.of("https://example.com/")));
  }

  @Test
  void sessionOfARoleIsServed() {
    Passage passage = enter(TestSigner.of(SESSION).get("/players/7"));

    assertThat(passage.response().status()).isEqualTo(200);
    assertThat(api.asked.getFirst().principal()).isEqualTo(SESSION.principal());
  }

  @Test
  void bodyAndQueryAreSigned() {
    var signed = TestSigner.of(USER).signed("POST", "/players?a=1&b=x%20y", "{}");

    assertThat(enter(signed).response().status()).isEqualTo(200);
    assertThat(enter(changed(signed, r -> with(r, r.target(), "{ }"))).response().status())
        .isEqualTo(403);
    assertThat(
            enter(changed(signed, r -> with(r, "/players?a=1&b=x%20z", "{}"))).response().status())
        .isEqualTo(403);
  }

  @Test
  void stageBelongsToTheSignatureAndToTheResource() {
    var dev = new StageConfig("Dev", "dev", Map.of());
    var staged = TestApi.with(List.of(dev), iam("$default"));

    assertThat(staged.enter(TestSigner.of(USER).get("/dev/a/b")).response().status())
        .isEqualTo(200);
    assertThat(staged.asked.getFirst().resource()).isEqualTo(ARN + "dev/GET/a/b");
    var other = TestSigner.of(USER).get("/a/b");
    assertThat(staged.enter(changed(other, r -> with(r, "/dev/a/b", ""))).response().status())
        .isEqualTo(403);
  }

  /// The mapping key is the signature's, not the resource's.
  @Test
  @Shows("httpapi.iam.custom-domain")
  void pathOfACustomDomainIsSignedAsItWasSent() {
    var shop =
        new Entrance(
            "api.example.com", Optional.of(new Entrance.Mapped(StageConfig.DEFAULT, "shop", 1)));
    var signer = TestSigner.of(USER);

    assertThat(api.gate().enter(signer.get("/shop/players/7"), shop).response().status())
        .isEqualTo(200);
    assertThat(api.asked.getFirst().resource()).isEqualTo(ARN + "$default/GET/players/7");
    var other = signer.get("/players/7");
    assertThat(
            api.gate()
                .enter(changed(other, r -> with(r, "/shop/players/7", "")), shop)
                .response()
                .status())
        .isEqualTo(403);
  }

  @ParameterizedTest
  @MethodSource("refusals")
  @Shows("httpapi.iam.unsigned")
  @Shows("httpapi.iam.bad-signature")
  @Shows("httpapi.responses.forbidden")
  void requestThatIsNotSignedWellIsForbidden(HttpRequest request, Class<?> reason) {
    assertForbidden(enter(request));
    assertThat(TestApi.reason(enter(request))).isInstanceOf(reason);
    assertThat(api.asked).isEmpty();
  }

  private static Stream<Arguments> refusals() {
    var key = new AccessKey(USER.id(), new Secret("another"), USER.principal(), null);
    var stranger = new AccessKey("AKIDSTRANGER", USER.secret(), USER.principal(), null);
    var bare = new AccessKey(SESSION.id(), SESSION.secret(), SESSION.principal(), null);
    var signer = TestSigner.of(USER);
    var good = signer.get("/players/7");
    return Stream.of(
        refusal("unsigned", TestApi.request("GET", "/players/7"), Reason.NoCredential.class),
        refusal(
            "a bearer token",
            TestApi.request("GET", "/players/7", "Authorization", "Bearer abc"),
            Reason.MalformedSignature.class),
        refusal(
            "half a signature",
            TestApi.request("GET", "/players/7", "Authorization", "AWS4-HMAC-SHA256 Credential=a"),
            Reason.MalformedSignature.class),
        refusal(
            "another secret", TestSigner.of(key).get("/players/7"), Reason.SignatureMismatch.class),
        refusal(
            "an unknown key",
            TestSigner.of(stranger).get("/players/7"),
            Reason.UnknownAccessKey.class),
        refusal(
            "a session's key without its token",
            TestSigner.of(bare).get("/players/7"),
            Reason.BadSessionToken.class),
        refusal(
            "signed for Lambda",
            new TestSigner(USER, TestTokens.NOW, "lambda", "eu-west-1").get("/players/7"),
            Reason.WrongCredentialScope.class),
        refusal(
            "signed for another region",
            new TestSigner(USER, TestTokens.NOW, "execute-api", "us-east-1").get("/players/7"),
            Reason.WrongCredentialScope.class),
        refusal(
            "signed six minutes ago",
            at(signer, Duration.ofMinutes(-6)).get("/players/7"),
            Reason.SignatureTimeOutsideWindow.class),
        refusal(
            "signed in six minutes",
            at(signer, Duration.ofMinutes(6)).get("/players/7"),
            Reason.SignatureTimeOutsideWindow.class),
        refusal(
            "another path",
            changed(good, r -> with(r, "/players/8", "")),
            Reason.SignatureMismatch.class),
        refusal(
            "a query that was not signed",
            changed(good, r -> with(r, "/players/7?admin=1", "")),
            Reason.SignatureMismatch.class));
  }

  private static Arguments refusal(String name, HttpRequest request, Class<?> reason) {
    return Arguments.of(Named.of(name, request), reason);
  }

  private static TestSigner at(TestSigner signer, Duration shift) {
    return new TestSigner(signer.key(), signer.at().plus(shift), signer.service(), signer.region());
  }

  private static HttpRequest changed(HttpRequest request, UnaryOperator<HttpRequest> change) {
    return change.apply(request);
  }

  private static HttpRequest with(HttpRequest request, String target, String body) {
    return new HttpRequest(
        request.method(),
        target,
        request.protocol(),
        request.headers(),
        Body.of(body),
        request.client(),
        request.port());
  }

  private void assertForbidden(Passage passage) {
    assertThat(passage.response().status()).isEqualTo(403);
    assertThat(passage.response().body().text()).isEqualTo("{\"message\":\"Forbidden\"}");
    assertThat(passage.response().headers().lines())
        .containsExactly(
            new HttpHeader("Content-Type", "application/json"),
            new HttpHeader("apigw-requestid", passage.requestId()));
    assertThat(api.calls).isEmpty();
  }

  @Test
  @Shows("httpapi.iam.not-permitted")
  void signerWhoMayNotIsForbiddenAndTheOwnerIsToldWhatIsMissing() {
    api.refusing(request -> request.resource().endsWith("/GET/players/7"));

    Passage passage = enter(TestSigner.of(USER).get("/players/7"));
    assertForbidden(passage);
    assertThat(TestApi.reason(passage))
        .isEqualTo(
            new Reason.NotPermitted(
                "arn:aws:iam::123456789012:user/kylian",
                "execute-api:Invoke",
                ARN + "$default/GET/players/7",
                "no grant"));
    assertThat(enter(TestSigner.of(USER).get("/players/8")).response().status()).isEqualTo(200);
  }

  /// A policy's author thinks of `/admin/x`; a function may take all of these for it.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/admin/x",
        "/admin//x",
        "//admin/x",
        "/admin/x/",
        "/admin/x;v=1",
        "/admin;v=1/x",
        "/admin%2Fx",
        "/admin%252Fx",
        "/%61dmin/x",
        "/%2561dmin/x",
        "/admin/x%3Fy",
        "/admin/x%23y",
        "/admin%5Cx",
      })
  void pathThatIsDeniedInOneReadingIsDeniedInAll(String path) {
    var greedy =
        TestApi.with(iam("ANY /{proxy+}"))
            .refusing(request -> request.resource().endsWith("/GET/admin/x"));

    Passage passage = greedy.enter(TestSigner.of(USER).get(path));
    assertThat(passage.response().status()).as(path).isEqualTo(403);
    assertThat(TestApi.reason(passage)).isInstanceOf(Reason.NotPermitted.class);
    assertThat(greedy.calls).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/admin/y", "/admin", "/Admin/x", "/admin/x/y", "/a%20b", "/x"})
  void otherPathsAreNot(String path) {
    var greedy =
        TestApi.with(iam("ANY /{proxy+}"))
            .refusing(request -> request.resource().endsWith("/GET/admin/x"));

    assertThat(greedy.enter(TestSigner.of(USER).get(path)).response().status()).isEqualTo(200);
    assertThat(greedy.asked).hasSize(1);
  }

  @Test
  @Shows("httpapi.event2.authorizer-iam")
  void eventTellsOfTheSigner() {
    enter(TestSigner.of(USER).get("/players/7"));
    assertThat(api.event().at("/requestContext/authorizer").toString())
        .isEqualTo(
            """
            {"iam":{"accessKey":"AKIDEXAMPLE","accountId":"123456789012",\
            "callerId":"AIDAEXAMPLE","cognitoIdentity":null,"principalOrgId":null,\
            "userArn":"arn:aws:iam::123456789012:user/kylian","userId":"AIDAEXAMPLE"}}\
            """);
    assertThat(api.event().path("headers").has("authorization")).isFalse();
    assertThat(api.event().path("headers").has("x-amz-date")).isTrue();

    api.calls.clear();
    enter(TestSigner.of(SESSION).get("/players/7"));
    assertThat(api.event().at("/requestContext/authorizer/iam/callerId").stringValue())
        .isEqualTo("AROAEXAMPLE:s1");
    assertThat(api.event().at("/requestContext/authorizer/iam/userArn").stringValue())
        .isEqualTo("arn:aws:sts::123456789012:assumed-role/player/s1");
  }

  @Test
  void eventInFormat1TellsOfTheSignerAsIdentity() {
    var first = TestApi.with(TestApi.inFormat1(iam("GET /players/{id}")));
    first.enter(TestSigner.of(USER).get("/players/7"));

    assertThat(first.event().path("requestContext").has("authorizer")).isFalse();
    assertThat(first.event().at("/requestContext/identity").toString())
        .isEqualTo(
            """
            {"accessKey":"AKIDEXAMPLE","accountId":"123456789012","caller":"AIDAEXAMPLE",\
            "cognitoAmr":null,"cognitoAuthenticationProvider":null,\
            "cognitoAuthenticationType":null,"cognitoIdentityId":null,\
            "cognitoIdentityPoolId":null,"principalOrgId":null,"sourceIp":"127.0.0.1",\
            "user":"AIDAEXAMPLE","userAgent":"sdk/2",\
            "userArn":"arn:aws:iam::123456789012:user/kylian"}\
            """);
  }

  @Test
  void accessLogTellsOfTheSigner() {
    var stage =
        new StageConfig(
            "S",
            StageConfig.DEFAULT,
            Map.of(),
            new StageConfig.Deployed.Automatically(),
            "$context.identity.accountId $context.identity.caller $context.identity.user"
                + " $context.identity.userArn $context.authorizer.principalId $context.status",
            Throttling.NONE);
    var logged = TestApi.with(List.of(stage), iam("GET /a"));
    logged.enter(TestSigner.of(USER).get("/a"));
    logged.get("/a");

    assertThat(logged.accessLog)
        .containsExactly(
            "123456789012 AIDAEXAMPLE AIDAEXAMPLE arn:aws:iam::123456789012:user/kylian - 200",
            "- - - - - 403");
  }

  @Test
  void doorSaysWhatAPolicyMustAllow() {
    var doors =
        TestApi.with(iam("GET /players/{id}"), iam("ANY /{proxy+}"), iam("GET /"), iam("$default"))
            .gate()
            .doors();

    assertThat(doors)
        .extracting(Door::lock)
        .containsExactly(
            new Lock.Iam("execute-api:Invoke", ARN + "*/GET/players/*"),
            new Lock.Iam("execute-api:Invoke", ARN + "*/*/*"),
            new Lock.Iam("execute-api:Invoke", ARN + "*/GET/"),
            new Lock.Iam("execute-api:Invoke", ARN + "*/*/*"));
  }

  /// Whichever route takes the request, the same policies judge the same path.
  @Test
  void routesWithTheSameLockMayRival() {
    var rivals = TestApi.with(iam("GET /pets/{id}"), iam("GET /{kind}/dog"));

    assertThat(rivals.enter(TestSigner.of(USER).get("/pets/dog")).response().status())
        .isEqualTo(200);
  }

  @Test
  void headersOfOthersStay() {
    var open = TestApi.with(TestApi.open("GET /players/{id}"));
    open.enter(TestSigner.of(USER).get("/players/7"));

    assertThat(open.event().path("headers").has("authorization")).isTrue();
  }
}
