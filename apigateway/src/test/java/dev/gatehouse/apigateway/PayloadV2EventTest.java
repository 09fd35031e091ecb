package dev.gatehouse.apigateway;

import static dev.gatehouse.apigateway.TestTokens.HEADER;
import static dev.gatehouse.apigateway.TestTokens.claims;
import static dev.gatehouse.apigateway.TestTokens.signed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.door.Passage;
import dev.gatehouse.fidelity.Shows;
import dev.gatehouse.http.Body;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// http-api-develop-integrations-lambda.html, with what captures of AWS show beyond it.
class PayloadV2EventTest {
  private final TestApi api =
      TestApi.with(TestApi.open("GET /players/{id}"), TestApi.open("POST /players"));

  @Test
  @Shows("httpapi.event2.members")
  void wholeEventOfABareRequest() {
    Passage passage = api.get("/players/7", "Host", "localhost:4567", "User-Agent", "curl/8");

    JsonNode event = api.event();
    String trace = event.at("/headers/x-amzn-trace-id").stringValue();
    assertThat(trace).matches("Root=1-6a5145a9-[0-9a-f]{24}");
    assertThat(event.toString())
        .isEqualTo(
            """
            {"version":"2.0","routeKey":"GET /players/{id}","rawPath":"/players/7",\
            "rawQueryString":"","headers":{"host":"localhost:4567","user-agent":"curl/8",\
            "content-length":"0","x-amzn-trace-id":"%s","x-forwarded-for":"127.0.0.1","x-forwarded-port":"4567",\
            "x-forwarded-proto":"http"},"requestContext":{"accountId":"123456789012",\
            "apiId":"abcde12345","domainName":"abcde12345.execute-api.eu-west-1.amazonaws.com",\
            "domainPrefix":"abcde12345","http":{"method":"GET","path":"/players/7",\
            "protocol":"HTTP/1.1","sourceIp":"127.0.0.1","userAgent":"curl/8"},\
            "requestId":"%s","routeKey":"GET /players/{id}","stage":"$default",\
            "time":"10/Jul/2026:19:19:05 +0000","timeEpoch":1783711145250},\
            "pathParameters":{"id":"7"},"isBase64Encoded":false}\
            """
                .formatted(trace, passage.requestId()));
    assertThat(api.calls.getFirst().traceId()).isEqualTo(trace);
    assertThat(api.calls.getFirst().requestId()).isEqualTo(passage.requestId());
  }

  @Test
  @Shows("httpapi.responses.request-id")
  void requestIdIsFifteenCharactersAndAnEqualsSign() {
    Passage first = api.get("/players/7");
    Passage second = api.get("/players/7");

    assertThat(first.requestId()).matches("[A-Za-z0-9_-]{15}=").isNotEqualTo(second.requestId());
    assertThat(first.response().headers().all("apigw-requestid"))
        .containsExactly(first.requestId());
  }

  @Test
  @Shows("httpapi.event2.raw-path")
  @Shows("httpapi.event2.path-parameters")
  void pathIsDecodedOnce() {
    api.get("/players/Mbapp%C3%A9%20%2525+1");

    assertThat(api.event().get("rawPath").stringValue()).isEqualTo("/players/Mbappé %25+1");
    assertThat(api.event().at("/requestContext/http/path").stringValue())
        .isEqualTo("/players/Mbappé %25+1");
    assertThat(api.event().at("/pathParameters/id").stringValue()).isEqualTo("Mbappé %25+1");
  }

  @Test
  @Shows("httpapi.event2.raw-query")
  @Shows("httpapi.event2.query-parameters")
  void queryIsShownRawAndDecoded() {
    api.get(
        "/players/7?tag=a&tag=b%2Cc&q=x+y%2Bz&empty=&flag&=nameless&bad=%zz&%C3%A9=%F0%9F%98%80");

    assertThat(api.event().get("rawQueryString").stringValue())
        .isEqualTo("tag=a&tag=b%2Cc&q=x+y%2Bz&empty=&flag&=nameless&bad=%zz&%C3%A9=%F0%9F%98%80");
    assertThat(api.event().get("queryStringParameters").toString())
        .isEqualTo(
            "{\"tag\":\"a,b,c\",\"q\":\"x y+z\",\"empty\":\"\",\"flag\":\"\",\"\":\"nameless\","
                + "\"bad\":\"%zz\",\"é\":\"😀\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/players/7", "/players/7?"})
  @Shows("httpapi.event2.raw-query")
  @Shows("httpapi.event2.query-parameters")
  void withoutQueryThereAreNoParameters(String target) {
    api.get(target);

    assertThat(api.event().get("rawQueryString").stringValue()).isEmpty();
    assertThat(api.event().has("queryStringParameters")).isFalse();
  }

  @Test
  @Shows("httpapi.event2.cookies")
  void cookiesLeaveTheHeaders() {
    api.get("/players/7", "Cookie", "a=1; b=\"2\"", "cookie", "c=3;", "X", "y");

    assertThat(api.event().get("cookies").toString())
        .isEqualTo("[\"a=1\",\"b=\\\"2\\\"\",\"c=3\"]");
    assertThat(api.event().get("headers").has("cookie")).isFalse();
    assertThat(api.event().at("/headers/x").stringValue()).isEqualTo("y");
  }

  @Test
  @Shows("httpapi.event2.headers")
  void repeatedHeadersAreJoinedUnderALowerCaseName() {
    api.get("/players/7", "X-Tag", "first", "x-tag", "second", "Accept", "a/b, c/d");

    assertThat(api.event().at("/headers/x-tag").stringValue()).isEqualTo("first,second");
    assertThat(api.event().at("/headers/accept").stringValue()).isEqualTo("a/b, c/d");
    assertThat(api.event().has("cookies")).isFalse();
  }

  @Test
  void headersBetweenTwoNeighboursStayOutside() {
    api.get(
        "/players/7",
        "Connection",
        "keep-alive",
        "Keep-Alive",
        "timeout=5",
        "TE",
        "trailers",
        "Upgrade",
        "h2c",
        "Proxy-Authorization",
        "Basic eDp5");

    assertThat(api.event().get("headers").propertyNames())
        .containsExactly(
            "content-length",
            "x-amzn-trace-id",
            "x-forwarded-for",
            "x-forwarded-port",
            "x-forwarded-proto");
  }

  @Test
  void guestCannotForgeWhereTheRequestCameFrom() {
    api.get(
        "/players/7",
        "X-Forwarded-For",
        "10.0.0.1",
        "X-Forwarded-Proto",
        "gopher",
        "X-Forwarded-Port",
        "1",
        "X-Amzn-Trace-Id",
        "Root=nonsense");

    JsonNode headers = api.event().get("headers");
    assertThat(headers.get("x-forwarded-for").stringValue()).isEqualTo("10.0.0.1, 127.0.0.1");
    assertThat(headers.get("x-forwarded-proto").stringValue()).isEqualTo("http");
    assertThat(headers.get("x-forwarded-port").stringValue()).isEqualTo("4567");
    assertThat(headers.get("x-amzn-trace-id").stringValue()).startsWith("Root=1-6a5145a9-");
    assertThat(api.event().at("/requestContext/http/sourceIp").stringValue())
        .isEqualTo("127.0.0.1");
  }

  @Test
  void traceOfTheGuestGoesOn() {
    String trace = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1";
    api.get("/players/7", "x-amzn-trace-id", trace);

    assertThat(api.event().at("/headers/x-amzn-trace-id").stringValue()).isEqualTo(trace);
    assertThat(api.calls.getFirst().traceId()).isEqualTo(trace);
  }

  @Nested
  class Bodies {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "application/json",
          "application/json; charset=utf-8",
          "Application/JSON",
          "application/xml",
          "application/javascript",
          "text/plain",
          "text/csv;header=present"
        })
    @Shows("httpapi.event2.base64")
    void textIsShownAsText(String type) {
      post("{\"name\":\"Mbappé\"}", "Content-Type", type);

      assertThat(api.event().get("body").stringValue()).isEqualTo("{\"name\":\"Mbappé\"}");
      assertThat(api.event().get("isBase64Encoded").booleanValue()).isFalse();
      assertThat(api.event().at("/headers/content-length").stringValue()).isEqualTo("18");
    }

    @ParameterizedTest
    @CsvSource({
      "application/x-www-form-urlencoded",
      "application/octet-stream",
      "application/problem+json",
      "application/jsonx",
      "multipart/form-data",
      "image/svg+xml",
      "''",
    })
    @Shows("httpapi.event2.base64")
    void everythingElseIsBase64(String type) {
      post("a=b", "Content-Type", type);

      assertThat(api.event().get("body").stringValue()).isEqualTo("YT1i");
      assertThat(api.event().get("isBase64Encoded").booleanValue()).isTrue();
    }

    @Test
    @Shows("httpapi.event2.base64")
    void missingContentTypeIsBase64() {
      post("a=b");

      assertThat(api.event().get("body").stringValue()).isEqualTo("YT1i");
      assertThat(api.event().get("isBase64Encoded").booleanValue()).isTrue();
    }

    @Test
    void textThatIsNotUtf8IsBase64() {
      api.enter(
          TestApi.request(
              "POST",
              "/players",
              Body.of(new byte[] {(byte) 0xff, 0x41}),
              "Content-Type",
              "text/plain"));

      assertThat(api.event().get("body").stringValue()).isEqualTo("/0E=");
      assertThat(api.event().get("isBase64Encoded").booleanValue()).isTrue();
    }

    @Test
    @Shows("httpapi.event2.body")
    void noBodyIsAbsent() {
      post("", "Content-Type", "application/json");

      assertThat(api.event().has("body")).isFalse();
      assertThat(api.event().get("isBase64Encoded").booleanValue()).isFalse();
    }

    private void post(String body, String... headers) {
      api.enter(TestApi.request("POST", "/players", Body.of(body), headers));
    }
  }

  @Nested
  class Authorizer {
    private static final String TOKEN =
        signed(
            HEADER,
            claims(
                ",\"sub\":\"client-1\",\"scope\":\"read write\",\"n\":1.50,\"e\":1.5E9,\"big\":"
                    + "12345678901234567890,\"yes\":true,\"no\":false,\"none\":null,"
                    + "\"groups\":[\"a\",\"b c\",3,true],\"empty\":[],\"deep\":[[1,2],{\"x\":[]}],"
                    + "\"address\":{\"city\":\"Paris\",\"zip\":75001}"));

    @Test
    @Shows("httpapi.event2.claims-are-texts")
    void claimsAreTexts() {
      var locked = TestApi.with(TestApi.locked("GET /players"));
      locked.getWithToken(TOKEN);

      long now = TestTokens.NOW_SECONDS;
      assertThat(locked.event().at("/requestContext/authorizer/jwt/claims").toString())
          .isEqualTo(
              """
              {"iss":"https://issuer.example/pool","client_id":"client-1","iat":"%d","exp":"%d",\
              "sub":"client-1","scope":"read write","n":"1.5","e":"1500000000",\
              "big":"12345678901234567890","yes":"true","no":"false",\
              "groups":"[a b c 3 true]","empty":"[]","deep":"[[1 2] {\\"x\\":[]}]",\
              "address":"{\\"city\\":\\"Paris\\",\\"zip\\":75001}"}\
              """
                  .formatted(now - 60, now + 60));
    }

    @Test
    @Shows("httpapi.event2.scopes")
    void scopesAreNullWhenTheRouteAsksForNone() {
      var locked = TestApi.with(TestApi.locked("GET /players"));
      locked.getWithToken(TOKEN);

      assertThat(locked.event().at("/requestContext/authorizer/jwt/scopes").isNull()).isTrue();
    }

    @Test
    @Shows("httpapi.event2.scopes")
    void scopesAreAllOfTheTokensWhenTheRouteAsksForOne() {
      var locked = TestApi.with(TestApi.locked("GET /players", "write"));
      locked.getWithToken(TOKEN);

      assertThat(locked.event().at("/requestContext/authorizer/jwt/scopes").toString())
          .isEqualTo("[\"read\",\"write\"]");
    }

    @Test
    @Shows("httpapi.event2.no-authorizer")
    void openRouteShowsNoAuthorizerEvenWithAToken() {
      api.get("/players/7", "Authorization", "Bearer " + TOKEN);

      assertThat(api.event().get("requestContext").has("authorizer")).isFalse();
      assertThat(api.event().at("/headers/authorization").stringValue())
          .isEqualTo("Bearer " + TOKEN);
    }
  }

  @Test
  void sourceArnNamesTheRoute() {
    var all = TestApi.with(TestApi.open("$default"), TestApi.open("ANY /a/{id}"));
    all.get("/x");
    all.get("/a/7");

    assertThat(all.calls)
        .extracting(IntegrationRequest::sourceArn)
        .containsExactly(
            "arn:aws:execute-api:eu-west-1:123456789012:abcde12345/$default/$default",
            "arn:aws:execute-api:eu-west-1:123456789012:abcde12345/$default/GET/a/{id}");
  }

  @Test
  void stageVariablesKeepTheirOrder() {
    var variables = new LinkedHashMap<String, String>();
    variables.put("b", "1");
    variables.put("a", "2");
    var staged =
        TestApi.with(
            List.of(new StageConfig("S", StageConfig.DEFAULT, variables)),
            TestApi.open("$default"));
    staged.get("/");

    assertThat(staged.event().get("stageVariables").toString())
        .isEqualTo("{\"b\":\"1\",\"a\":\"2\"}");
  }
}
