package dev.gatehouse.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.door.Passage;
import dev.gatehouse.door.Reason;
import dev.gatehouse.door.Verdict;
import dev.gatehouse.fidelity.Shows;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeader;
import dev.gatehouse.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of a function's answer: http-api-develop-integrations-lambda.html, and AWS's own
/// integration tests against a deployed API.
class PayloadV2ResponseTest {
  private static final String JSON = "application/json";
  private static final String TEXT = "text/plain; charset=utf-8";

  private final TestApi api = TestApi.with(TestApi.open("$default"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"message\":\"hi\"} | {\"message\":\"hi\"}",
        "{ \"a\" : 1.0 , \"b\":[ ] } | { \"a\" : 1.0 , \"b\":[ ] }",
        "{\"statuscode\":500} | {\"statuscode\":500}",
        "{\"body\":\"x\",\"headers\":{\"a\":\"b\"}} | {\"body\":\"x\",\"headers\":{\"a\":\"b\"}}",
        "[1, 2] | [1, 2]",
        "42 | 42",
        "true | true",
        "null | null",
        "\"test\" | test",
        "\"a\\nb\\u00e9\" | 'a\nbé'",
        "\"\" | ''",
        "\"{\\\"statusCode\\\":500}\" | {\"statusCode\":500}",
        "not json | not json",
        "{\"statusCode\":200 | {\"statusCode\":200",
        "'' | ''",
      })
  @Shows("httpapi.response2.inferred")
  void answerWithoutStatusCodeIsTheBody(String payload, String body) {
    HttpResponse response = answered(payload);

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.headers().all("content-type")).containsExactly(JSON);
    assertThat(response.body().text()).isEqualTo(body);
  }

  @Test
  @Shows("httpapi.response2.whole")
  @Shows("httpapi.response2.cookies")
  void wholeResponseIsTakenOver() {
    Passage passage =
        api.answering(
                """
                {"statusCode":201,"body":"{\\"id\\":7}","isBase64Encoded":false,
                 "cookies":["a=1; HttpOnly","b=2"],"multiValueHeaders":{"x-many":["1","2"]},
                 "headers":{"Content-Type":"application/json","X-Number":7,"x-flag":true,
                 "x-null":null,"Set-Cookie":"c=3","Location":"/players/7"}}\
                """)
            .get("/");

    assertThat(passage.response().status()).isEqualTo(201);
    assertThat(passage.response().body().text()).isEqualTo("{\"id\":7}");
    assertThat(passage.response().headers().lines())
        .containsExactly(
            new HttpHeader("set-cookie", "a=1; HttpOnly"),
            new HttpHeader("set-cookie", "b=2"),
            new HttpHeader("content-type", "application/json"),
            new HttpHeader("x-number", "7"),
            new HttpHeader("x-flag", "true"),
            new HttpHeader("set-cookie", "c=3"),
            new HttpHeader("location", "/players/7"),
            new HttpHeader("apigw-requestid", passage.requestId()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"statusCode\":204}",
        "{\"statusCode\":200}",
        "{\"statusCode\":418,\"body\":null,\"headers\":null,\"cookies\":null,\"isBase64Encoded\":null}",
        "{\"statusCode\":200,\"body\":\"\",\"headers\":{}}",
      })
  @Shows("httpapi.response2.default-content-type")
  void statusCodeWithoutContentTypeIsPlainText(String payload) {
    HttpResponse response = answered(payload);

    assertThat(response.headers().all("content-type")).containsExactly(TEXT);
    assertThat(response.body().isEmpty()).isTrue();
  }

  @Test
  @Shows("httpapi.response2.base64")
  void base64BodyIsDecoded() {
    var response =
        answered(
            "{\"statusCode\":200,\"isBase64Encoded\":true,\"body\":\"AP8=\","
                + "\"headers\":{\"content-type\":\"image/png\"}}");

    assertThat(response.body()).isEqualTo(Body.of(new byte[] {0, (byte) 0xff}));
    assertThat(response.headers().all("Content-Type")).containsExactly("image/png");
  }

  @Test
  @Shows("httpapi.response2.multi-value-headers")
  void multiValueHeadersAreOfFormat1() {
    Passage passage =
        api.answering("{\"statusCode\":200,\"multiValueHeaders\":{\"x-many\":[\"1\"]}}").get("/");

    assertThat(passage.response().status()).isEqualTo(200);
    assertThat(passage.response().headers().contains("x-many")).isFalse();
  }

  @Test
  void bodyThatHttpForbidsIsDropped() {
    assertThat(answered("{\"statusCode\":204,\"body\":\"x\"}").body().isEmpty()).isTrue();
    assertThat(answered("{\"statusCode\":304,\"body\":\"x\"}").body().isEmpty()).isTrue();
  }

  @Test
  @Shows("httpapi.response2.headers")
  void headersThatDifferInCaseOnlyAreOne() {
    var response = answered("{\"statusCode\":200,\"headers\":{\"X-A\":\"1\",\"x-a\":\"2\"}}");

    assertThat(response.headers().all("x-a")).containsExactly("2");
  }

  @Test
  @Shows("httpapi.response2.hop-by-hop")
  void headersThatAreNotTheFunctionsAreDropped() {
    var response =
        answered(
            """
            {"statusCode":200,"headers":{"Connection":"close, X-Hop","X-Hop":"1","Keep-Alive":"1",
             "Transfer-Encoding":"chunked","Content-Length":"999","Date":"now","TE":"x",
             "Upgrade":"h2c","Trailer":"x","apigw-requestid":"forged","x-stays":"1"}}\
            """);

    assertThat(response.headers().lines())
        .extracting(HttpHeader::name)
        .containsExactly("x-stays", "content-type", "apigw-requestid");
    assertThat(response.headers().first("apigw-requestid")).isNotEqualTo("forged");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"statusCode\":0}",
        "{\"statusCode\":200.5}",
        "{\"statusCode\":200.0}",
        "{\"statusCode\":\"200\"}",
        "{\"statusCode\":\"OK\"}",
        "{\"statusCode\":null}",
        "{\"statusCode\":true}",
        "{\"statusCode\":[200]}",
        "{\"statusCode\":{}}",
        "{\"statusCode\":-200}",
        "{\"statusCode\":100}",
        "{\"statusCode\":101}",
        "{\"statusCode\":199}",
        "{\"statusCode\":600}",
        "{\"statusCode\":99999999999}",
        "{\"statusCode\":1e400}",
        "{\"statusCode\":200,\"body\":{\"a\":1}}",
        "{\"statusCode\":200,\"body\":[1]}",
        "{\"statusCode\":200,\"body\":7}",
        "{\"statusCode\":200,\"body\":\"%%%\",\"isBase64Encoded\":true}",
        "{\"statusCode\":200,\"isBase64Encoded\":\"true\"}",
        "{\"statusCode\":200,\"headers\":[]}",
        "{\"statusCode\":200,\"headers\":\"x: y\"}",
        "{\"statusCode\":200,\"headers\":{\"x\":[\"y\"]}}",
        "{\"statusCode\":200,\"headers\":{\"x\":{\"y\":1}}}",
        "{\"statusCode\":200,\"headers\":{\"\":\"y\"}}",
        "{\"statusCode\":200,\"headers\":{\"x y\":\"z\"}}",
        "{\"statusCode\":200,\"headers\":{\"x:\":\"z\"}}",
        "{\"statusCode\":200,\"headers\":{\"x\\r\\nset-cookie\":\"z\"}}",
        "{\"statusCode\":200,\"headers\":{\"\\u00e9\":\"z\"}}",
        "{\"statusCode\":200,\"headers\":{\"x\":\"y\\r\\nset-cookie: a=b\"}}",
        "{\"statusCode\":200,\"headers\":{\"x\":\"y\\nz\"}}",
        "{\"statusCode\":200,\"headers\":{\"x\":\"y\\rz\"}}",
        "{\"statusCode\":200,\"headers\":{\"x\":\"y\\u0000\"}}",
        "{\"statusCode\":200,\"headers\":{\"x\":\"y\\u007f\"}}",
        "{\"statusCode\":200,\"headers\":{\"x\":\"\\u560d\\u560aset-cookie: a=b\"}}",
        "{\"statusCode\":200,\"headers\":{\"x\":\"\\u2028\"}}",
        "{\"statusCode\":200,\"cookies\":\"a=b\"}",
        "{\"statusCode\":200,\"cookies\":{\"a\":\"b\"}}",
        "{\"statusCode\":200,\"cookies\":[1]}",
        "{\"statusCode\":200,\"cookies\":[\"a=b\\r\\nx: y\"]}",
      })
  @Shows("httpapi.response2.malformed-status")
  @Shows("httpapi.responses.internal-server-error")
  void malformedAnswerIsInternalServerError(String payload) {
    Passage passage = api.answering(payload).get("/");

    assertGenerated(passage, 500, "Internal Server Error");
    assertThat(passage.verdict()).isEqualTo(new Verdict.Allowed("anonymous"));
    assertThat(passage.steps().getLast().what()).startsWith("malformed answer: ");
  }

  @Test
  void ownerIsToldWhatIsMalformed() {
    Passage passage = api.answering("{\"statusCode\":200.5}").get("/");

    assertThat(passage.steps().getLast().actor()).isEqualTo("integration Integration");
    assertThat(passage.steps().getLast().what())
        .isEqualTo("malformed answer: statusCode should be a number from 200 to 599, it is 200.5");
  }

  @Test
  @Shows("httpapi.responses.internal-server-error")
  @Shows("httpapi.response2.function-error")
  void functionErrorIsInternalServerError() {
    Passage passage =
        api.answering(_ -> new IntegrationResult.FunctionError("Sandbox.Timedout")).get("/");

    assertGenerated(passage, 500, "Internal Server Error");
    assertThat(passage.verdict()).isEqualTo(new Verdict.Allowed("anonymous"));
    assertThat(passage.steps().getLast().what()).isEqualTo("function error Sandbox.Timedout");
  }

  @Test
  @Shows("httpapi.responses.internal-server-error")
  void functionThatMayNotBeInvokedIsInternalServerError() {
    Passage passage =
        api.answering(_ -> new IntegrationResult.NotInvocable("no permission")).get("/");

    assertGenerated(passage, 500, "Internal Server Error");
    assertThat(passage.steps().getLast().what()).isEqualTo("cannot be invoked: no permission");
  }

  @Test
  void integrationThatBreaksIsInternalServerError() {
    Passage passage =
        api.answering(
                _ -> {
                  throw new IllegalStateException("bug");
                })
            .get("/");

    assertGenerated(passage, 500, "Internal Server Error");
    assertThat(passage.steps().getLast().what()).contains("failed unexpectedly");
  }

  @Test
  void throttledFunctionIsServiceUnavailable() {
    Passage passage =
        api.answering(_ -> new IntegrationResult.Throttled("10 environments")).get("/");

    assertGenerated(passage, 503, "Service Unavailable");
    assertThat(TestApi.reason(passage)).isEqualTo(new Reason.TooMany("10 environments"));
  }

  @Test
  @Shows("httpapi.responses.entity-too-large")
  void tooLargeAnEventIsEntityTooLarge() {
    Passage passage = api.answering(_ -> new IntegrationResult.TooLarge()).get("/");

    assertGenerated(passage, 413, "Request Entity Too Large");
    assertThat(TestApi.reason(passage)).isInstanceOf(Reason.BadRequest.class);
  }

  @Test
  @Shows("httpapi.responses.service-unavailable")
  void silentIntegrationIsServiceUnavailable() {
    var never = new CountDownLatch(1);
    var slow =
        TestApi.with(
            new RouteConfig(
                "Route",
                "$default",
                new RouteAuthorization.None(),
                TestApi.lambda(Duration.ofMillis(50))));
    Passage passage =
        slow.answering(
                _ -> {
                  await(never);
                  return new IntegrationResult.Answered(Body.of("late"));
                })
            .get("/");
    never.countDown();

    assertGenerated(passage, 503, "Service Unavailable");
    assertThat(passage.verdict()).isEqualTo(new Verdict.Allowed("anonymous"));
    assertThat(passage.steps().getLast().what()).isEqualTo("did not answer within its time-out");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private HttpResponse answered(String payload) {
    return api.answering(payload).get("/").response();
  }

  static void assertGenerated(Passage passage, int status, String message) {
    assertThat(passage.response().status()).isEqualTo(status);
    assertThat(passage.response().body().text()).isEqualTo("{\"message\":\"" + message + "\"}");
    assertThat(passage.response().headers().lines())
        .isEqualTo(
            List.of(
                new HttpHeader("Content-Type", "application/json"),
                new HttpHeader("apigw-requestid", passage.requestId())));
  }
}
