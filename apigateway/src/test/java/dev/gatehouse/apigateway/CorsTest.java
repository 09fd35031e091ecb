package dev.gatehouse.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.door.Passage;
import dev.gatehouse.door.Verdict;
import dev.gatehouse.fidelity.Shows;
import dev.gatehouse.http.HttpHeader;
import dev.gatehouse.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// http-api-cors.html.
class CorsTest {
  private static final String ORIGIN = "https://app.example";

  private static final CorsConfig STRICT =
      new CorsConfig(
          List.of(ORIGIN, "http://localhost:3000"),
          List.of("GET", "POST"),
          List.of("authorization", "content-type"),
          List.of("x-total"),
          Duration.ofMinutes(5),
          true);

  private static final CorsConfig ANYONE =
      new CorsConfig(List.of("*"), List.of("*"), List.of(), List.of(), null, false);

  @Test
  @Shows("httpapi.cors.preflight")
  @Shows("httpapi.cors.preflight-headers")
  void preflightIsAnsweredWithoutRouteAndToken() {
    var api = api(STRICT, TestApi.locked("GET /players"));
    Passage passage = api.enter(preflight("/players", ORIGIN));

    assertThat(passage.response().status()).isEqualTo(204);
    assertThat(passage.response().body().isEmpty()).isTrue();
    assertThat(passage.response().headers().lines())
        .containsExactly(
            new HttpHeader("apigw-requestid", passage.requestId()),
            new HttpHeader("access-control-allow-origin", ORIGIN),
            new HttpHeader("access-control-allow-credentials", "true"),
            new HttpHeader("access-control-allow-methods", "GET,POST"),
            new HttpHeader("access-control-allow-headers", "authorization,content-type"),
            new HttpHeader("access-control-max-age", "300"));
    assertThat(passage.verdict()).isEqualTo(new Verdict.Allowed("anonymous"));
    assertThat(api.calls).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://other.example",
        "http://app.example",
        "https://app.example.evil.example",
        "https://app.example:444",
        "https://evil.example/https://app.example",
        "null",
        ""
      })
  @Shows("httpapi.cors.other-origin")
  void preflightOfAnotherOriginHasNoCorsHeaders(String origin) {
    Passage passage =
        api(STRICT, TestApi.locked("GET /players")).enter(preflight("/players", origin));

    assertThat(passage.response().status()).isEqualTo(204);
    assertThat(passage.response().headers().lines())
        .extracting(HttpHeader::name)
        .containsExactly("apigw-requestid");
  }

  @Test
  @Shows("httpapi.cors.no-preflight")
  void optionsThatIsNoPreflightIsNotFound() {
    var api = api(STRICT, TestApi.locked("GET /players"));

    assertThat(api.enter(TestApi.request("OPTIONS", "/players")).response().status())
        .isEqualTo(404);
    assertThat(
            api.enter(TestApi.request("OPTIONS", "/players", "Origin", ORIGIN)).response().status())
        .isEqualTo(404);
  }

  @Test
  @Shows("httpapi.cors.without-configuration")
  void withoutConfigurationPreflightIsNotFound() {
    Passage passage =
        api(null, TestApi.locked("GET /players")).enter(preflight("/players", ORIGIN));

    PayloadV2ResponseTest.assertGenerated(passage, 404, "Not Found");
  }

  @Test
  void lockedRouteThatTakesThePreflightStaysLocked() {
    var api = api(STRICT, TestApi.locked("$default"));
    Passage passage = api.enter(preflight("/players", ORIGIN));

    assertThat(passage.response().status()).isEqualTo(401);
    assertThat(passage.response().headers().first("access-control-allow-origin")).contains(ORIGIN);
    assertThat(api.calls).isEmpty();
  }

  @Test
  @Shows("httpapi.cors.open-options-route")
  void openOptionsRouteBesideALockedDefaultAnswersPreflights() {
    var api = api(STRICT, TestApi.locked("$default"), TestApi.open("OPTIONS /{proxy+}"));
    Passage passage = api.enter(preflight("/players", ORIGIN));

    assertThat(passage.response().status()).isEqualTo(200);
    assertThat(passage.response().headers().first("access-control-allow-methods"))
        .contains("GET,POST");
    assertThat(api.get("/players").response().status()).isEqualTo(401);
  }

  @Test
  @Shows("httpapi.cors.replaces-the-functions")
  @Shows("httpapi.cors.matching-origin-only")
  void functionsOwnCorsHeadersAreReplaced() {
    var api =
        api(STRICT, TestApi.open("GET /players"))
            .answering(
                """
                {"statusCode":200,"headers":{"Access-Control-Allow-Origin":"*",
                 "access-control-allow-credentials":"true","x-total":"1"}}\
                """);

    assertThat(names(api.get("/players", "Origin", ORIGIN)))
        .containsExactly(
            "x-total",
            "content-type",
            "apigw-requestid",
            "access-control-allow-origin",
            "access-control-allow-credentials",
            "access-control-expose-headers");
    assertThat(names(api.get("/players", "Origin", "https://other.example")))
        .containsExactly("x-total", "content-type", "apigw-requestid");
    assertThat(names(api.get("/players")))
        .containsExactly("x-total", "content-type", "apigw-requestid");
  }

  @Test
  @Shows("httpapi.cors.without-configuration")
  void withoutConfigurationTheFunctionsHeadersStay() {
    var api =
        api(null, TestApi.open("GET /players"))
            .answering("{\"statusCode\":200,\"headers\":{\"Access-Control-Allow-Origin\":\"*\"}}");

    assertThat(names(api.get("/players"))).contains("access-control-allow-origin");
  }

  @Test
  @Shows("httpapi.cors.refusals-too")
  void refusalsCarryCorsHeadersToo() {
    Passage passage = api(ANYONE, TestApi.locked("GET /players")).get("/players", "Origin", ORIGIN);

    assertThat(passage.response().status()).isEqualTo(401);
    assertThat(passage.response().headers().all("access-control-allow-origin"))
        .containsExactly("*");
  }

  @Test
  void schemeMayStandForAllItsOrigins() {
    var https = new CorsConfig(List.of("https://*"), List.of(), List.of(), List.of(), null, false);
    var api = api(https, TestApi.open("GET /players"));

    assertThat(
            api.get("/players", "Origin", ORIGIN)
                .response()
                .headers()
                .all("access-control-allow-origin"))
        .containsExactly(ORIGIN);
    assertThat(names(api.get("/players", "Origin", "http://app.example")))
        .doesNotContain("access-control-allow-origin");
  }

  @Test
  @Shows("httpapi.cors.credentials-and-any-origin")
  void configurationThatAwsRefusesIsAFault() {
    assertThat(config(STRICT).faults()).isEmpty();
    assertThat(config(ANYONE).faults()).isEmpty();
    var wrong =
        new CorsConfig(
            List.of("*", "app.example", "https://a.example/path"),
            List.of("FETCH"),
            List.of("a b"),
            List.of("x\r\ny"),
            Duration.ofDays(2),
            true);

    assertThat(config(wrong).faults())
        .hasSize(7)
        .allSatisfy(fault -> assertThat(fault.property()).isEqualTo("CorsConfiguration"));
  }

  private static TestApi api(@Nullable CorsConfig cors, RouteConfig... routes) {
    return TestApi.of(config(cors, routes));
  }

  private static HttpApiConfig config(@Nullable CorsConfig cors, RouteConfig... routes) {
    return new HttpApiConfig(
        "Api", TestApi.IDENTITY, List.of(TestApi.DEFAULT_STAGE), List.of(routes), cors, false);
  }

  private static HttpRequest preflight(String path, String origin) {
    return TestApi.request(
        "OPTIONS", path, "Origin", origin, "Access-Control-Request-Method", "GET");
  }

  private static List<String> names(Passage passage) {
    return passage.response().headers().lines().stream().map(HttpHeader::name).toList();
  }
}
