package dev.gatehouse.apigateway;

import static dev.gatehouse.apigateway.TestApi.route;
import static dev.gatehouse.apigateway.TestPolicies.allowing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.door.Lock;
import dev.gatehouse.door.Passage;
import dev.gatehouse.door.Reason;
import dev.gatehouse.door.Verdict;
import dev.gatehouse.fidelity.Shows;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// http-api-lambda-authorizer.html
class LambdaAuthorizerTest {
  private static final String TOKEN = "$request.header.X-Token";
  private static final String ARN = "arn:aws:execute-api:eu-west-1:123456789012:abcde12345/";
  private static final String YES = "{\"isAuthorized\":true}";
  private static final String NO = "{\"isAuthorized\":false}";

  private static LambdaAuthorizerConfig config(
      String version, boolean simple, @Nullable Duration ttl, String... sources) {
    return new LambdaAuthorizerConfig(
        "Authorizer",
        "auth12",
        "judge",
        "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/"
            + "arn:aws:lambda:eu-west-1:123456789012:function:judge/invocations",
        version,
        simple,
        List.of(sources),
        ttl,
        null);
  }

  private static TestApi api(LambdaAuthorizerConfig config, String... keys) {
    return api(List.of(TestApi.DEFAULT_STAGE), config, keys);
  }

  private static TestApi api(
      List<StageConfig> stages, LambdaAuthorizerConfig config, String... keys) {
    return TestApi.with(
        stages,
        Stream.of(keys)
            .map(key -> route(key, new RouteAuthorization.Custom(config)))
            .toArray(RouteConfig[]::new));
  }

  private static TestApi simple(String... sources) {
    return api(config("2.0", true, null, sources), "GET /a", "GET /b", "POST /a", "GET /x/{id}");
  }

  private static TestApi policies(String... sources) {
    return api(config("2.0", false, null, sources), "GET /a", "GET /b", "ANY /admin/{proxy+}");
  }

  private static int status(TestApi api, String path, String... headers) {
    return api.get(path, headers).response().status();
  }

  private static void assertAnswer(Passage passage, int status, String message) {
    assertThat(passage.response().status()).isEqualTo(status);
    assertThat(passage.response().body().text()).isEqualTo("{\"message\":\"" + message + "\"}");
    assertThat(passage.response().headers().lines())
        .containsExactly(
            new HttpHeader("Content-Type", "application/json"),
            new HttpHeader("apigw-requestid", passage.requestId()));
  }

  @Test
  void doorIsJudgedByTheFunction() {
    assertThat(simple().gate().doors())
        .extracting(door -> door.lock())
        .containsOnly(
            new Lock.LambdaAuthorizer("arn:aws:lambda:eu-west-1:123456789012:function:judge"));
  }

  @Test
  @Shows("httpapi.lambda-authorizer.invoke-permission")
  void functionIsInvokedAsTheAuthorizer() {
    var api = simple().authorizing(YES);
    Passage passage = api.get("/a");

    assertThat(passage.response().status()).isEqualTo(200);
    assertThat(api.authorizerCalls.getFirst().sourceArn()).isEqualTo(ARN + "authorizers/auth12");
    assertThat(api.authorizerCalls.getFirst().requestId()).isEqualTo(passage.requestId());
    assertThat(api.calls.getFirst().sourceArn()).isEqualTo(ARN + "$default/GET/a");
  }

  @Nested
  class Answers {
    @Test
    @Shows("httpapi.lambda-authorizer.simple-response")
    void isAuthorizedDecides() {
      assertThat(status(simple().authorizing(YES), "/a")).isEqualTo(200);

      var refusing = simple().authorizing(NO);
      Passage passage = refusing.get("/a");
      assertAnswer(passage, 403, "Forbidden");
      assertThat(TestApi.reason(passage))
          .isEqualTo(new Reason.AuthorizerRefused("judge", "isAuthorized: false"));
      assertThat(refusing.calls).isEmpty();
    }

    @Test
    @Shows("httpapi.lambda-authorizer.policy-response")
    @Shows("httpapi.lambda-authorizer.deny")
    void policyIsAskedAboutTheRoute() {
      var api = policies().authorizing(allowing(ARN + "$default/GET/a"));

      Passage allowed = api.get("/a");
      assertThat(allowed.response().status()).isEqualTo(200);
      assertThat(allowed.verdict()).isEqualTo(new Verdict.Allowed("kylian"));

      Passage denied = api.get("/b");
      assertAnswer(denied, 403, "Forbidden");
      assertThat(TestApi.reason(denied).sentence())
          .isEqualTo(
              "authorizer judge answered a policy that does not allow execute-api:Invoke on "
                  + ARN
                  + "$default/GET/b: no allow");
      assertThat(api.calls).hasSize(1);
    }

    @Test
    void denyingPolicyRefuses() {
      assertThat(status(policies().authorizing(TestPolicies.answer("Deny", "*")), "/a"))
          .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "/admin//x",
          "/admin/x/",
          "/admin/x;v=1",
          "/admin/%252e",
          "/admin/%2Fx",
          "/admin/x%3Fy",
          "/admin/%2578",
          "/admin/%78",
        })
    void policyIsAskedAboutEveryReadingOfThePath(String path) {
      var policy =
          """
          {"principalId":"kylian","policyDocument":{"Statement":[
            {"Effect":"Allow","Resource":"*"},
            {"Effect":"Deny","Resource":"%s$default/GET/admin/x"}]}}
          """
              .formatted(ARN);
      var api = policies().authorizing(policy);

      assertThat(status(api, path)).as(path).isIn(403, 404);
      assertThat(api.calls).isEmpty();
      assertThat(status(api, "/admin/y")).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "yes",
          "true",
          "null",
          "\"isAuthorized\"",
          "[]",
          "{}",
          "{\"isAuthorized\":\"true\"}",
          "{\"isAuthorized\":1}",
          "{\"isAuthorized\":null}",
          "{\"isauthorized\":true}",
          "{\"isAuthorized\":true,\"context\":[]}",
          "{\"isAuthorized\":true,\"context\":\"x\"}",
          "{\"isAuthorized\":true} {}",
          "{\"principalId\":\"a\",\"policyDocument\":{\"Statement\":[]}}",
        })
    @Shows("httpapi.lambda-authorizer.malformed")
    void malformedSimpleAnswerIsAnError(String answer) {
      var api = simple().authorizing(answer);
      Passage passage = api.get("/a");

      assertAnswer(passage, 500, "Internal Server Error");
      assertThat(TestApi.reason(passage)).isInstanceOf(Reason.Broken.class);
      assertThat(api.calls).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{}",
          "{\"principalId\":\"a\"}",
          "{\"policyDocument\":{\"Statement\":[{\"Effect\":\"Allow\",\"Resource\":\"*\"}]}}",
          "{\"principalId\":\"\",\"policyDocument\":{\"Statement\":[]}}",
          "{\"principalId\":7,\"policyDocument\":{\"Statement\":[]}}",
          "{\"principalId\":\"a\",\"policyDocument\":\"{}\"}",
          "{\"principalId\":\"a\",\"policyDocument\":{}}",
        })
    void malformedPolicyAnswerIsAnError(String answer) {
      var api = policies().authorizing(answer);

      assertAnswer(api.get("/a"), 500, "Internal Server Error");
      assertThat(api.calls).isEmpty();
    }

    @Test
    void ownerIsToldToEnableSimpleResponses() {
      assertThat(TestApi.reason(policies().authorizing(YES).get("/a")).sentence())
          .contains("set EnableSimpleResponses to true");
    }

    @ParameterizedTest
    @MethodSource("dev.gatehouse.apigateway.LambdaAuthorizerTest#failures")
    @Shows("httpapi.lambda-authorizer.not-invocable")
    void functionThatDoesNotAnswerIsAnError(IntegrationResult result, String told) {
      var api = simple().authorizing(_ -> result);
      Passage passage = api.get("/a");

      assertAnswer(passage, 500, "Internal Server Error");
      assertThat(TestApi.reason(passage).sentence()).contains(told);
      assertThat(api.calls).isEmpty();
    }

    @Test
    void authorizersBugIsAnError() {
      var api =
          simple()
              .authorizing(_ -> {
                throw new IllegalStateException("bug");
              });

      assertAnswer(api.get("/a"), 500, "Internal Server Error");
    }
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new IntegrationResult.FunctionError("Unauthorized"), "Unauthorized"),
        Arguments.of(new IntegrationResult.NotInvocable("no permission"), "no permission"),
        Arguments.of(new IntegrationResult.Throttled("one at a time"), "one at a time"),
        Arguments.of(new IntegrationResult.TimedOut(), "10 seconds"),
        Arguments.of(new IntegrationResult.TooLarge(), "6 MB"));
  }

  @Nested
  class Identities {
    @ParameterizedTest
    @CsvSource({"X-Token, ''", "X-Other, a", "Authorization, a"})
    @Shows("httpapi.lambda-authorizer.missing-identity")
    @Shows("httpapi.responses.unauthorized")
    void missingHeaderIsUnauthorizedWithoutAsking(String header, String value) {
      var api = simple(TOKEN).authorizing(YES);
      Passage passage = api.get("/a", header, value);

      assertAnswer(passage, 401, "Unauthorized");
      assertThat(TestApi.reason(passage))
          .isEqualTo(new Reason.NoCredential(TOKEN, "what authorizer judge asks for"));
      assertThat(api.authorizerCalls).isEmpty();
      assertThat(status(api, "/a", "x-token", "a")).isEqualTo(200);
    }

    @Test
    void oneMissingSourceOfSeveralIsEnough() {
      var api = simple(TOKEN, "$request.querystring.key").authorizing(YES);

      assertThat(status(api, "/a", "X-Token", "a")).isEqualTo(401);
      assertThat(status(api, "/a?key=", "X-Token", "a")).isEqualTo(401);
      assertThat(status(api, "/a?KEY=k", "X-Token", "a")).isEqualTo(401);
      assertThat(status(api, "/a?key=k")).isEqualTo(401);
      assertThat(api.authorizerCalls).isEmpty();
      assertThat(status(api, "/a?key=k", "X-Token", "a")).isEqualTo(200);
    }

    @Test
    @Shows("httpapi.lambda-authorizer.identity-sources")
    void headerQueryContextAndStageVariableAreSources() {
      var stage = new StageConfig("S", StageConfig.DEFAULT, Map.of("realm", "eu"));
      var api =
          api(
                  List.of(stage),
                  config(
                      "2.0",
                      true,
                      null,
                      TOKEN,
                      "$request.querystring.key",
                      "$stageVariables.realm",
                      "$context.routeKey",
                      "$context.identity.sourceIp"),
                  "GET /a")
              .authorizing(YES);

      assertThat(status(api, "/a?key=k%20k", "x-token", "a", "X-Token", "b")).isEqualTo(200);
      assertThat(api.authorizerEvent().get("identitySource").toString())
          .isEqualTo("[\"a,b\",\"k k\",\"eu\",\"GET /a\",\"127.0.0.1\"]");
    }

    @Test
    void stageVariableThatIsNotThereIsMissing() {
      assertThat(status(simple("$stageVariables.realm").authorizing(YES), "/a")).isEqualTo(401);
    }
  }

  @Nested
  class Kept {
    @Test
    @Shows("httpapi.lambda-authorizer.cache")
    void answerServesTheSameIdentityForFiveMinutesUnlessSaidOtherwise() {
      var api = simple(TOKEN).authorizing(YES);

      assertThat(status(api, "/a", "X-Token", "a")).isEqualTo(200);
      api.authorizing(NO);
      api.clock.advance(Duration.ofSeconds(299));
      assertThat(status(api, "/a", "X-Token", "a")).isEqualTo(200);
      assertThat(api.authorizerCalls).hasSize(1);
      api.clock.advance(Duration.ofSeconds(1));
      assertThat(status(api, "/a", "X-Token", "a")).isEqualTo(403);
      assertThat(api.authorizerCalls).hasSize(2);
    }

    @Test
    void timeToLiveIsTheTemplates() {
      var api = api(config("2.0", true, Duration.ofSeconds(2), TOKEN), "GET /a").authorizing(YES);

      status(api, "/a", "X-Token", "a");
      api.clock.advance(Duration.ofSeconds(1));
      status(api, "/a", "X-Token", "a");
      assertThat(api.authorizerCalls).hasSize(1);
      api.clock.advance(Duration.ofSeconds(1));
      status(api, "/a", "X-Token", "a");
      assertThat(api.authorizerCalls).hasSize(2);
    }

    @Test
    void zeroKeepsNothing() {
      var api = api(config("2.0", true, Duration.ZERO, TOKEN), "GET /a").authorizing(YES);

      status(api, "/a", "X-Token", "a");
      assertThat(status(api.authorizing(NO), "/a", "X-Token", "a")).isEqualTo(403);
    }

    @Test
    void withoutIdentitySourcesNothingIsKept() {
      var api = simple().authorizing(YES);

      status(api, "/a");
      assertThat(status(api.authorizing(NO), "/a")).isEqualTo(403);
    }

    @Test
    void refusalsAreKeptToo() {
      var api = simple(TOKEN).authorizing(NO);

      assertThat(status(api, "/a", "X-Token", "a")).isEqualTo(403);
      assertThat(status(api.authorizing(YES), "/a", "X-Token", "a")).isEqualTo(403);
      assertThat(status(api, "/a", "X-Token", "b")).isEqualTo(200);
    }

    @Test
    void failuresAreNotKept() {
      var api = simple(TOKEN).authorizing("{}");

      assertThat(status(api, "/a", "X-Token", "a")).isEqualTo(500);
      api.authorizing(_ -> new IntegrationResult.TimedOut());
      assertThat(status(api, "/a", "X-Token", "a")).isEqualTo(500);
      assertThat(status(api.authorizing(YES), "/a", "X-Token", "a")).isEqualTo(200);
    }

    @Test
    @Shows("httpapi.lambda-authorizer.simple-for-all-routes")
    void simpleAnswerServesAllRoutes() {
      var api = simple(TOKEN).authorizing(YES);

      assertThat(status(api, "/a", "X-Token", "a")).isEqualTo(200);
      assertThat(status(api.authorizing(NO), "/b", "X-Token", "a")).isEqualTo(200);
      assertThat(api.authorizerCalls).hasSize(1);
    }

    @Test
    @Shows("httpapi.lambda-authorizer.route-key-splits")
    void routeKeyAsASourceKeepsRoutesApart() {
      var api = simple(TOKEN, "$context.routeKey").authorizing(YES);

      assertThat(status(api, "/a", "X-Token", "a")).isEqualTo(200);
      assertThat(status(api.authorizing(NO), "/b", "X-Token", "a")).isEqualTo(403);
    }

    @Test
    void keptPolicyIsAskedAnewForEachRoute() {
      var api = policies(TOKEN).authorizing(allowing(ARN + "$default/GET/a"));

      assertThat(status(api, "/a", "X-Token", "a")).isEqualTo(200);
      assertThat(status(api.authorizing(allowing("*")), "/b", "X-Token", "a")).isEqualTo(403);
      assertThat(status(api, "/a", "X-Token", "a")).isEqualTo(200);
      assertThat(api.authorizerCalls).hasSize(1);
    }

    @Test
    void stagesDoNotShare() {
      var dev = new StageConfig("Dev", "dev", Map.of());
      var api =
          api(List.of(TestApi.DEFAULT_STAGE, dev), config("2.0", true, null, TOKEN), "GET /a")
              .authorizing(YES);

      assertThat(status(api, "/a", "X-Token", "a")).isEqualTo(200);
      assertThat(status(api.authorizing(NO), "/dev/a", "X-Token", "a")).isEqualTo(403);
    }

    /// Guests whose joined, trimmed or concatenated identities look alike.
    @ParameterizedTest
    @MethodSource("dev.gatehouse.apigateway.LambdaAuthorizerTest#guests")
    void guestsWhoDifferInAnySourceNeverShare(Guest first, Guest second) {
      var api = simple(TOKEN, "$request.querystring.key").authorizing(YES);

      assertThat(first.knock(api)).isEqualTo(200);
      assertThat(second.knock(api.authorizing(NO))).isEqualTo(403);
      assertThat(first.knock(api)).isEqualTo(200);
      assertThat(api.authorizerCalls).hasSize(2);
    }
  }

  record Guest(String query, List<String> headers) {
    Guest(String query, String... headers) {
      this(query, List.of(headers));
    }

    int knock(TestApi api) {
      return status(api, "/a?" + query, headers.toArray(String[]::new));
    }
  }

  static Stream<Arguments> guests() {
    var base = new Guest("key=b", "X-Token", "a");
    return Stream.of(
        Arguments.of(base, new Guest("key=b", "X-Token", "A")),
        Arguments.of(base, new Guest("key=B", "X-Token", "a")),
        Arguments.of(base, new Guest("key=a", "X-Token", "b")),
        Arguments.of(base, new Guest("key=b", "X-Token", "a ")),
        Arguments.of(base, new Guest("key=b&key=b", "X-Token", "a")),
        Arguments.of(base, new Guest("key=b", "X-Token", "a", "X-Token", "a")),
        Arguments.of(new Guest("key=c", "X-Token", "a,b"), new Guest("key=b,c", "X-Token", "a")),
        Arguments.of(
            new Guest("key=c", "X-Token", "a,b"),
            new Guest("key=c", "X-Token", "a", "X-Token", "b")),
        Arguments.of(
            new Guest("key=a,b", "X-Token", "a"), new Guest("key=a&key=b", "X-Token", "a")),
        Arguments.of(
            new Guest("key=a%2Cb", "X-Token", "a"), new Guest("key=a&key=b", "X-Token", "a")),
        Arguments.of(new Guest("key=1", "X-Token", "ab"), new Guest("key=b1", "X-Token", "a")));
  }

  @Nested
  class Events {
    private static final StageConfig STAGE = new StageConfig("Dev", "dev", Map.of("v", "1"));

    private JsonNode event(String version, String... sources) {
      var api =
          api(List.of(STAGE), config(version, version.equals("2.0"), null, sources), "POST /x/{id}")
              .authorizing(version.equals("2.0") ? YES : allowing("*"));
      var request =
          TestApi.request(
              "POST",
              "/dev/x/7%208?q=1&q=2",
              Body.of("{}"),
              "Host",
              "h",
              "X-Token",
              "t",
              "Cookie",
              "a=1",
              "User-Agent",
              "curl/8",
              "Content-Type",
              "application/json");
      assertThat(api.enter(request).response().status()).isEqualTo(200);
      return api.authorizerEvent();
    }

    @Test
    @Shows("httpapi.lambda-authorizer.event-2")
    void format2() {
      JsonNode event = event("2.0", TOKEN, "$request.querystring.q");

      assertThat(event.propertyNames())
          .containsExactly(
              "version",
              "type",
              "routeArn",
              "identitySource",
              "routeKey",
              "rawPath",
              "rawQueryString",
              "cookies",
              "headers",
              "queryStringParameters",
              "requestContext",
              "pathParameters",
              "stageVariables");
      assertThat(event.get("version").stringValue()).isEqualTo("2.0");
      assertThat(event.get("type").stringValue()).isEqualTo("REQUEST");
      assertThat(event.get("routeArn").stringValue()).isEqualTo(ARN + "dev/POST/x/7 8");
      assertThat(event.get("identitySource").toString()).isEqualTo("[\"t\",\"1,2\"]");
      assertThat(event.get("routeKey").stringValue()).isEqualTo("POST /x/{id}");
      assertThat(event.get("rawPath").stringValue()).isEqualTo("/dev/x/7 8");
      assertThat(event.at("/headers/x-token").stringValue()).isEqualTo("t");
      assertThat(event.path("requestContext").has("authorizer")).isFalse();
      assertThat(event.at("/pathParameters/id").stringValue()).isEqualTo("7 8");
    }

    @Test
    @Shows("httpapi.lambda-authorizer.event-1")
    void format1() {
      JsonNode event = event("1.0", TOKEN, "$request.querystring.q");

      assertThat(event.propertyNames())
          .containsExactly(
              "version",
              "type",
              "methodArn",
              "identitySource",
              "authorizationToken",
              "resource",
              "path",
              "httpMethod",
              "headers",
              "queryStringParameters",
              "pathParameters",
              "stageVariables",
              "requestContext");
      assertThat(event.get("methodArn").stringValue()).isEqualTo(ARN + "dev/POST/x/7 8");
      assertThat(event.get("identitySource").stringValue()).isEqualTo("t,1,2");
      assertThat(event.get("authorizationToken").stringValue()).isEqualTo("t,1,2");
      assertThat(event.get("resource").stringValue()).isEqualTo("/x/{id}");
      assertThat(event.get("path").stringValue()).isEqualTo("/dev/x/7%208");
      assertThat(event.at("/headers/X-Token").stringValue()).isEqualTo("t");
      assertThat(event.at("/queryStringParameters/q").stringValue()).isEqualTo("2");
      assertThat(event.path("requestContext").has("authorizer")).isFalse();
    }

    @Test
    void withoutSourcesTheIdentityIsNull() {
      assertThat(event("2.0").get("identitySource").isNull()).isTrue();
      assertThat(event("1.0").get("identitySource").isNull()).isTrue();
      assertThat(event("1.0").get("authorizationToken").isNull()).isTrue();
    }
  }

  @Nested
  class Context {
    private static final String CONTEXT =
        "{\"text\":\"a\",\"number\":1,\"yes\":true,\"nothing\":null,\"list\":[1],\"map\":{\"a\":2}}";
    private static final String FLAT =
        "{\"text\":\"a\",\"number\":1,\"yes\":true,\"principalId\":\"forged\"}";

    private TestApi with(String version, String context) {
      return api(config(version, false, null), "GET /a")
          .authorizing(allowing("*").replaceFirst("}$", ",\"context\":" + context + "}"));
    }

    @Test
    @Shows("httpapi.event2.authorizer-lambda")
    void eventShowsItWithItsTypes() {
      var api = with("2.0", CONTEXT);
      api.get("/a");

      assertThat(api.event().at("/requestContext/authorizer").toString())
          .isEqualTo("{\"lambda\":" + CONTEXT + "}");
    }

    @Test
    void eventShowsThatThereIsNone() {
      var api = simple().authorizing(YES);
      api.get("/a");

      assertThat(api.event().at("/requestContext/authorizer").toString())
          .isEqualTo("{\"lambda\":null}");
    }

    @Test
    @Shows("httpapi.event1.authorizer-lambda")
    void eventInFormat1ShowsItFlat() {
      var config = config("1.0", false, null);
      var api =
          TestApi.with(TestApi.inFormat1(route("GET /a", new RouteAuthorization.Custom(config))))
              .authorizing(allowing("*").replaceFirst("}$", ",\"context\":" + FLAT + "}"));
      api.get("/a");

      assertThat(api.event().at("/requestContext/authorizer").toString())
          .isEqualTo("{\"principalId\":\"kylian\",\"text\":\"a\",\"number\":1,\"yes\":true}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"claims\":\"x\"}", "{\"list\":[1]}", "{\"map\":{}}"})
    @Shows("httpapi.lambda-authorizer.claims-reserved")
    void format1TakesFlatContextsWithoutClaims(String context) {
      assertThat(status(with("1.0", context), "/a")).isEqualTo(500);
      assertThat(status(with("2.0", context), "/a")).isEqualTo(200);
      assertThat(status(with("1.0", "{\"list\":\"1\"}"), "/a")).isEqualTo(200);
    }

    @Test
    void accessLogShowsIt() {
      var stage =
          new StageConfig(
              "S",
              StageConfig.DEFAULT,
              Map.of(),
              new StageConfig.Deployed.Automatically(),
              "$context.authorizer.principalId $context.authorizer.text"
                  + " $context.authorizer.number $context.authorizer.yes"
                  + " $context.authorizer.nothing $context.authorizer.list"
                  + " $context.authorizer.other $context.authorizer.claims.text",
              Throttling.NONE);
      var api =
          api(List.of(stage), config("2.0", false, null), "GET /a")
              .authorizing(allowing("*").replaceFirst("}$", ",\"context\":" + CONTEXT + "}"));
      api.get("/a");

      assertThat(api.accessLog).containsExactly("kylian a 1 true - [1] - -");
    }

    @Test
    void accessLogShowsWhyTheAuthorizerFailed() {
      var stage =
          new StageConfig(
              "S",
              StageConfig.DEFAULT,
              Map.of(),
              new StageConfig.Deployed.Automatically(),
              "$context.status $context.authorizer.error",
              Throttling.NONE);
      var api = api(List.of(stage), config("2.0", true, null, TOKEN), "GET /a").authorizing("{}");
      api.get("/a", "X-Token", "a");
      api.get("/a");
      api.authorizing(NO).get("/a", "X-Token", "a");

      assertThat(api.accessLog)
          .containsExactly(
              "500 authorizer judge gave an answer that should have isAuthorized, true or false,"
                  + " as EnableSimpleResponses is true; it is missing",
              "401 -",
              "403 -");
    }

    @Test
    void parameterMappingsReadIt() {
      var mapping =
          new ParameterMapping(
              Map.of(
                  "overwrite:header.x-who", "$context.authorizer.principalId",
                  "overwrite:header.x-text", "$context.authorizer.text"),
              Map.of());
      var integration =
          new IntegrationConfig.LambdaProxy(
              "I", "arn:aws:lambda:x", "2.0", Duration.ofSeconds(30), mapping, null);
      var api =
          TestApi.with(
                  new RouteConfig(
                      "Route",
                      "GET /a",
                      new RouteAuthorization.Custom(config("2.0", false, null)),
                      integration))
              .authorizing(allowing("*").replaceFirst("}$", ",\"context\":" + CONTEXT + "}"));
      api.get("/a", "X-Who", "forged");

      assertThat(api.event().at("/headers/x-who").stringValue()).isEqualTo("kylian");
      assertThat(api.event().at("/headers/x-text").stringValue()).isEqualTo("a");
    }
  }

  @Nested
  class Configurations {
    private List<String> faults(LambdaAuthorizerConfig config) {
      return TestApi.config(
              List.of(TestApi.DEFAULT_STAGE),
              route("GET /a", new RouteAuthorization.Custom(config)),
              route("GET /b", new RouteAuthorization.Custom(config)))
          .faults()
          .stream()
          .map(fault -> fault.logicalId() + "." + fault.property())
          .toList();
    }

    private LambdaAuthorizerConfig with(String uri, String version, @Nullable String role) {
      return new LambdaAuthorizerConfig(
          "Authorizer", "id", "judge", uri, version, false, List.of(), null, role);
    }

    private final String uri = config("2.0", true, null).uri();

    @Test
    void wellFormedOnesHaveNone() {
      assertThat(faults(config("1.0", false, null))).isEmpty();
      assertThat(faults(config("2.0", true, Duration.ZERO))).isEmpty();
      assertThat(faults(config("2.0", true, Duration.ofHours(1), TOKEN))).isEmpty();
      assertThat(faults(with(uri, "2.0", "arn:aws:iam::123456789012:role/gateway"))).isEmpty();
    }

    @Test
    void timeToLiveIsAnHourAtMost() {
      assertThat(faults(config("2.0", true, Duration.ofSeconds(3601), TOKEN)))
          .containsExactly("Authorizer.AuthorizerResultTtlInSeconds");
      assertThat(faults(config("2.0", true, Duration.ofSeconds(-1), TOKEN)))
          .containsExactly("Authorizer.AuthorizerResultTtlInSeconds");
    }

    @Test
    @Shows("httpapi.lambda-authorizer.cache-needs-identity")
    void keepingAnswersTakesAnIdentitySource() {
      assertThat(faults(config("2.0", true, Duration.ofSeconds(1))))
          .containsExactly("Authorizer.AuthorizerResultTtlInSeconds");
    }

    @Test
    void simpleResponsesAreOfFormat2() {
      assertThat(faults(config("1.0", true, null)))
          .containsExactly("Authorizer.EnableSimpleResponses");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "2", "3.0"})
    void formatIsOneOfTwo(String version) {
      assertThat(faults(with(uri, version, null)))
          .containsExactly("Authorizer.AuthorizerPayloadFormatVersion");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "arn:aws:lambda:eu-west-1:123456789012:function:judge", "judge"})
    void functionIsNamedByItsInvocationUri(String name) {
      assertThat(faults(with(name, "2.0", null))).containsExactly("Authorizer.AuthorizerUri");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"", "arn:aws:iam::123456789012:user/*", "arn:aws:iam::*:user/*", "gateway"})
    void roleIsARole(String role) {
      assertThat(faults(with(uri, "2.0", role)))
          .containsExactly("Authorizer.AuthorizerCredentialsArn");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "$request.header.",
          "$request.header.a b",
          "method.request.header.Authorization",
          "$request.body",
          "$request.path.id",
          "$context.",
          "$context.nonsense",
          "$context.authorizer.principalId",
          "$context.status",
          "$stageVariables.",
          "Authorization",
        })
    void identitySourceIsOneThatAwsHas(String source) {
      assertThat(faults(config("2.0", true, null, TOKEN, source)))
          .containsExactly("Authorizer.IdentitySource");
    }

    @Test
    void allFaultsAreListedAtOnce() {
      assertThat(
              faults(
                  new LambdaAuthorizerConfig(
                      "Authorizer",
                      "id",
                      "judge",
                      "",
                      "",
                      true,
                      List.of("x"),
                      Duration.ofDays(1),
                      "role")))
          .hasSize(5);
    }
  }
}
