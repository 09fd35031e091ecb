package dev.gatehouse.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.door.Door;
import dev.gatehouse.fidelity.Shows;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// http-api-stages.html.
class StageTest {
  private static StageConfig stage(String name, Map<String, String> variables) {
    return new StageConfig("Stage-" + name, name, variables);
  }

  private static StageConfig deployed(String name, String... routeKeys) {
    return new StageConfig(
        "Stage",
        name,
        Map.of(),
        new StageConfig.Deployed.Routes(Set.of(routeKeys)),
        null,
        Throttling.NONE);
  }

  private static RouteConfig calling(String uri) {
    return new RouteConfig(
        "Route",
        "GET /",
        new RouteAuthorization.None(),
        new IntegrationConfig.LambdaProxy(
            "Integration", uri, "2.0", Duration.ofSeconds(30), ParameterMapping.NONE, null));
  }

  @Test
  @Shows("httpapi.stages.deployment-serves-what-it-had")
  void stageServesTheRoutesOfItsDeployment() {
    var api =
        TestApi.with(
            List.of(deployed("v1", "GET /old"), TestApi.DEFAULT_STAGE),
            TestApi.open("GET /old"),
            TestApi.open("GET /new"));

    assertThat(api.get("/v1/old").response().status()).isEqualTo(200);
    assertThat(api.get("/new").response().status()).isEqualTo(200);
    var refused = api.get("/v1/new");
    PayloadV2ResponseTest.assertGenerated(refused, 404, "Not Found");
    assertThat(TestApi.reason(refused).sentence())
        .contains("GET /new is not in what is deployed to stage v1", "depend on Route");
    assertThat(api.gate().doors())
        .extracting(Door::path)
        .containsExactly("/v1/old", "/old", "/new");
  }

  @Test
  @Shows("httpapi.stages.variables-in-function-arns")
  void stageVariableNamesTheFunction() {
    String prefix = "arn:aws:lambda:eu-west-1:123456789012:function:";
    var api =
        TestApi.with(
            List.of(
                stage("dev", Map.of("fn", "players-dev", "alias", "3")),
                stage("prod", Map.of("fn", "players", "alias", "live"))),
            calling(prefix + "${stageVariables.fn}:${stageVariables.alias}"));
    api.get("/dev/");
    api.get("/prod");
    assertThat(api.functions).containsExactly(prefix + "players-dev:3", prefix + "players:live");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:lambda:eu-west-1:123456789012:function:${stageVariables.fn}",
        "arn:aws:lambda:eu-west-1:123456789012:function:f:${stageVariables.fn}",
        "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:${stageVariables.fn}/invocations"
      })
  void variableMayStandForNameOrAlias(String uri) {
    assertThat(faults(uri)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:lambda:eu-west-1:123456789012:function:${stageVariables.missing}",
        "arn:aws:lambda:eu-west-1:123456789012:function:${stageVariables.url}",
        "arn:aws:lambda:eu-west-1:123456789012:function:${stageVariables.fn}:${context.stage}",
        "arn:aws:lambda:eu-west-1:123456789012:function:${stageVariables.fn}/../g",
        "arn:aws:lambda:eu-west-1:123456789012:function:${fn}",
        "${stageVariables.fn}"
      })
  void uriThatNamesNoFunctionIsAFault(String uri) {
    assertThat(faults(uri)).extracting(Fault::property).containsExactly("IntegrationUri");
  }

  private static List<Fault> faults(String uri) {
    var stage = stage("dev", Map.of("fn", "players", "url", "http://a/b"));
    return TestApi.config(List.of(stage), calling(uri)).faults();
  }

  @Test
  @Shows("httpapi.stages.variable-names-and-values")
  void variablesThatAwsWouldNotTakeAreFaults() {
    var fine = Map.of("a_1", "A-z.0_9~:/?#&=,", "n".repeat(64), "v".repeat(512));
    assertThat(TestApi.config(List.of(stage("dev", fine)), TestApi.open("GET /")).faults())
        .isEmpty();
    for (var wrong :
        List.of(
            Map.of("a-b", "x"),
            Map.of("a", ""),
            Map.of("a", "x y"),
            Map.of("a", "é"),
            Map.of("n".repeat(65), "x"),
            Map.of("a", "v".repeat(513)))) {
      assertThat(TestApi.config(List.of(stage("dev", wrong)), TestApi.open("GET /")).faults())
          .as(wrong.toString())
          .hasSize(1);
    }
  }
}
