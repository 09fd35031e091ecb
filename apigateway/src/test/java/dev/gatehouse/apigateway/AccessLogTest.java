package dev.gatehouse.apigateway;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.fidelity.Shows;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Access logs (http-api-logging-variables.html).
class AccessLogTest {
  private static StageConfig stage(String format) {
    return new StageConfig(
        "Stage",
        "dev",
        Map.of(),
        new StageConfig.Deployed.Automatically(),
        format,
        Throttling.NONE);
  }

  private static TestApi api(String format) {
    return TestApi.with(
        List.of(stage(format), TestApi.DEFAULT_STAGE),
        TestApi.open("GET /open"),
        TestApi.locked("GET /players", "read"));
  }

  @Test
  @Shows("httpapi.logging.variables")
  @Shows("httpapi.logging.unset")
  void servedRequestIsOneLine() {
    var api =
        api(
            "$context.accountId $context.apiId $context.stage $context.routeKey $context.path"
                + " $context.httpMethod $context.protocol $context.status"
                + " $context.responseLength $context.identity.sourceIp"
                + " $context.integration.status $context.integrationStatus"
                + " $context.domainPrefix [$context.error.message] $context.requestId");

    String requestId = api.get("/dev/open").requestId();

    assertThat(api.accessLog)
        .containsExactly(
            "123456789012 abcde12345 dev GET /open /dev/open GET HTTP/1.1 200 6 127.0.0.1 200 200"
                + " abcde12345 [-] "
                + requestId);
  }

  @Test
  @Shows("httpapi.logging.authorizer-error")
  @Shows("httpapi.logging.unset")
  void refusedRequestTellsWhy() {
    var api =
        api(
            "$context.status $context.authorizer.error $context.error.message"
                + " $context.error.messageString $context.integration.status"
                + " $context.authorizer.claims.sub");

    api.get("/dev/players");
    api.get("/dev/players", "Authorization", "Bearer x");

    assertThat(api.accessLog)
        .containsExactly(
            "401 - Unauthorized \\\"Unauthorized\\\" - -",
            "401 invalid_token: token contains an invalid number of segments Unauthorized"
                + " \\\"Unauthorized\\\" - -");
    assertThat(api.accessLog.toString()).doesNotContain("Bearer");
  }

  @Test
  @Shows("httpapi.logging.claims")
  void claimsOfAnAdmittedTokenAreKnown() {
    var api = api("$context.authorizer.claims.client_id $context.authorizer.claims.nothing");
    api.get("/dev/players", "Authorization", "Bearer " + TestTokens.withScope("read"));
    assertThat(api.accessLog).containsExactly(TestTokens.CLIENT + " -");
  }

  /// http-api-logging-variables.html, all of it.
  private static final List<String> VARIABLES =
      List.of(
          "accountId",
          "apiId",
          "authorizer.claims.sub",
          "authorizer.error",
          "authorizer.principalId",
          "authorizer.anything",
          "awsEndpointRequestId",
          "awsEndpointRequestId2",
          "customDomain.basePathMatched",
          "dataProcessed",
          "domainName",
          "domainPrefix",
          "error.message",
          "error.messageString",
          "error.responseType",
          "extendedRequestId",
          "httpMethod",
          "identity.accountId",
          "identity.caller",
          "identity.cognitoAuthenticationProvider",
          "identity.cognitoAuthenticationType",
          "identity.cognitoIdentityId",
          "identity.cognitoIdentityPoolId",
          "identity.principalOrgId",
          "identity.clientCert.clientCertPem",
          "identity.clientCert.subjectDN",
          "identity.clientCert.issuerDN",
          "identity.clientCert.serialNumber",
          "identity.clientCert.validity.notBefore",
          "identity.clientCert.validity.notAfter",
          "identity.sourceIp",
          "identity.user",
          "identity.userAgent",
          "identity.userArn",
          "integration.error",
          "integration.integrationStatus",
          "integration.latency",
          "integration.requestId",
          "integration.status",
          "integrationErrorMessage",
          "integrationLatency",
          "integrationStatus",
          "path",
          "protocol",
          "requestId",
          "requestTime",
          "requestTimeEpoch",
          "responseLatency",
          "responseLength",
          "routeKey",
          "stage",
          "status");

  @Test
  @Shows("httpapi.logging.every-variable-is-known")
  void everyVariableHasAValueOrADash() {
    var api = api(VARIABLES.stream().map(name -> name + "=$context." + name).collect(joining("|")));
    api.get("/dev/players");
    api.get("/dev/open");

    assertThat(api.accessLog).hasSize(2);
    for (String line : api.accessLog) {
      assertThat(line.split("\\|", -1))
          .hasSameSizeAs(VARIABLES)
          .allSatisfy(pair -> assertThat(pair).matches("[A-Za-z0-9.]+=[^$]+"));
    }
    assertThat(api.accessLog.getFirst())
        .contains("|authorizer.principalId=-|", "|integration.status=-|", "|integrationLatency=-|")
        .contains("|error.message=Unauthorized|", "|customDomain.basePathMatched=-|");
    assertThat(api.accessLog.getLast())
        .contains("|integration.status=200|", "|error.message=-|", "|responseLength=6|")
        .doesNotContain("|integrationLatency=-|");
  }

  @Test
  @Shows("httpapi.logging.integration-error")
  void failedIntegrationIsNamed() {
    var api = api("$context.status $context.integration.error $context.integration.status");
    api.answering(_ -> new IntegrationResult.FunctionError("Unhandled"));
    api.get("/dev/open");
    assertThat(api.accessLog).containsExactly("500 function error Unhandled -");
  }

  @Test
  void wordsOfGuestsCannotForgeLinesOrMembers() {
    var api = api("{\"agent\":\"$context.identity.userAgent\"}");
    api.get("/dev/open", "User-Agent", "a\",\"b\":\"c\\\r\nforged\u2028\u0085");
    assertThat(api.accessLog)
        .containsExactly(
            "{\"agent\":\"a\\\",\\\"b\\\":\\\"c\\\\\\u000d\\u000aforged\\u2028\\u0085\"}");
  }

  @Test
  void otherStagesAndLostRequestsAreNotInIt() {
    var api = api("$context.requestId");
    api.get("/open");
    api.get("/dev/nowhere");
    assertThat(api.accessLog).isEmpty();
  }

  @Test
  @Shows("httpapi.logging.format")
  void longestFormatHasThreeKilobytes() {
    assertThat(faults("x".repeat(3072))).isEmpty();
    assertThat(faults("x".repeat(3073)))
        .extracting(Fault::property)
        .containsExactly("AccessLogSettings.Format");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "a\nb", "$context.nothing", "$context.identity.x"})
  void formatThatAwsWouldNotTakeIsAFault(String format) {
    assertThat(faults(format))
        .extracting(Fault::property)
        .containsExactly("AccessLogSettings.Format");
  }

  private static List<Fault> faults(String format) {
    return TestApi.config(List.of(stage(format)), TestApi.open("GET /")).faults();
  }

  @Test
  @Shows("httpapi.stages.undeployed")
  void undeployedStageServesNothing() {
    var undeployed =
        new StageConfig(
            "Dev", "dev", Map.of(), new StageConfig.Deployed.Nothing(), null, Throttling.NONE);
    var api = TestApi.with(List.of(undeployed, TestApi.DEFAULT_STAGE), TestApi.open("$default"));

    var refused = api.get("/dev/x");
    PayloadV2ResponseTest.assertGenerated(refused, 404, "Not Found");
    assertThat(TestApi.reason(refused).sentence()).contains("nothing is deployed to stage dev");
    assertThat(api.get("/x").response().status()).isEqualTo(200);
  }
}
