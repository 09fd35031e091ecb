package dev.gatehouse.lambda;

import static dev.gatehouse.lambda.FunctionUrlFixture.ARN;
import static dev.gatehouse.lambda.FunctionUrlFixture.ID;
import static dev.gatehouse.lambda.FunctionUrlFixture.REQUEST_ID;
import static dev.gatehouse.lambda.FunctionUrlFixture.SESSION;
import static dev.gatehouse.lambda.FunctionUrlFixture.USER;
import static dev.gatehouse.lambda.FunctionUrlFixture.request;
import static dev.gatehouse.lambda.FunctionUrlFixture.signed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.aws.Json;
import dev.gatehouse.fidelity.Shows;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// What the function is told of a request.
class FunctionUrlEventTest {
  @Test
  @Shows("function-url.address.everything-reaches-the-function")
  @Shows("function-url.event.default-route-and-stage")
  @Shows("function-url.event.raw-path-encoded")
  @Shows("function-url.event.query")
  @Shows("function-url.event.cookies-twice")
  @Shows("function-url.event.headers-lower-case")
  @Shows("function-url.event.account-id")
  @Shows("function-url.event.api-id")
  void wholeEventOfAnOpenUrl() {
    HttpRequest request =
        request(
            "POST",
            "/capture/space%20value?a=1&a=2&b=%2F+x",
            HttpHeaders.of(
                "Content-Type", "application/json",
                "User-Agent", "curl/8",
                "Cookie", "one=1; two=2",
                "X-Many", "a",
                "x-many", "b"),
            "{\"name\":\"Mbappé\"}");

    assertThat(event(FunctionUrlFixture.open(), request))
        .isEqualTo(
            Json.STRICT.readTree(
                """
                {"version": "2.0",
                 "routeKey": "$default",
                 "rawPath": "/capture/space%20value",
                 "rawQueryString": "a=1&a=2&b=%2F+x",
                 "cookies": ["one=1", "two=2"],
                 "headers": {
                   "host": "127.0.0.1:4571",
                   "content-type": "application/json",
                   "user-agent": "curl/8",
                   "cookie": "one=1; two=2",
                   "x-many": "a,b",
                   "x-amzn-trace-id": "Root=1-6b057c40-6d0cbf9c1f2a4b5c8d7e0000",
                   "x-forwarded-for": "127.0.0.1",
                   "x-forwarded-port": "4571",
                   "x-forwarded-proto": "http"},
                 "queryStringParameters": {"a": "1,2", "b": "/ x"},
                 "requestContext": {
                   "accountId": "anonymous",
                   "apiId": "ID",
                   "domainName": "ID.lambda-url.eu-west-1.on.aws",
                   "domainPrefix": "ID",
                   "http": {
                     "method": "POST",
                     "path": "/capture/space value",
                     "protocol": "HTTP/1.1",
                     "sourceIp": "127.0.0.1",
                     "userAgent": "curl/8"},
                   "requestId": "REQUEST",
                   "routeKey": "$default",
                   "stage": "$default",
                   "time": "24/Nov/2026:12:00:00 +0000",
                   "timeEpoch": 1795521600000},
                 "body": "{\\"name\\":\\"Mbappé\\"}",
                 "isBase64Encoded": false}
                """
                    .replace("REQUEST", REQUEST_ID.toString())
                    .replace("\"ID", "\"" + ID)));
  }

  @Test
  @Shows("function-url.event.absent-members")
  void membersWithoutContentAreAbsent() {
    JsonNode event = event(FunctionUrlFixture.open(), request("GET", "/", HttpHeaders.NONE, ""));

    assertThat(event.propertyNames())
        .containsExactlyInAnyOrder(
            "version",
            "routeKey",
            "rawPath",
            "rawQueryString",
            "headers",
            "requestContext",
            "isBase64Encoded");
    assertThat(event.path("rawQueryString").stringValue()).isEmpty();
    assertThat(event.path("isBase64Encoded").booleanValue()).isFalse();
    assertThat(event.path("requestContext").has("authorizer")).isFalse();
  }

  @Test
  @Shows("function-url.event.http-path-decoded")
  void encodedPercentIsDecodedOnce() {
    JsonNode event =
        event(FunctionUrlFixture.open(), request("GET", "/%25F", HttpHeaders.NONE, ""));

    assertThat(event.path("rawPath").stringValue()).isEqualTo("/%25F");
    assertThat(event.path("requestContext").path("http").path("path").stringValue())
        .isEqualTo("/%F");
  }

  @ParameterizedTest
  @CsvSource({
    "text/plain, false",
    "text/html;charset=utf-8, false",
    "application/json, false",
    "application/xml, false",
    "image/png, true",
    "multipart/form-data; boundary=x, true",
    "application/x-www-form-urlencoded, true",
    "application/octet-stream, true",
  })
  @Shows("function-url.event.body-text-or-base64")
  void bodyIsTextOrBase64ByItsType(String type, boolean base64) {
    JsonNode event =
        event(
            FunctionUrlFixture.open(),
            request("POST", "/", HttpHeaders.of("Content-Type", type), "abc"));

    assertThat(event.path("isBase64Encoded").booleanValue()).isEqualTo(base64);
    assertThat(event.path("body").stringValue()).isEqualTo(base64 ? "YWJj" : "abc");
  }

  @Test
  void bodyWithoutTypeIsBase64() {
    assertThat(
            event(FunctionUrlFixture.open(), request("POST", "/", HttpHeaders.NONE, "abc"))
                .path("body")
                .stringValue())
        .isEqualTo("YWJj");
  }

  @Test
  @Shows("function-url.event.account-id")
  @Shows("function-url.event.iam-authorizer")
  void signerIsDescribed() {
    JsonNode context =
        event(FunctionUrlFixture.locked(), signed(USER, "GET", "/", "")).path("requestContext");

    assertThat(context.path("accountId").stringValue()).isEqualTo("111122223333");
    assertThat(context.path("authorizer"))
        .isEqualTo(
            Json.STRICT.readTree(
                """
                {"iam": {
                  "accessKey": "AKIDEXAMPLE",
                  "accountId": "111122223333",
                  "callerId": "AIDAEXAMPLE",
                  "cognitoIdentity": null,
                  "principalOrgId": null,
                  "userArn": "arn:aws:iam::111122223333:user/kylian",
                  "userId": "AIDAEXAMPLE"}}
                """));
  }

  @Test
  void sessionIsDescribedByRoleAndName() {
    JsonNode iam =
        event(FunctionUrlFixture.locked(), signed(SESSION, "GET", "/", ""))
            .path("requestContext")
            .path("authorizer")
            .path("iam");

    assertThat(iam.path("userId").stringValue()).isEqualTo("AROAEXAMPLE:s1");
    assertThat(iam.path("userArn").stringValue())
        .isEqualTo("arn:aws:sts::111122223333:assumed-role/player/s1");
  }

  @Test
  void signatureStaysAtTheLock() {
    JsonNode signed =
        event(FunctionUrlFixture.locked(), signed(USER, "GET", "/", "")).path("headers");
    JsonNode open =
        event(
                FunctionUrlFixture.open(),
                request("GET", "/", HttpHeaders.of("Authorization", "Bearer x"), ""))
            .path("headers");

    assertThat(signed.has("authorization")).isFalse();
    assertThat(open.path("authorization").stringValue()).isEqualTo("Bearer x");
  }

  @Test
  void guestCannotSayWhereHeComesFrom() {
    JsonNode headers =
        event(
                FunctionUrlFixture.open(),
                request(
                    "GET",
                    "/",
                    HttpHeaders.of("X-Forwarded-For", "8.8.8.8", "X-Amzn-Trace-Id", "Root=forged"),
                    ""))
            .path("headers");

    assertThat(headers.path("x-forwarded-for").stringValue()).isEqualTo("127.0.0.1");
    assertThat(headers.path("x-amzn-trace-id").stringValue()).startsWith("Root=1-");
  }

  @Test
  @Shows("function-url.event.request-id")
  void invocationCarriesTheSameIds() {
    var fixture = FunctionUrlFixture.open();
    fixture.get("/");
    Invocation invocation = fixture.invocations.getFirst();

    assertThat(invocation.requestId()).isEqualTo(REQUEST_ID.toString());
    assertThat(invocation.invokedFunctionArn()).isEqualTo(ARN);
    assertThat(invocation.traceId())
        .isEqualTo("Root=1-6b057c40-6d0cbf9c1f2a4b5c8d7e0000;Parent=6d0cbf9c1f2a4b5c;Sampled=0");
  }

  private static JsonNode event(FunctionUrlFixture fixture, HttpRequest request) {
    assertThat(fixture.enter(request).response().status()).isEqualTo(200);
    return Json.STRICT.readTree(fixture.invocations.getFirst().payload().bytes());
  }
}
