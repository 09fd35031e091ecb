package dev.gatehouse.apigateway;

import static dev.gatehouse.apigateway.TestApi.inFormat1;
import static dev.gatehouse.apigateway.TestApi.locked;
import static dev.gatehouse.apigateway.TestApi.open;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.door.Passage;
import dev.gatehouse.fidelity.Shows;
import dev.gatehouse.http.Body;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// http-api-develop-integrations-lambda.html, format 1.0, with what captures of AWS show beyond it.
class PayloadV1EventTest {
  private final TestApi api =
      TestApi.with(inFormat1(open("GET /players/{id}")), inFormat1(open("POST /players")));

  @Test
  @Shows("httpapi.event1.members")
  @Shows("httpapi.event1.identity")
  void wholeEventOfABareRequest() {
    Passage passage = api.get("/players/7", "host", "localhost:4567", "User-Agent", "curl/8");

    String trace = api.event().at("/headers/X-Amzn-Trace-Id").stringValue();
    assertThat(trace).matches("Root=1-6a5145a9-[0-9a-f]{24}");
    assertThat(api.event().toString())
        .isEqualTo(
            """
            {"version":"1.0","resource":"/players/{id}","path":"/players/7","httpMethod":"GET",\
            "headers":{"Host":"localhost:4567","User-Agent":"curl/8","Content-Length":"0",\
            "X-Amzn-Trace-Id":"%1$s","X-Forwarded-For":"127.0.0.1","X-Forwarded-Port":"4567",\
            "X-Forwarded-Proto":"http"},"multiValueHeaders":{"Host":["localhost:4567"],\
            "User-Agent":["curl/8"],"Content-Length":["0"],"X-Amzn-Trace-Id":["%1$s"],\
            "X-Forwarded-For":["127.0.0.1"],"X-Forwarded-Port":["4567"],\
            "X-Forwarded-Proto":["http"]},"queryStringParameters":null,\
            "multiValueQueryStringParameters":null,"requestContext":{\
            "accountId":"123456789012","apiId":"abcde12345",\
            "domainName":"abcde12345.execute-api.eu-west-1.amazonaws.com",\
            "domainPrefix":"abcde12345","extendedRequestId":"%2$s","httpMethod":"GET",\
            "identity":{"accessKey":null,"accountId":null,"caller":null,"cognitoAmr":null,\
            "cognitoAuthenticationProvider":null,"cognitoAuthenticationType":null,\
            "cognitoIdentityId":null,"cognitoIdentityPoolId":null,"principalOrgId":null,\
            "sourceIp":"127.0.0.1","user":null,"userAgent":"curl/8","userArn":null},\
            "path":"/players/7","protocol":"HTTP/1.1","requestId":"%2$s",\
            "requestTime":"10/Jul/2026:19:19:05 +0000","requestTimeEpoch":1783711145250,\
            "resourceId":"GET /players/{id}","resourcePath":"/players/{id}",\
            "stage":"$default"},"pathParameters":{"id":"7"},"stageVariables":null,"body":null,\
            "isBase64Encoded":false}\
            """
                .formatted(trace, passage.requestId()));
  }

  @Test
  @Shows("httpapi.event1.last-value-wins")
  void lastOfSeveralValuesWinsWhereThereIsRoomForOne() {
    api.get("/players/7?tag=important&tag=ur%20gent&x", "X-Tag", "a", "x-tag", "b");

    assertThat(api.event().get("queryStringParameters").toString())
        .isEqualTo("{\"tag\":\"ur gent\",\"x\":\"\"}");
    assertThat(api.event().get("multiValueQueryStringParameters").toString())
        .isEqualTo("{\"tag\":[\"important\",\"ur gent\"],\"x\":[\"\"]}");
    assertThat(api.event().at("/headers/X-Tag").stringValue()).isEqualTo("b");
    assertThat(api.event().at("/multiValueHeaders/X-Tag").toString()).isEqualTo("[\"a\",\"b\"]");
    assertThat(api.event().path("headers").has("x-tag")).isFalse();
  }

  @Test
  @Shows("httpapi.event1.header-names")
  void namesAreAsTheGuestWroteThemAndCookiesStay() {
    api.get("/players/7", "accept", "a/b", "X-cUsTom", "1", "Cookie", "a=1; b=2");

    assertThat(api.event().get("headers").propertyNames())
        .startsWith("accept", "X-cUsTom", "Cookie");
    assertThat(api.event().at("/headers/Cookie").stringValue()).isEqualTo("a=1; b=2");
    assertThat(api.event().has("cookies")).isFalse();
  }

  @Test
  void guestCannotForgeWhereTheRequestCameFrom() {
    api.get("/players/7", "x-forwarded-proto", "gopher", "X-FORWARDED-PORT", "1");

    assertThat(api.event().at("/multiValueHeaders/X-Forwarded-Proto").toString())
        .isEqualTo("[\"http\"]");
    assertThat(api.event().at("/multiValueHeaders/X-Forwarded-Port").toString())
        .isEqualTo("[\"4567\"]");
    assertThat(api.event().path("headers").has("X-FORWARDED-PORT")).isFalse();
  }

  @Test
  @Shows("httpapi.event1.path")
  void pathIsAsItWasSentAndParametersAreDecoded() {
    api.get("/players/Mbapp%C3%A9%20x");

    assertThat(api.event().get("path").stringValue()).isEqualTo("/players/Mbapp%C3%A9%20x");
    assertThat(api.event().at("/requestContext/path").stringValue())
        .isEqualTo("/players/Mbapp%C3%A9%20x");
    assertThat(api.event().at("/pathParameters/id").stringValue()).isEqualTo("Mbappé x");
  }

  @Test
  void namedStageIsInThePath() {
    var stage = new StageConfig("Dev", "dev", Map.of("table", "t"));
    var staged = TestApi.with(List.of(stage), inFormat1(open("$default")));
    staged.get("/dev/a");

    assertThat(staged.event().get("path").stringValue()).isEqualTo("/dev/a");
    assertThat(staged.event().get("resource").stringValue()).isEqualTo("$default");
    assertThat(staged.event().at("/requestContext/resourceId").stringValue()).isEqualTo("$default");
    assertThat(staged.event().get("stageVariables").toString()).isEqualTo("{\"table\":\"t\"}");
    assertThat(staged.event().get("pathParameters").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"application/json, {}, false", "image/png, e30=, true", "'', e30=, true"})
  void bodyIsTextOrBase64(String type, String body, boolean base64) {
    api.enter(TestApi.request("POST", "/players", Body.of("{}"), "Content-Type", type));

    assertThat(api.event().get("body").stringValue()).isEqualTo(body);
    assertThat(api.event().get("isBase64Encoded").booleanValue()).isEqualTo(base64);
    assertThat(api.event().at("/headers/Content-Length").stringValue()).isEqualTo("2");
  }

  @Test
  @Shows("httpapi.event1.authorizer-jwt")
  void claimsAndScopesStandSideBySide() {
    var scoped = TestApi.with(inFormat1(locked("GET /players", "read")));
    scoped.getWithToken(TestTokens.withScope("read write"));

    assertThat(scoped.event().at("/requestContext/authorizer").propertyNames())
        .containsExactly("claims", "scopes");
    assertThat(scoped.event().at("/requestContext/authorizer/scopes").toString())
        .isEqualTo("[\"read\",\"write\"]");

    var unscoped = TestApi.with(inFormat1(locked("GET /players")));
    unscoped.getWithToken(TestTokens.valid());
    assertThat(unscoped.event().at("/requestContext/authorizer/scopes").isNull()).isTrue();
    assertThat(unscoped.event().at("/requestContext/authorizer/claims/client_id").stringValue())
        .isEqualTo(TestTokens.CLIENT);
  }
}
