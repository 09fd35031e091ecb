package dev.gatehouse.host;

import static org.assertj.core.api.Assertions.assertThat;

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
}
