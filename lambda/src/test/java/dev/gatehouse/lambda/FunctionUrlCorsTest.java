package dev.gatehouse.lambda;

import static dev.gatehouse.lambda.FunctionUrlFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.fidelity.Shows;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpRequest;
import dev.gatehouse.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Cross-origin rules of a function URL.
class FunctionUrlCorsTest {
  private static final String ORIGIN = "https://fc.example";

  private static final FunctionUrlCors ANYONE =
      new FunctionUrlCors(
          false, List.of("*"), List.of("*"), List.of("*"), List.of(), Duration.ZERO);

  private static final FunctionUrlCors ONE_ORIGIN =
      new FunctionUrlCors(
          true,
          List.of("content-type", "x-player"),
          List.of("GET", "POST"),
          List.of(ORIGIN),
          List.of("x-count"),
          Duration.ofMinutes(5));

  @Test
  @Shows("function-url.cors.preflight")
  void preflightIsAnsweredWithoutTheFunction() {
    var fixture = FunctionUrlFixture.locked().cors(ONE_ORIGIN);
    HttpResponse response = fixture.enter(preflight(ORIGIN)).response();

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body().isEmpty()).isTrue();
    assertThat(cors(response))
        .containsExactly(
            "Access-Control-Allow-Origin: " + ORIGIN,
            "Vary: Origin",
            "Access-Control-Allow-Credentials: true",
            "Access-Control-Expose-Headers: x-count",
            "Access-Control-Allow-Methods: GET,POST",
            "Access-Control-Allow-Headers: content-type,x-player",
            "Access-Control-Max-Age: 300");
    assertThat(fixture.invocations).isEmpty();
    assertThat(fixture.asked).isEmpty();
  }

  @Test
  void preflightOfAnotherOriginIsGrantedNothing() {
    HttpResponse response =
        FunctionUrlFixture.locked()
            .cors(ONE_ORIGIN)
            .enter(preflight("https://evil.example"))
            .response();

    assertThat(response.status()).isEqualTo(200);
    assertThat(cors(response)).isEmpty();
  }

  @Test
  void wildcardIsSaidAsSuch() {
    assertThat(cors(FunctionUrlFixture.locked().cors(ANYONE).enter(preflight(ORIGIN)).response()))
        .containsExactly(
            "Access-Control-Allow-Origin: *",
            "Access-Control-Allow-Methods: *",
            "Access-Control-Allow-Headers: *",
            "Access-Control-Max-Age: 0");
  }

  @Test
  void optionsThatIsNoPreflightIsJudged() {
    assertThat(
            FunctionUrlFixture.locked()
                .cors(ANYONE)
                .enter(request("OPTIONS", "/", HttpHeaders.of("Origin", ORIGIN), ""))
                .response()
                .status())
        .isEqualTo(403);
  }

  @Test
  @Shows("function-url.cors.headers-on-every-answer")
  void everyAnswerCarriesTheHeaders() {
    HttpRequest get = request("GET", "/", HttpHeaders.of("Origin", ORIGIN), "");

    assertThat(cors(FunctionUrlFixture.open().cors(ONE_ORIGIN).enter(get).response()))
        .containsExactly(
            "Access-Control-Allow-Origin: " + ORIGIN,
            "Vary: Origin",
            "Access-Control-Allow-Credentials: true",
            "Access-Control-Expose-Headers: x-count");
    assertThat(cors(FunctionUrlFixture.locked().cors(ANYONE).enter(get).response()))
        .containsExactly("Access-Control-Allow-Origin: *");
  }

  @Test
  @Shows("function-url.cors.configuration-wins")
  void configurationBeatsTheFunction() {
    HttpRequest get = request("GET", "/", HttpHeaders.of("Origin", "https://evil.example"), "");
    String own =
        "{\"statusCode\":200,\"headers\":{\"access-control-allow-origin\":\"*\","
            + "\"access-control-expose-headers\":\"x-mine\"}}";

    assertThat(
            cors(FunctionUrlFixture.open().cors(ONE_ORIGIN).answering(own).enter(get).response()))
        .isEmpty();
    assertThat(cors(FunctionUrlFixture.open().answering(own).enter(get).response()))
        .containsExactly("access-control-allow-origin: *", "access-control-expose-headers: x-mine");
  }

  private static HttpRequest preflight(String origin) {
    return request(
        "OPTIONS",
        "/players",
        HttpHeaders.of("Origin", origin, "Access-Control-Request-Method", "POST"),
        "");
  }

  private static List<String> cors(HttpResponse response) {
    return response.headers().lines().stream()
        .filter(line -> line.name().matches("(?i)access-control-.*|vary"))
        .map(line -> line.name() + ": " + line.value())
        .toList();
  }
}
