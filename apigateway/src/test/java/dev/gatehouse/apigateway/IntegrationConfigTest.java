package dev.gatehouse.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.fidelity.Shows;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What keeps an integration from being served.
class IntegrationConfigTest {
  private static final StageConfig STAGE =
      new StageConfig("Stage", StageConfig.DEFAULT, Map.of("host", "example.com", "bad", "a=b"));

  private static List<Fault> faults(String method, String uri, long timeout, ParameterMapping map) {
    return TestApi.config(
            List.of(STAGE),
            new RouteConfig(
                "Route",
                "GET /a/{id}/{proxy+}",
                new RouteAuthorization.None(),
                new IntegrationConfig.HttpProxy(
                    "Backend", method, uri, Duration.ofMillis(timeout), map)))
        .faults();
  }

  private static List<Fault> uriFaults(String uri) {
    return faults("ANY", uri, 30_000, ParameterMapping.NONE);
  }

  private static List<Fault> requestFaults(String key, String value) {
    return faults("ANY", "http://h/", 50, new ParameterMapping(Map.of(key, value), Map.of()));
  }

  private static List<Fault> responseFaults(String status, String key, String value) {
    return faults(
        "ANY", "http://h/", 50, new ParameterMapping(Map.of(), Map.of(status, Map.of(key, value))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.com",
        "https://example.com:8443/a/{id}/b/{proxy}?x=1",
        "http://127.0.0.1:8080/{proxy}",
        "http://[::1]:8080/",
        "http://my_host:8080/",
        "http://${stageVariables.host}/{id}"
      })
  void endpointIsFine(String uri) {
    assertThat(uriFaults(uri)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.com",
        "ftp://example.com",
        "file:///etc/passwd",
        "http://",
        "http://{id}/",
        "http://{id}.example.com/",
        "http://example.com:{id}/",
        "http://user:secret@example.com/",
        "http://example.com@{id}/",
        "http://example.com/#x",
        "http://example.com/../x",
        "http://example.com/%2e%2e/x",
        "http://example.com/a b",
        "http://example.com/{other}",
        "http://example.com/{proxy+}",
        "http://example.com/?x={id}",
        "http://${stageVariables.bad}/",
        "http://${stageVariables.missing}/",
        "http://${request.header.host}/",
        "http://example.com\\@evil/",
        "http://example.com:99999/"
      })
  void endpointThatGuestsCouldTurnIsAFault(String uri) {
    assertThat(uriFaults(uri))
        .isNotEmpty()
        .allSatisfy(fault -> {
          assertThat(fault.logicalId()).isEqualTo("Backend");
          assertThat(fault.property()).isEqualTo("IntegrationUri");
        });
  }

  @Test
  void methodAndTimeoutHaveTheirBounds() {
    assertThat(faults("PATCH", "http://h", 50, ParameterMapping.NONE)).isEmpty();
    assertThat(faults("TRACE", "http://h", 50, ParameterMapping.NONE))
        .extracting(Fault::property)
        .containsExactly("IntegrationMethod");
    assertThat(faults("", "http://h", 49, ParameterMapping.NONE))
        .extracting(Fault::property)
        .containsExactly("IntegrationMethod", "TimeoutInMillis");
    assertThat(faults("ANY", "http://h", 30_001, ParameterMapping.NONE))
        .extracting(Fault::property)
        .containsExactly("TimeoutInMillis");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "append:header.x",
        "overwrite:header.X-Y",
        "remove:header.x",
        "append:querystring.a[b]",
        "overwrite:querystring.x",
        "remove:querystring.x",
        "overwrite:path"
      })
  void requestKeyIsFine(String key) {
    assertThat(requestFaults(key, "/static")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "header.x",
        "add:header.x",
        "append:path",
        "remove:path",
        "overwrite:statuscode",
        "append:header.",
        "append:header.a b",
        "append:body.x",
        "append:header.access-control-allow-origin",
        "overwrite:header.apigw-requestid",
        "overwrite:header.Authorization",
        "remove:header.Connection",
        "append:header.content-encoding",
        "append:header.content-length",
        "append:header.content-location",
        "append:header.forwarded",
        "append:header.host",
        "append:header.keep-alive",
        "append:header.origin",
        "append:header.proxy-authenticate",
        "append:header.proxy-authorization",
        "append:header.te",
        "append:header.trailers",
        "append:header.transfer-encoding",
        "append:header.upgrade",
        "append:header.via",
        "append:header.x-amz-date",
        "append:header.x-amzn-trace-id",
        "append:header.x-forwarded-for",
        "append:header.x-forwarded-host",
        "append:header.x-forwarded-proto"
      })
  @Shows("httpapi.mapping.reserved-headers")
  void requestKeyThatAwsWouldNotTakeIsAFault(String key) {
    assertThat(requestFaults(key, "x"))
        .singleElement()
        .satisfies(fault -> {
          assertThat(fault.property()).isEqualTo("RequestParameters");
          assertThat(fault.problem()).startsWith(key);
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "static",
        "''",
        "",
        "$request.header.x",
        "${request.header.x-y}",
        "$request.querystring.q",
        "$request.body",
        "$request.body.a.b[0].c",
        "$request.path",
        "$request.path.id",
        "$context.requestId",
        "$context.authorizer.claims.sub",
        "$context.identity.sourceIp",
        "$stageVariables.host",
        "a ${request.path.id} b ${context.stage}"
      })
  void valueIsFine(String value) {
    assertThat(requestFaults("append:header.x", value)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$request",
        "$request.headers.x",
        "$request.body..x",
        "$request.body.a[?(@.b)]",
        "$response.header.x",
        "$context.nothing",
        "$stageVariables.a-b",
        "${request.header.x",
        "a ${b} c",
        "line\nbreak"
      })
  @Shows("httpapi.mapping.no-recursive-descent")
  void valueThatAwsWouldNotTakeIsAFault(String value) {
    assertThat(requestFaults("append:header.x", value))
        .extracting(Fault::property)
        .containsExactly("RequestParameters");
  }

  @Test
  void responseMappingsHaveTheirOwnKeysAndSources() {
    assertThat(responseFaults("200", "overwrite:statuscode", "204")).isEmpty();
    assertThat(responseFaults("599", "append:header.x", "$response.body.a")).isEmpty();
    for (List<String> wrong :
        List.of(
            List.of("199", "append:header.x", "x"),
            List.of("600", "append:header.x", "x"),
            List.of("default", "append:header.x", "x"),
            List.of("200", "overwrite:path", "/x"),
            List.of("200", "append:querystring.x", "x"),
            List.of("200", "append:header.date-x", "$request.header.x"),
            List.of("200", "remove:header.apigw-requestid", "''"))) {
      assertThat(responseFaults(wrong.get(0), wrong.get(1), wrong.get(2)))
          .as(wrong.toString())
          .extracting(Fault::property)
          .containsExactly("ResponseParameters");
    }
  }
}
