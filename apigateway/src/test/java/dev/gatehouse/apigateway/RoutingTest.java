package dev.gatehouse.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.door.Door;
import dev.gatehouse.door.Lock;
import dev.gatehouse.door.Passage;
import dev.gatehouse.door.Reason;
import dev.gatehouse.fidelity.Shows;
import dev.gatehouse.http.HttpHeader;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// http-api-develop-routes.html, and everything a guest might write in a path.
class RoutingTest {
  private static final String NOWHERE = "nowhere";

  /// The documentation's worked example, least specific route first.
  private final TestApi worked =
      openApi(
          "$default",
          "ANY /{proxy+}",
          "GET /pets/{proxy+}",
          "GET /pets/dog/{id}",
          "GET /pets/dog/1");

  @ParameterizedTest
  @CsvSource({
    "GET, /pets/dog/1, GET /pets/dog/1",
    "GET, /pets/dog/2, GET /pets/dog/{id}",
    "GET, /pets/cat/1, GET /pets/{proxy+}",
    "GET, /pets/dog, GET /pets/{proxy+}",
    "GET, /pets/dog/1/2, GET /pets/{proxy+}",
    "POST, /pets/dog/1, ANY /{proxy+}",
    "GET, /pets, ANY /{proxy+}",
    "POST, /test/5, ANY /{proxy+}",
    "GET, /, $default",
    "DELETE, /, $default",
  })
  @Shows("httpapi.routing.priority")
  void mostSpecificRouteTakesTheRequest(String method, String path, String key) {
    assertThat(door(worked, method, path)).isEqualTo(key);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /players, GET /players",
    "POST, /players, ANY /players",
    "PATCH, /players/7, ANY /players/{id}",
    "GET, /players/me, ANY /players/me",
    "GET, /players/7, GET /players/{id}",
    "GET, /teams/7/players/8, GET /teams/{team}/players/{player}",
    "GET, /a.b/c~d, GET /a.b/c~d",
  })
  @Shows("httpapi.routing.any")
  @Shows("httpapi.routing.path-before-method")
  void pathDecidesBeforeMethod(String method, String path, String key) {
    var api =
        openApi(
            "ANY /players",
            "GET /players",
            "GET /players/{id}",
            "ANY /players/{id}",
            "ANY /players/me",
            "GET /teams/{team}/players/{player}",
            "GET /a.b/c~d");
    assertThat(door(api, method, path)).isEqualTo(key);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /players/",
    "POST, /players",
    "PUT, /players/7",
    "OPTIONS, /players",
    "HEAD, /players",
    "get, /players",
    "GET, /Players",
    "GET, /PLAYERS",
    "GET, /player",
    "GET, /playerss",
    "GET, /players/7/8",
    "GET, /",
    "GET, //",
    "GET, //players",
    "GET, /players//7",
    "GET, /players/%2e",
    "GET, /players/..",
    "GET, /players/7/..",
    "GET, /./players",
    "GET, /players/%2E%2E/players",
    "GET, /players/%252e%252e",
    "GET, /players/..;x=1",
    "GET, /players/..%5c",
    "GET, /players/%",
    "GET, /players/%4",
    "GET, /players/%zz",
    "GET, /players/%ff",
    "GET, /players/%c0%af",
    "GET, /players/%00",
    "GET, /players/7%0d%0a",
    "GET, /players/a%2Fb",
    "GET, /players%2F7",
    "GET, %2Fplayers",
    "GET, players",
    "GET, *",
    "GET, http://localhost/players",
    "TRACE, /players",
    "CONNECT, /players",
    "PROPFIND, /players",
  })
  @Shows("httpapi.routing.not-found")
  @Shows("httpapi.routing.case")
  @Shows("httpapi.routing.one-segment")
  @Shows("httpapi.responses.no-rest-headers")
  void noRouteIsNotFound(String method, String path) {
    var api = openApi("GET /players/{id}", "GET /players/me", "GET /other");
    Passage passage = api.enter(TestApi.request(method, path));

    assertThat(passage.response().status()).isEqualTo(404);
    assertThat(passage.response().body().text()).isEqualTo("{\"message\":\"Not Found\"}");
    assertThat(passage.response().headers().lines())
        .containsExactly(
            new HttpHeader("Content-Type", "application/json"),
            new HttpHeader("apigw-requestid", passage.requestId()));
    assertThat(passage.door()).isEqualTo(method + " " + path);
    assertThat(api.calls).isEmpty();
  }

  @Test
  void ownerIsToldWhatWasAskedFor() {
    assertThat(TestApi.reason(openApi("GET /players").get("/teams?token=secret")))
        .isEqualTo(new Reason.NoSuchDoor("GET /teams"));
  }

  @Test
  void oneTrailingSlashIsForgivenAndShown() {
    var api = openApi("GET /players");

    assertThat(door(api, "GET", "/players/")).isEqualTo("GET /players");
    assertThat(api.event().get("rawPath").stringValue()).isEqualTo("/players/");
    assertThat(door(api, "GET", "/players//")).isEqualTo(NOWHERE);
  }

  @Test
  @Shows("httpapi.routing.greedy-value")
  void greedyVariableTakesTheRestOfThePath() {
    var api = openApi("GET /files/{proxy+}");

    assertThat(door(api, "GET", "/files/a/b%20c")).isEqualTo("GET /files/{proxy+}");
    assertThat(api.event().at("/pathParameters/proxy").stringValue()).isEqualTo("a/b c");
    assertThat(door(api, "GET", "/files")).isEqualTo(NOWHERE);
  }

  @Test
  @Shows("httpapi.routing.decoded-path")
  void greedyRouteTakesAnEncodedSlashAsAwsDecodesIt() {
    var api = openApi("GET /files/{proxy+}");

    assertThat(door(api, "GET", "/files/a%2Fb")).isEqualTo("GET /files/{proxy+}");
    assertThat(api.event().at("/pathParameters/proxy").stringValue()).isEqualTo("a/b");
    assertThat(api.event().get("rawPath").stringValue()).isEqualTo("/files/a/b");
  }

  @Test
  @Shows("httpapi.routing.decoded-question-mark")
  void decodedQuestionMarkEndsRawPath() {
    var api = openApi("GET /files/{proxy+}");

    assertThat(door(api, "GET", "/files/a%3Fb?c=d")).isEqualTo("GET /files/{proxy+}");
    assertThat(api.event().get("rawPath").stringValue()).isEqualTo("/files/a");
    assertThat(api.event().get("rawQueryString").stringValue()).isEqualTo("c=d");
  }

  /// Open doors all around locked ones, with each kind of lock: whatever the path looks like, no
  /// open door may serve what a function could take for a path behind the lock.
  @Nested
  class AroundTheLock {
    private final TestApi api = around(TestApi.locked("GET /").authorization());
    private final List<TestApi> apis =
        List.of(
            api,
            around(new RouteAuthorization.Iam()),
            around(new RouteAuthorization.Custom(judge(List.of()))),
            around(new RouteAuthorization.Custom(judge(List.of("$request.header.X-Token")))));

    private static TestApi around(RouteAuthorization lock) {
      return TestApi.with(
              TestApi.open("$default"),
              TestApi.open("ANY /{proxy+}"),
              TestApi.open("GET /admin/{anything+}"),
              TestApi.open("GET /public"),
              TestApi.route("GET /admin/users", lock),
              TestApi.route("ANY /admin/keys/{id}", lock),
              TestApi.route("ANY /vault/{proxy+}", lock))
          .authorizing("{\"isAuthorized\":false}");
    }

    private static LambdaAuthorizerConfig judge(List<String> sources) {
      return new LambdaAuthorizerConfig(
          "Authorizer",
          "auth12",
          "judge",
          "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/f/invocations",
          "2.0",
          true,
          sources,
          null,
          null);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "/admin/users",
          "/admin/users/",
          "/admin/users//",
          "/admin//users",
          "//admin/users",
          "//admin//users//",
          "/admin/users;",
          "/admin/users;jsessionid=1",
          "/admin;x=y/users",
          "/;x/admin/users",
          "/admin/users%3b",
          "/admin/users%3Bx",
          "/admin/user%73",
          "/%61dmin/users",
          "/%61%64%6d%69%6e/%75%73%65%72%73",
          "/admin%2Fusers",
          "/admin%2fusers",
          "%2Fadmin/users",
          "/%2Fadmin/users",
          "/admin/users%2F",
          "/admin%252Fusers",
          "/admin%25252Fusers",
          "/admin/user%2573",
          "/%2561dmin/users",
          "/./admin/users",
          "/admin/./users",
          "/admin/.;/users",
          "/admin/%2e/users",
          "/public/../admin/users",
          "/public/..;/admin/users",
          "/public/%2e%2e/admin/users",
          "/public/.%2e/admin/users",
          "/public/%252e%252e/admin/users",
          "/public/..%2fadmin/users",
          "/public/..%5cadmin/users",
          "/admin/x/../users",
          "/admin/users/x/..",
          "/admin/users/.",
          "/admin\\users",
          "/admin%5Cusers",
          "\\admin\\users",
          "/admin/users%3F",
          "/admin/users%3Fx=y",
          "/admin/users%23",
          "/admin/users%00",
          "/admin/users%0a",
          "/admin/users%09",
          "/admin/users%C0%AF",
          "/admin/keys/1",
          "/admin/keys/1/",
          "/admin/keys//1",
          "/admin/keys/1;v=2",
          "/admin/keys%2F1",
          "/admin/keys/1%2F",
          "/vault/a",
          "/vault/a/b/c",
          "/vault//a",
          "/vault%2Fa",
          "/vault;x/a",
          "/vault\\a",
          "/vault%5ca",
        })
    void noPathReachesTheFunctionWithoutACredential(String path) {
      for (TestApi locked : apis) {
        Passage passage = locked.get(path);

        assertThat(passage.response().status()).as(path).isIn(401, 403, 404);
        assertThat(locked.calls).isEmpty();
      }
    }

    @ParameterizedTest
    @CsvSource({
      "/admin/Users, GET /admin/{anything+}",
      "/admin/usersx, GET /admin/{anything+}",
      "/admin/other, GET /admin/{anything+}",
      "/public, GET /public",
      "/public/x, ANY /{proxy+}",
      "/vault, ANY /{proxy+}",
      "/, $default",
    })
    void otherPathsStayOpen(String path, String key) {
      for (TestApi locked : apis) {
        assertThat(door(locked, "GET", path)).isEqualTo(key);
      }
    }

    /// A credential for one lock is none for another, so such a path leads nowhere.
    @Test
    void pathBetweenTwoKindsOfLocksLeadsNowhere() {
      var mixed =
          TestApi.with(
              TestApi.route("ANY /{proxy+}", new RouteAuthorization.Custom(judge(List.of()))),
              TestApi.route("GET /a/b", new RouteAuthorization.Iam()),
              TestApi.locked("GET /a/c"));
      mixed.authorizing("{\"isAuthorized\":true}");

      for (String path : List.of("/a//b", "/a%2Fb", "/a/b;x", "//a/c", "/a/c%3Fx")) {
        assertThat(mixed.get(path).response().status()).as(path).isEqualTo(404);
      }
      assertThat(mixed.calls).isEmpty();
      assertThat(mixed.get("/a/d").response().status()).isEqualTo(200);
    }

    @Test
    void methodThatIsNotLockedIsServedByTheGreedyRoute() {
      assertThat(door(api, "POST", "/admin/users")).isEqualTo("ANY /{proxy+}");
      assertThat(door(api, "POST", "/admin/keys/1")).isEqualTo(NOWHERE);
    }
  }

  @Test
  void openRouteThatTiesWithALockedOneIsRefused() {
    var api = TestApi.with(TestApi.open("GET /pets/{id}"), TestApi.locked("GET /{kind}/dog"));

    assertThat(api.get("/pets/dog").response().status()).isEqualTo(404);
    assertThat(TestApi.reason(api.get("/pets/dog")).sentence()).contains("locks differ");
    assertThat(door(api, "GET", "/pets/cat")).isEqualTo("GET /pets/{id}");
  }

  @Test
  void trailingSlashThatAGreedyLockMightTakeIsRefused() {
    var api = TestApi.with(TestApi.open("GET /a"), TestApi.locked("ANY /{proxy+}"));

    assertThat(api.get("/a").response().status()).isEqualTo(200);
    assertThat(api.get("/a/").response().status()).isEqualTo(404);
  }

  @Nested
  class Stages {
    private static final StageConfig DEV =
        new StageConfig("Dev", "dev", Map.of("table", "players-dev"));

    @Test
    @Shows("httpapi.routing.stage-first")
    @Shows("httpapi.routing.stage-prefix-in-raw-path")
    @Shows("httpapi.stages.variables-in-events")
    void namedStageTakesItsPrefix() {
      var api = TestApi.with(List.of(TestApi.DEFAULT_STAGE, DEV), TestApi.open("GET /players"));

      assertThat(door(api, "GET", "/dev/players")).isEqualTo("GET /players");
      assertThat(api.event().get("rawPath").stringValue()).isEqualTo("/dev/players");
      assertThat(api.event().at("/requestContext/stage").stringValue()).isEqualTo("dev");
      assertThat(api.event().at("/stageVariables/table").stringValue()).isEqualTo("players-dev");
      assertThat(api.calls.getFirst().sourceArn())
          .isEqualTo("arn:aws:execute-api:eu-west-1:123456789012:abcde12345/dev/GET/players");
    }

    @Test
    @Shows("httpapi.routing.stage-first")
    @Shows("httpapi.event2.stage-variables")
    void otherPathsAreTheDefaultStages() {
      var api = TestApi.with(List.of(TestApi.DEFAULT_STAGE, DEV), TestApi.open("GET /players"));

      assertThat(door(api, "GET", "/players")).isEqualTo("GET /players");
      assertThat(api.event().at("/requestContext/stage").stringValue()).isEqualTo("$default");
      assertThat(api.event().has("stageVariables")).isFalse();
      assertThat(door(api, "GET", "/prod/players")).isEqualTo(NOWHERE);
    }

    @Test
    @Shows("httpapi.routing.no-stage")
    void withoutDefaultStageThePrefixIsNeeded() {
      var api = TestApi.with(List.of(DEV), TestApi.open("GET /players"), TestApi.open("$default"));

      assertThat(door(api, "GET", "/players")).isEqualTo(NOWHERE);
      assertThat(door(api, "GET", "/$default/players")).isEqualTo(NOWHERE);
      assertThat(door(api, "GET", "/dev")).isEqualTo("$default");
    }

    @Test
    void apiWithoutStagesServesNothing() {
      assertThat(door(TestApi.with(List.of(), TestApi.open("$default")), "GET", "/"))
          .isEqualTo(NOWHERE);
    }
  }

  @Test
  void doorsAreTheRoutesWithTheirLocks() {
    var api =
        TestApi.with(
            TestApi.locked("GET /players", "read"),
            TestApi.open("ANY /{proxy+}"),
            TestApi.open("$default"));

    assertThat(api.gate().doors())
        .containsExactly(
            new Door(
                Door.Kind.ROUTE,
                "GET",
                "/players",
                "Route",
                new Lock.Jwt(TestTokens.ISSUER, List.of("client-1", "client-2"), List.of("read"))),
            new Door(Door.Kind.ROUTE, "ANY", "/{proxy+}", "Route", new Lock.Open()),
            new Door(Door.Kind.ROUTE, "$default", "*", "Route", new Lock.Open()));
  }

  private static TestApi openApi(String... keys) {
    return TestApi.with(Arrays.stream(keys).map(TestApi::open).toArray(RouteConfig[]::new));
  }

  private static String door(TestApi api, String method, String path) {
    api.calls.clear();
    Passage passage = api.enter(TestApi.request(method, path));
    return passage.response().status() == 200 ? passage.door() : NOWHERE;
  }
}
