package dev.gatehouse.lambda;

import static dev.gatehouse.lambda.FunctionUrlFixture.REQUEST_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.fidelity.Shows;
import dev.gatehouse.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Rows of the response mapping, each through the gate.
class FunctionUrlResponseTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"hello\": \"world\"} | {\"hello\":\"world\"}",
        "[ \"hello\", 3, true ] | [\"hello\",3,true]",
        "3 | 3",
        "3.1 | 3.1",
        "12345678901234567890.123456789 | 12345678901234567890.123456789",
        "true | true",
        "null | null",
        "\"hello\" | hello",
        "\"with \\\"quotes\\\"\" | with \"quotes\"",
      })
  @Shows("function-url.response.other-json")
  @Shows("function-url.response.string-without-quotes")
  void plainResultIsTwoHundredJson(String result, String body) {
    HttpResponse response = answer(result);

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.headers().all("content-type")).containsExactly("application/json");
    assertThat(response.body().text()).isEqualTo(body);
  }

  @ParameterizedTest
  @CsvSource({"200,200", "\"418\",418", "404,404", "599,599"})
  @Shows("function-url.response.status-as-text")
  void statusCodeIsHonoured(String code, int status) {
    assertThat(answer("{\"statusCode\":" + code + "}").status()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "99", "100", "600", "200.5", "\"ok\"", "null", "true", "\"2e2\"", "[]"})
  void statusCodeOutOfRangeIsBadGateway(String code) {
    assertBadGateway("{\"statusCode\":" + code + "}");
  }

  @Test
  @Shows("function-url.response.json-by-default")
  void bodyWithoutContentTypeIsJson() {
    HttpResponse response = answer("{\"statusCode\":200,\"body\":\"body123\"}");

    assertThat(response.headers().all("content-type")).containsExactly("application/json");
    assertThat(response.body().text()).isEqualTo("body123");
  }

  @Test
  @Shows("function-url.response.body-object")
  void bodyGivenAsObjectIsSerialised() {
    assertThat(answer("{\"statusCode\":200,\"body\":{\"a\": [1, 2]}}").body().text())
        .isEqualTo("{\"a\":[1,2]}");
  }

  @Test
  @Shows("function-url.response.status-headers-body")
  void headersKeepTheirNamesAndValues() {
    HttpResponse response =
        answer(
            "{\"statusCode\":201,\"headers\":{\"CONTENT-type\":\"text/html\",\"X-Count\":3,"
                + "\"X-None\":null}}");

    assertThat(response.headers().all("content-type")).containsExactly("text/html");
    assertThat(response.headers().first("x-count")).contains("3");
    assertThat(response.headers().contains("x-none")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"content-length", "Connection", "server", "Date", "transfer-encoding", "upgrade"})
  @Shows("function-url.response.remapped")
  void framingHeadersAreRemapped(String name) {
    HttpResponse response = answer("{\"statusCode\":200,\"headers\":{\"" + name + "\":\"mine\"}}");

    assertThat(response.headers().contains(name)).isFalse();
    assertThat(response.headers().first("x-amzn-Remapped-" + name)).contains("mine");
  }

  @Test
  void requestIdIsNotTheFunctionsToSay() {
    assertThat(
            answer("{\"statusCode\":200,\"headers\":{\"X-Amzn-RequestId\":\"forged\"}}")
                .headers()
                .all("x-amzn-requestid"))
        .containsExactly(REQUEST_ID.toString());
  }

  @Test
  @Shows("function-url.response.cookies")
  void eachCookieHasItsLine() {
    assertThat(
            answer("{\"statusCode\":200,\"cookies\":[\"a=1; Secure\",\"b=2\"]}")
                .headers()
                .all("set-cookie"))
        .containsExactly("a=1; Secure", "b=2");
  }

  @Test
  @Shows("function-url.response.base64")
  void base64BodyIsDecoded() {
    assertThat(
            answer("{\"statusCode\":200,\"body\":\"AP8=\",\"isBase64Encoded\":true}")
                .body()
                .bytes())
        .containsExactly(0, 0xFF);
    assertThat(
            answer("{\"statusCode\":200,\"body\":\"AP8=\",\"isBase64Encoded\":false}")
                .body()
                .bytes())
        .isEqualTo("AP8=".getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void noContentHasNoBody() {
    HttpResponse response = answer("{\"statusCode\":204,\"body\":\"x\"}");

    assertThat(response.body().isEmpty()).isTrue();
    assertThat(response.headers().contains("content-type")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "{\"statusCode\":200",
        "{\"statusCode\":200}{}",
        "{\"statusCode\":200,\"headers\":[]}",
        "{\"statusCode\":200,\"headers\":{\"x\":\"a\\r\\nset-cookie: b\"}}",
        "{\"statusCode\":200,\"headers\":{\"x\":\"a\\nb\"}}",
        "{\"statusCode\":200,\"headers\":{\"x\":\"\\u010a\"}}",
        "{\"statusCode\":200,\"headers\":{\"x\":\"\\u0000\"}}",
        "{\"statusCode\":200,\"headers\":{\"x\\r\\ny\":\"a\"}}",
        "{\"statusCode\":200,\"headers\":{\"x:y\":\"a\"}}",
        "{\"statusCode\":200,\"headers\":{\"\":\"a\"}}",
        "{\"statusCode\":200,\"headers\":{\"x\":[\"a\"]}}",
        "{\"statusCode\":200,\"cookies\":\"a=1\"}",
        "{\"statusCode\":200,\"cookies\":[\"a=1\\r\\nx: y\"]}",
        "{\"statusCode\":200,\"body\":\"***\",\"isBase64Encoded\":true}",
      })
  @Shows("function-url.response.bad-gateway")
  void unusableAnswerIsBadGateway(String result) {
    assertBadGateway(result);
  }

  @Test
  @Shows("function-url.response.request-and-trace")
  @Shows("function-url.event.request-id")
  void everyAnswerNamesRequestAndTrace() {
    HttpResponse response = answer("\"hello\"");

    assertThat(response.headers().all("x-amzn-RequestId")).containsExactly(REQUEST_ID.toString());
    assertThat(response.headers().first("X-Amzn-Trace-Id").orElseThrow())
        .matches("root=1-[0-9a-f]{8}-[0-9a-f]{24};parent=[0-9a-f]{16};sampled=0");
  }

  private static HttpResponse answer(String result) {
    return FunctionUrlFixture.open().answering(result).get("/");
  }

  private static void assertBadGateway(String result) {
    HttpResponse response = answer(result);
    assertThat(response.status()).isEqualTo(502);
    assertThat(response.body().text()).isEqualTo("Internal Server Error");
    assertThat(response.headers().all("x-amzn-RequestId")).containsExactly(REQUEST_ID.toString());
  }
}
