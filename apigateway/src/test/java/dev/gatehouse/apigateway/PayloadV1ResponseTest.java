package dev.gatehouse.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.door.Passage;
import dev.gatehouse.fidelity.Shows;
import dev.gatehouse.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// http-api-develop-integrations-lambda.html, Lambda function response for format 1.0.
class PayloadV1ResponseTest {
  private final TestApi api = TestApi.with(TestApi.inFormat1(TestApi.open("GET /")));

  private HttpResponse answered(String payload) {
    return api.answering(payload).get("/").response();
  }

  @Test
  void wholeAnswer() {
    HttpResponse response =
        answered(
            """
            {"statusCode":201,"headers":{"Content-Type":"a/b","X-One":"1"},
             "multiValueHeaders":{"X-Many":["1","2"]},"body":"aGk=","isBase64Encoded":true}
            """);

    assertThat(response.status()).isEqualTo(201);
    assertThat(response.headers().all("content-type")).containsExactly("a/b");
    assertThat(response.headers().all("x-one")).containsExactly("1");
    assertThat(response.headers().all("x-many")).containsExactly("1", "2");
    assertThat(response.body().text()).isEqualTo("hi");
  }

  @Test
  @Shows("httpapi.response1.multi-value-headers")
  void bothMapsAreMerged() {
    HttpResponse response =
        answered(
            """
            {"statusCode":200,"headers":{"x-tag":"c","set-cookie":"a=1"},
             "multiValueHeaders":{"X-Tag":["a","b","c"],"Set-Cookie":["b=2"]}}
            """);

    assertThat(response.headers().all("x-tag")).containsExactly("a", "b", "c");
    assertThat(response.headers().all("set-cookie")).containsExactly("b=2", "a=1");
  }

  @Test
  @Shows("httpapi.response1.default-content-type")
  void withoutContentTypeItIsPlainText() {
    HttpResponse response = answered("{\"statusCode\":200,\"body\":\"x\"}");

    assertThat(response.headers().all("content-type")).containsExactly("text/plain; charset=utf-8");
    assertThat(response.body().text()).isEqualTo("x");
  }

  @Test
  void cookiesAreOfFormat2() {
    assertThat(answered("{\"statusCode\":200,\"cookies\":[\"a=1\"]}").headers().all("set-cookie"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "\"hello\"",
        "null",
        "7",
        "[]",
        "{}",
        "{\"body\":\"x\"}",
        "{\"message\":\"hello\"}",
        "{\"statusCode\":null}",
        "{\"statusCode\":\"200\"}",
        "{\"statusCode\":0}",
        "{\"statusCode\":200.5}",
        "{\"statusCode\":99}",
        "{\"statusCode\":600}",
        "{\"statusCode\":200,\"body\":{}}",
        "{\"statusCode\":200,\"headers\":[]}",
        "{\"statusCode\":200,\"headers\":{\"x\":{}}}",
        "{\"statusCode\":200,\"headers\":{\"x y\":\"1\"}}",
        "{\"statusCode\":200,\"headers\":{\"x\":\"a\\r\\nb: c\"}}",
        "{\"statusCode\":200,\"multiValueHeaders\":[]}",
        "{\"statusCode\":200,\"multiValueHeaders\":{\"x\":\"1\"}}",
        "{\"statusCode\":200,\"multiValueHeaders\":{\"x\":[\"a\\nb: c\"]}}",
        "{\"statusCode\":200,\"multiValueHeaders\":{\"x\":[{}]}}",
        "{\"statusCode\":200,\"isBase64Encoded\":\"true\"}",
      })
  @Shows("httpapi.response1.status-required")
  void anythingElseIsAnError(String payload) {
    Passage passage = api.answering(payload).get("/");

    assertThat(passage.response().status()).isEqualTo(500);
    assertThat(passage.response().body().text())
        .isEqualTo("{\"message\":\"Internal Server Error\"}");
    assertThat(passage.steps().getLast().what()).startsWith("malformed answer");
  }

  @Test
  void headersBetweenTwoNeighboursAreDropped() {
    HttpResponse response =
        answered(
            """
            {"statusCode":200,"multiValueHeaders":{"Connection":["x-a","x-b"],"X-A":["1"],
             "X-B":["2"],"Transfer-Encoding":["chunked"],"Content-Length":["7"],"X-C":["3"]}}
            """);

    assertThat(response.headers().lines())
        .extracting(line -> line.name())
        .containsExactly("x-c", "content-type", "apigw-requestid");
  }
}
