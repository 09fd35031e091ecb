package dev.gatehouse.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.fidelity.Shows;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.http.HttpServer;
import dev.gatehouse.http.HttpServerConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// HTTP APIs before a backend of their own, from the template to the wire.
final class HttpProxyStackTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir private Path folder;

  private final HttpServer backend =
      HttpServer.start(
          HttpServerConfig.loopback(0),
          request ->
              HttpResponse.json(
                  200,
                  "\""
                      + request.target()
                      + " "
                      + request.headers().first("x-stage").orElse("-")
                      + "\""));

  @AfterEach
  void close() {
    backend.close();
  }

  private HostConfig config(String resources) throws IOException {
    Path template = folder.resolve("template.json");
    Files.writeString(
        template, "{\"Resources\": {" + resources.replace("PORT", "" + backend.port()) + "}}");
    return new HostConfig(template, null, 0, false, null, folder);
  }

  private static String faultsOf(HostConfig config) {
    var refused =
        catchThrowableOfType(
            TemplateFaultsException.class, () -> Host.start(config, line -> {}).close());
    return String.join("\n", refused.lines());
  }

  private static java.net.http.HttpResponse<String> get(String url)
      throws IOException, InterruptedException {
    return CLIENT.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
  }

  @Test
  void proxyWithMappedParametersIsServed() throws IOException, InterruptedException {
    HostConfig config =
        config(
            """
            "Api": {"Type": "AWS::ApiGatewayV2::Api",
                    "Properties": {"Name": "a", "ProtocolType": "HTTP"}},
            "Stage": {"Type": "AWS::ApiGatewayV2::Stage",
                      "Properties": {"ApiId": {"Ref": "Api"}, "StageName": "$default",
                        "AutoDeploy": true, "StageVariables": {"base": "v1"}}},
            "Backend": {"Type": "AWS::ApiGatewayV2::Integration",
                        "Properties": {"ApiId": {"Ref": "Api"}, "IntegrationType": "HTTP_PROXY",
                          "IntegrationMethod": "ANY", "PayloadFormatVersion": "1.0",
                          "IntegrationUri":
                            "http://127.0.0.1:PORT/${stageVariables.base}/{proxy}",
                          "RequestParameters": {"append:header.x-stage": "$context.stage"},
                          "ResponseParameters": {"200": {"ResponseParameters": [
                            {"Destination": "append:header.x-mapped", "Source": "yes"}]}}}},
            "Route": {"Type": "AWS::ApiGatewayV2::Route",
                      "Properties": {"ApiId": {"Ref": "Api"}, "RouteKey": "ANY /{proxy+}",
                        "Target": {"Fn::Join": ["/", ["integrations", {"Ref": "Backend"}]]}}}
            """);
    try (Host host = Host.start(config, line -> {})) {
      var answer = get(host.running().environment().get("GATEHOUSE_API_URL") + "/a%20b?c=d");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("\"/v1/a%20b?c=d $default\"");
      assertThat(answer.headers().firstValue("x-mapped")).contains("yes");
    }
  }

  private static final String QUICK =
      """
      "Api": {"Type": "AWS::ApiGatewayV2::Api",
              "Properties": {"Name": "a", "ProtocolType": "HTTP",
                "Target": "http://127.0.0.1:PORT/base", "RouteKey": "GET /x"}}
      """;

  private static String stage(String properties) {
    return QUICK
        + """
        , "Stage": {"Type": "AWS::ApiGatewayV2::Stage",
                    "Properties": {"ApiId": {"Ref": "Api"}, "StageName": "dev" %s}}
        """
            .formatted(properties);
  }

  @Test
  void quickCreateMakesIntegrationRouteAndStage() throws IOException, InterruptedException {
    try (Host host = Host.start(config(QUICK), line -> {})) {
      String url = host.running().environment().get("GATEHOUSE_API_URL");
      assertThat(get(url + "/x").body()).isEqualTo("\"/base -\"");
      assertThat(get(url + "/y").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void routeKeyWithoutATargetIsAFault() throws IOException {
    HostConfig config = config(QUICK.replace("\"Target\": \"http://127.0.0.1:PORT/base\",", ""));
    assertThat(faultsOf(config)).contains("RouteKey");
  }

  @Test
  @Shows("httpapi.stages.auto-deploy")
  @Shows("httpapi.stages.undeployed")
  void stageServesOnlyWhatIsDeployedToIt() throws IOException, InterruptedException {
    String deployment =
        """
        , "Deployment": {"Type": "AWS::ApiGatewayV2::Deployment",
                         "Properties": {"ApiId": {"Ref": "Api"} %s}}
        """;
    for (String served :
        List.of(
            stage(", \"AutoDeploy\": true"),
            stage(", \"DeploymentId\": {\"Ref\": \"Deployment\"}") + deployment.formatted(""),
            stage("") + deployment.formatted(", \"StageName\": \"dev\""))) {
      assertThat(statusOfDevStage(served)).as(served).isEqualTo(200);
    }
    for (String empty : List.of(stage(""), stage("") + deployment.formatted(""))) {
      assertThat(statusOfDevStage(empty)).as(empty).isEqualTo(404);
    }
  }

  private int statusOfDevStage(String resources) throws IOException, InterruptedException {
    try (Host host = Host.start(config(resources), line -> {})) {
      return get(host.running().environment().get("GATEHOUSE_API_URL") + "/dev/x").statusCode();
    }
  }

  @Test
  @Shows("httpapi.stages.deployment-without-routes")
  void deploymentOfAnApiWithoutRoutesAndUnknownDeploymentsAreFaults() throws IOException {
    HostConfig empty =
        config(
            """
            "Api": {"Type": "AWS::ApiGatewayV2::Api",
                    "Properties": {"Name": "a", "ProtocolType": "HTTP"}},
            "Deployment": {"Type": "AWS::ApiGatewayV2::Deployment",
                           "Properties": {"ApiId": {"Ref": "Api"}}}
            """);
    assertThat(faultsOf(empty)).contains("no route yet");

    HostConfig unknown = config(stage(", \"DeploymentId\": \"abc123\""));
    assertThat(faultsOf(unknown)).contains("not a deployment of this API");
  }

  @Test
  @Shows("httpapi.import.fail-on-warnings")
  void warningsOfAnImportFailItOnlyIfAskedTo() throws IOException {
    String imported =
        """
        "Api": {"Type": "AWS::ApiGatewayV2::Api", "Properties": { %s "Body": {
          "openapi": "3.0.1", "info": {"title": "a"}, "paths": {
            "/none": {"get": {}},
            "/x": {"get": {"x-amazon-apigateway-integration": {"type": "http_proxy",
              "httpMethod": "ANY", "uri": "http://127.0.0.1:PORT/", "payloadFormatVersion": "1.0"
            }}}}}}}
        """;
    assertThat(faultsOf(config(imported.formatted("\"FailOnWarnings\": true,"))))
        .contains("Warnings found during import");
    try (Host host = Host.start(config(imported.formatted("")), line -> {})) {
      assertThat(host.running().notices()).anyMatch(notice -> notice.contains("/none"));
    }
  }

  @Test
  void accessLogIsAFileOfTheStages() throws IOException, InterruptedException {
    String logged =
        stage(
            ", \"AutoDeploy\": true, \"AccessLogSettings\": {\"DestinationArn\": \"arn:x\","
                + " \"Format\": \"$context.stage $context.path $context.status\"}");
    try (Host host = Host.start(config(logged), line -> {})) {
      get(host.running().environment().get("GATEHOUSE_API_URL") + "/dev/x");
      get(host.running().environment().get("GATEHOUSE_API_URL") + "/x");
    }
    assertThat(folder.resolve(".gatehouse/logs/access-Stage.log")).hasContent("dev /dev/x 200");
  }

  @Test
  void accessLogIsBounded() throws IOException {
    Path file = folder.resolve("logs/access.log");
    String line = "x".repeat(1024 * 1024 - 1);
    try (var log = AccessLogFile.open(file)) {
      for (int i = 0; i < 11; i++) {
        log.write(line);
      }
    }
    assertThat(Files.size(file)).isEqualTo(3L * 1024 * 1024);
    assertThat(Files.size(TurningFile.before(file))).isEqualTo(AccessLogFile.MAX_BYTES);
    try (var files = Files.list(folder.resolve("logs"))) {
      assertThat(files).hasSize(2);
    }
  }
}
