package dev.gatehouse.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.apigateway.Throttling.Limits;
import dev.gatehouse.door.Reason;
import dev.gatehouse.fidelity.Shows;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// http-api-throttling.html.
class ThrottlingTest {
  private static final Limits OPEN = new Limits(null, null);

  private static StageConfig stage(Throttling throttling) {
    return new StageConfig(
        "Stage",
        StageConfig.DEFAULT,
        Map.of(),
        new StageConfig.Deployed.Automatically(),
        "$context.status $context.routeKey $context.error.message",
        throttling);
  }

  private static TestApi api(Throttling throttling, RouteConfig... routes) {
    return TestApi.with(List.of(stage(throttling)), routes);
  }

  private static TestApi api(double rate, int burst) {
    return api(
        new Throttling(new Limits(rate, burst), Map.of()),
        TestApi.open("GET /a"),
        TestApi.open("GET /b"));
  }

  private static List<Integer> statuses(TestApi api, String path, int times) {
    return Stream.generate(() -> api.get(path).response().status()).limit(times).toList();
  }

  @Test
  @Shows("httpapi.throttling.token-bucket")
  void burstPassesThenTheRateDecides() {
    var api = api(2, 3);
    assertThat(statuses(api, "/a", 4)).containsExactly(200, 200, 200, 429);

    api.clock.advance(Duration.ofMillis(499));
    assertThat(statuses(api, "/a", 1)).containsExactly(429);
    api.clock.advance(Duration.ofMillis(1));
    assertThat(statuses(api, "/a", 2)).containsExactly(200, 429);

    api.clock.advance(Duration.ofHours(1));
    assertThat(statuses(api, "/a", 4)).containsExactly(200, 200, 200, 429);
  }

  @Test
  @Shows("httpapi.throttling.answer")
  void tooManyRequestsAreToldSoAndTheOwnerHowToRaiseTheLimit() {
    var api = api(0.5, 1);
    api.get("/a");
    var refused = api.get("/a");

    PayloadV2ResponseTest.assertGenerated(refused, 429, "Too Many Requests");
    assertThat(TestApi.reason(refused)).isInstanceOf(Reason.TooMany.class);
    assertThat(TestApi.reason(refused).sentence())
        .contains("stage $default", "0.5 requests a second", "GET /a", "1 at once")
        .contains("raise ThrottlingRateLimit", "DefaultRouteSettings of Stage");
    assertThat(api.calls).hasSize(1);
    assertThat(api.accessLog).containsExactly("200 GET /a -", "429 GET /a Too Many Requests");
  }

  @Test
  @Shows("httpapi.throttling.default-for-each-route")
  void eachRouteHasABucketOfItsOwn() {
    var api = api(1, 1);
    assertThat(statuses(api, "/a", 2)).containsExactly(200, 429);
    assertThat(statuses(api, "/b", 2)).containsExactly(200, 429);
  }

  @Test
  @Shows("httpapi.throttling.route-settings")
  void routeSettingsOverrideTheDefaultMemberByMember() {
    var api =
        api(
            new Throttling(
                new Limits(1.0, 1), Map.of("GET /b", new Limits(null, 2), "GET /c", OPEN)),
            TestApi.open("GET /a"),
            TestApi.open("GET /b"),
            TestApi.open("GET /c"));
    assertThat(statuses(api, "/a", 2)).containsExactly(200, 429);
    assertThat(statuses(api, "/b", 3)).containsExactly(200, 200, 429);
    assertThat(statuses(api, "/c", 2)).containsExactly(200, 429);

    assertThat(TestApi.reason(api.get("/b")).sentence()).contains("RouteSettings of Stage");
  }

  @Test
  @Shows("httpapi.cors.refusals-too")
  void pagesMayReadTheRefusal() {
    var cors =
        new CorsConfig(
            List.of("https://app.example"), List.of(), List.of(), List.of("x"), null, true);
    var stages = List.of(stage(new Throttling(new Limits(1.0, 0), Map.of())));
    var api =
        TestApi.of(
            new HttpApiConfig(
                "Api", TestApi.IDENTITY, stages, List.of(TestApi.open("GET /a")), cors, false));

    var refused = api.get("/a", "Origin", "https://app.example").response();
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.headers().all("access-control-allow-origin"))
        .containsExactly("https://app.example");
    assertThat(refused.headers().all("access-control-allow-credentials")).containsExactly("true");
    assertThat(refused.headers().all("access-control-expose-headers")).containsExactly("x");
    assertThat(api.get("/a", "Origin", "https://evil.example").response().headers().lines())
        .noneMatch(line -> line.name().startsWith("access-control-"));
  }

  @Test
  void withoutLimitsNothingIsThrottled() {
    var api = api(Throttling.NONE, TestApi.open("GET /a"));
    assertThat(statuses(api, "/a", 50)).containsOnly(200);
  }

  @Test
  void oneLimitAloneLeavesTheOtherToTheAccounts() {
    var slow = new Throttling(new Limits(1.0, null), Map.of()).of(RouteKey.parse("GET /a"));
    assertThat(slow).contains(new Throttling.Limit(1, 5_000));
    var narrow = new Throttling(new Limits(null, 7), Map.of()).of(RouteKey.parse("GET /a"));
    assertThat(narrow).contains(new Throttling.Limit(10_000, 7));
  }

  @ParameterizedTest
  @CsvSource({"0, 5", "5, 0", "0, 0"})
  void limitOfNothingLetsNothingThrough(double rate, int burst) {
    var api = api(rate, burst);
    api.clock.advance(Duration.ofDays(1));
    assertThat(statuses(api, "/a", 2)).containsOnly(429);
  }

  @Test
  void clockThatIsSetBackFillsNothing() {
    var api = api(1, 1);
    api.get("/a");
    api.clock.advance(Duration.ofHours(-1));
    assertThat(statuses(api, "/a", 1)).containsExactly(429);
    api.clock.advance(Duration.ofSeconds(1));
    assertThat(statuses(api, "/a", 1)).containsExactly(200);
  }

  @Test
  void refusedGuestsTakeTokensToo() {
    var api =
        api(new Throttling(new Limits(1.0, 1), Map.of()), TestApi.locked("GET /players", "read"));
    assertThat(statuses(api, "/players", 2)).containsExactly(401, 429);
  }

  @Test
  void lostRequestsAreNotCounted() {
    var api = api(1, 1);
    assertThat(statuses(api, "/nowhere", 3)).containsOnly(404);
    assertThat(statuses(api, "/a", 1)).containsExactly(200);
  }

  @Test
  @Shows("httpapi.throttling.unknown-route-key")
  void settingsOfAnUnknownRouteAreAFault() {
    assertThat(faults(Map.of("GET /a", new Limits(1.0, 1)))).isEmpty();
    assertThat(faults(Map.of("GET /nowhere", new Limits(1.0, 1))))
        .singleElement()
        .satisfies(fault -> {
          assertThat(fault.property()).isEqualTo("RouteSettings");
          assertThat(fault.problem())
              .isEqualTo(
                  "Unable to find Route by key GET /nowhere within the provided RouteSettings");
        });
  }

  @Test
  void negativeLimitsAreFaults() {
    assertThat(faults(Map.of("GET /a", new Limits(-1.0, -1))))
        .extracting(Fault::property)
        .containsExactly(
            "RouteSettings.GET /a.ThrottlingRateLimit",
            "RouteSettings.GET /a.ThrottlingBurstLimit");
    assertThat(faults(Map.of("GET /a", new Limits(Double.NaN, 1)))).hasSize(1);
  }

  private static List<Fault> faults(Map<String, Limits> byRouteKey) {
    return TestApi.config(List.of(stage(new Throttling(OPEN, byRouteKey))), TestApi.open("GET /a"))
        .faults();
  }
}
