package dev.gatehouse.apigateway;

import static dev.gatehouse.apigateway.TestApi.AUTHORIZER;
import static dev.gatehouse.apigateway.TestApi.DEFAULT_STAGE;
import static dev.gatehouse.apigateway.TestApi.locked;
import static dev.gatehouse.apigateway.TestApi.open;
import static dev.gatehouse.apigateway.TestApi.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gatehouse.fidelity.Shows;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpApiConfigTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "$default",
        "GET /",
        "ANY /players",
        "PATCH /players/{player_id}",
        "GET /{proxy+}",
        "OPTIONS /a/{b}/c/{d.e:f-g+}",
        "HEAD /a~b/c.d/@e"
      })
  void routeKeyThatAwsTakesIsFine(String key) {
    assertThat(faults(open(key))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "$Default",
        "GET",
        "/players",
        "GET players",
        "get /players",
        "TRACE /players",
        "* /players",
        "GET  /players",
        "GET /players/",
        "GET //players",
        "GET /a//b",
        "GET /{proxy+}/more",
        "GET /a/{b+}/{c}",
        "GET /{}",
        "GET /{+}",
        "GET /{a b}",
        "GET /x{a}",
        "GET /{a}x",
        "GET /{id}/{id}",
        "GET /a/../b",
        "GET /.",
        "GET /a%20b",
        "GET /a?b=c",
        "GET /a;b",
        "GET /a b"
      })
  @Shows("httpapi.routing.greedy-last")
  @Shows("httpapi.routing.no-key-with-trailing-slash")
  void routeKeyThatAwsWouldNotTakeIsAFault(String key) {
    assertThat(faults(open(key)))
        .singleElement()
        .satisfies(fault -> {
          assertThat(fault.logicalId()).isEqualTo("Route");
          assertThat(fault.property()).isEqualTo("RouteKey");
          assertThat(fault.problem()).startsWith(key);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /a/{x}", "GET /a/{y}"})
  @Shows("httpapi.routing.same-requests-twice")
  void routesThatTakeTheSameRequestsAreAFault(String key) {
    assertThat(faults(locked("GET /a/{x}"), open(key)))
        .extracting(Fault::property)
        .containsExactly("RouteKey");
    assertThat(faults(locked("GET /a/{x}"), open("POST /a/{x}"), open("ANY /a/{x}"))).isEmpty();
  }

  @Test
  @Shows("httpapi.limits.routes")
  void threeHundredRoutesAreTheMost() {
    assertThat(faults(routes(300))).isEmpty();
    assertThat(faults(routes(301))).containsExactly(new Fault("Api", "Routes", "more than 300"));
  }

  @Test
  void lockThatIsNotBuiltIsAFaultAndNeverOpen() {
    var unknown = route("GET /", new RouteAuthorization.Unsupported("OAUTH"));

    assertThat(faults(unknown))
        .containsExactly(
            new Fault(
                "Route", "AuthorizationType", "OAUTH is not one of NONE, JWT, AWS_IAM and CUSTOM"));
    assertThatIllegalArgumentException().isThrownBy(() -> start(unknown));
  }

  @Test
  void integrationThatIsNotBuiltIsAFault() {
    var http =
        new RouteConfig(
            "Route",
            "GET /",
            new RouteAuthorization.None(),
            new IntegrationConfig.Unsupported("Backend", "AWS"));

    assertThat(faults(http))
        .containsExactly(new Fault("Backend", "IntegrationType", "AWS is not supported yet"));
    assertThatIllegalArgumentException().isThrownBy(() -> start(http));
  }

  @Test
  @Shows("httpapi.limits.scopes")
  void tenScopesAreTheMost() {
    assertThat(faults(locked("GET /", scopes(10)))).isEmpty();
    assertThat(faults(locked("GET /", scopes(11))))
        .containsExactly(new Fault("Route", "AuthorizationScopes", "more than 10"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\"b", "a\\b", "é", "a\r\nb"})
  void scopeThatOAuthDoesNotKnowIsAFault(String scope) {
    assertThat(faults(locked("GET /", scope)))
        .extracting(Fault::property)
        .containsExactly("AuthorizationScopes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Authorization",
        "$request.header",
        "$request.header.",
        "$request.header.a b",
        "$request.body.token",
        "$request.path.token",
        "$context.identity.sourceIp",
        "$stageVariables.token",
        "route.request.header.Authorization",
        "${request.header.Authorization}",
        "$request.header.Authorization, $request.header.X"
      })
  void identitySourceThatIsNoHeaderOrParameterIsAFault(String source) {
    assertThat(authorizerFaults(List.of(source), AUTHORIZER.issuer(), AUTHORIZER.audiences()))
        .extracting(Fault::property)
        .containsExactly("IdentitySource");
  }

  @ParameterizedTest
  @ValueSource(strings = {"$request.header.Authorization", "$request.querystring.token"})
  void identitySourceOfHeaderOrParameterIsFine(String source) {
    assertThat(authorizerFaults(List.of(source), AUTHORIZER.issuer(), AUTHORIZER.audiences()))
        .isEmpty();
  }

  @Test
  void exactlyOneIdentitySourceIsNeeded() {
    String header = "$request.header.Authorization";
    assertThat(authorizerFaults(List.of(), AUTHORIZER.issuer(), AUTHORIZER.audiences()))
        .extracting(Fault::problem)
        .containsExactly("a JWT authorizer has exactly one");
    assertThat(
            authorizerFaults(List.of(header, header), AUTHORIZER.issuer(), AUTHORIZER.audiences()))
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "issuer", "http://issuer.example", "https://issuer.example?x=y", "ftp://x"})
  void issuerWithoutTlsIsAFault(String issuer) {
    assertThat(authorizerFaults(AUTHORIZER.identitySources(), issuer, AUTHORIZER.audiences()))
        .extracting(Fault::property)
        .containsExactly("JwtConfiguration.Issuer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://issuer.example/",
        "http://localhost:4566/eu-west-1_pool",
        "http://127.0.0.1:1/x",
        "http://[::1]/x"
      })
  void issuerWithTlsOrOnThisMachineIsFine(String issuer) {
    assertThat(authorizerFaults(AUTHORIZER.identitySources(), issuer, AUTHORIZER.audiences()))
        .isEmpty();
  }

  @Test
  @Shows("httpapi.limits.audiences")
  void audiencesAreFromOneToFifty() {
    assertThat(audienceFaults(Collections.nCopies(50, "a"))).isEmpty();
    assertThat(audienceFaults(Collections.nCopies(51, "a"))).hasSize(1);
    assertThat(audienceFaults(List.of())).hasSize(1);
    assertThat(audienceFaults(List.of("a", ""))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 49, 30_001, -1})
  @Shows("httpapi.limits.time-outs")
  void timeoutOutsideAwsRangeIsAFault(long millis) {
    assertThat(integrationFaults(TestApi.lambda(Duration.ofMillis(millis))))
        .extracting(Fault::property)
        .containsExactly("TimeoutInMillis");
  }

  @Test
  void payloadFormatIsOneOfTwo() {
    assertThat(
            integrationFaults(
                new IntegrationConfig.LambdaProxy(
                    "I", "arn", "3.0", Duration.ofSeconds(30), ParameterMapping.NONE, null)))
        .extracting(Fault::property)
        .containsExactly("PayloadFormatVersion");
  }

  @ParameterizedTest
  @ValueSource(strings = {"arn:aws:iam::123456789012:user/*", "arn:aws:iam::*:user/*", "gateway"})
  void integrationsCredentialsAreARole(String credentials) {
    assertThat(integrationFaults(as(credentials)))
        .extracting(Fault::property)
        .containsExactly("CredentialsArn");
    assertThat(integrationFaults(as("arn:aws:iam::123456789012:role/service/gateway"))).isEmpty();
  }

  private static IntegrationConfig as(String credentials) {
    return new IntegrationConfig.LambdaProxy(
        "I", "arn", "1.0", Duration.ofSeconds(30), ParameterMapping.NONE, credentials);
  }

  @Test
  @Shows("httpapi.stages.names")
  void stagesHaveNamesOfTheirOwn() {
    var dev = new StageConfig("Dev", "dev", Map.of());
    assertThat(TestApi.config(List.of(DEFAULT_STAGE, dev)).faults()).isEmpty();
    assertThat(TestApi.config(List.of(dev, dev)).faults()).hasSize(1);
    assertThat(TestApi.config(List.of(new StageConfig("S", "a/b", Map.of()))).faults())
        .containsExactly(new Fault("S", "StageName", "not a stage name: a/b"));
  }

  @Test
  void allFaultsAreListedAtOnce() {
    assertThat(faults(open("nonsense"), locked("GET /", scopes(11)), open("GET /x/"))).hasSize(3);
  }

  private static List<Fault> faults(RouteConfig... routes) {
    return TestApi.config(List.of(DEFAULT_STAGE), routes).faults();
  }

  private static List<Fault> authorizerFaults(
      List<String> sources, String issuer, List<String> audiences) {
    var authorizer = new JwtAuthorizerConfig("Authorizer", "name", sources, issuer, audiences);
    return faults(
        route("GET /a", new RouteAuthorization.Jwt(authorizer, List.of())),
        route("GET /b", new RouteAuthorization.Jwt(authorizer, List.of())));
  }

  private static List<Fault> audienceFaults(List<String> audiences) {
    return authorizerFaults(AUTHORIZER.identitySources(), AUTHORIZER.issuer(), audiences);
  }

  private static List<Fault> integrationFaults(IntegrationConfig integration) {
    return faults(new RouteConfig("R", "GET /", new RouteAuthorization.None(), integration));
  }

  private static RouteConfig[] routes(int count) {
    return IntStream.range(0, count).mapToObj(i -> open("GET /" + i)).toArray(RouteConfig[]::new);
  }

  private static String[] scopes(int count) {
    return Stream.generate(() -> "scope").limit(count).toArray(String[]::new);
  }

  private static void start(RouteConfig route) {
    TestApi.with(route);
  }
}
