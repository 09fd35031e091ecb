package dev.gatehouse.host;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.fidelity.Shows;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.http.HttpServer;
import dev.gatehouse.http.HttpServerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A custom domain name and a throttled stage, from the template to the wire.
final class CustomDomainStackTest {
  private static String resources(String domainProperties, String key) {
    return """
    "Api": {"Type": "AWS::ApiGatewayV2::Api",
            "Properties": {"Name": "a", "ProtocolType": "HTTP",
              "DisableExecuteApiEndpoint": true,
              "Target": "http://127.0.0.1:PORT/base", "RouteKey": "GET /x"}},
    "Stage": {"Type": "AWS::ApiGatewayV2::Stage",
              "Properties": {"ApiId": {"Ref": "Api"}, "StageName": "dev", "AutoDeploy": true,
                "RouteSettings": {"GET /x": {"ThrottlingRateLimit": 0.001,
                                             "ThrottlingBurstLimit": 3}}}},
    """
        + domain(domainProperties, key);
  }

  private static String domain(String properties, String key) {
    return """
    "Certificate": {"Type": "AWS::CertificateManager::Certificate",
                    "Properties": {"DomainName": "api.example.com"}},
    "Domain": {"Type": "AWS::ApiGatewayV2::DomainName",
               "Properties": {"DomainName": "Api.Example.com",
                 "DomainNameConfigurations": [{"EndpointType": "REGIONAL",
                   "SecurityPolicy": "TLS_1_2", "CertificateArn": {"Ref": "Certificate"}}] %s}},
    "Record": {"Type": "AWS::Route53::RecordSet",
               "Properties": {"Name": "api.example.com", "Type": "A", "AliasTarget": {
                 "DNSName": {"Fn::GetAtt": ["Domain", "RegionalDomainName"]},
                 "HostedZoneId": {"Fn::GetAtt": ["Domain", "RegionalHostedZoneId"]}}}},
    "Mapping": {"Type": "AWS::ApiGatewayV2::ApiMapping", "DependsOn": "Stage",
                "Properties": {"ApiId": {"Ref": "Api"}, "DomainName": {"Ref": "Domain"},
                  "Stage": "dev", "ApiMappingKey": "%s"}}
    """
        .formatted(properties, key);
  }

  @TempDir private static Path folder;

  private static final HttpServer BACKEND =
      HttpServer.start(
          HttpServerConfig.loopback(0),
          request -> HttpResponse.json(200, "\"" + request.target() + "\""));

  private static Host host;

  private static HostConfig config(Path folder, String resources) throws IOException {
    Path template = folder.resolve("template.json");
    Files.writeString(
        template,
        """
        {"Resources": {%s},
         "Outputs": {"Regional": {"Value": {"Fn::GetAtt": ["Domain", "RegionalDomainName"]}},
                     "Zone": {"Value": {"Fn::GetAtt": ["Domain", "RegionalHostedZoneId"]}},
                     "Url": {"Value": {"Fn::Sub": "https://api.example.com/v1/orders"}}}}
        """
            .formatted(resources.replace("PORT", "" + BACKEND.port())));
    return new HostConfig(template, null, 0, false, null, folder);
  }

  @BeforeAll
  static void start() throws IOException {
    host = Host.start(config(folder, resources("", "v1/orders")), line -> {});
  }

  @AfterAll
  static void stop() {
    host.close();
    BACKEND.close();
  }

  /// Asks the base port for a name; the JDK's client would not send another `Host`.
  private static String ask(String name, String target) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), host.running().port())) {
      socket
          .getOutputStream()
          .write(
              "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                  .formatted(target, name)
                  .getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  private static String output(String name) {
    return requireNonNull(host.running().outputs().get(name), name);
  }

  private static java.net.http.HttpResponse<String> get(String url)
      throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    }
  }

  @Test
  @Shows("httpapi.throttling.answer")
  void nameLeadsToTheStageAtBothPortsUntilItsLimit() throws IOException, InterruptedException {
    assertThat(ask("api.example.com", "/v1/orders/x?a=b"))
        .startsWith("HTTP/1.1 200")
        .endsWith("\"/base?a=b\"");
    assertThat(ask("API.example.com:4566", "/v1/orders/x")).startsWith("HTTP/1.1 200");
    assertThat(output("Url")).startsWith("http://127.0.0.1:").endsWith("/v1/orders");
    assertThat(get(output("Url") + "/x").statusCode()).isEqualTo(200);

    var full = get(output("Url") + "/x");
    assertThat(full.statusCode()).isEqualTo(429);
    assertThat(full.body()).isEqualTo("{\"message\":\"Too Many Requests\"}");
    assertThat(full.headers().firstValue("content-type")).contains("application/json");
    assertThat(full.headers().firstValue("apigw-requestid")).isPresent();
    assertThat(host.visits(10, visit -> visit.has("reason")))
        .anySatisfy(visit ->
            assertThat(visit.path("reason").asString(""))
                .contains("raise ThrottlingRateLimit", "RouteSettings of Stage"));
  }

  @ParameterizedTest
  @CsvSource({
    "api.example.com, /v1/x, 403, Forbidden",
    "api.example.com, /x, 403, Forbidden",
    "api.example.com, /v1/orders/y, 404, Not Found",
    "api.example.com, /v1/orders/dev/x, 404, Not Found",
    "api.example.com, /v1%2Forders/x, 404, Not Found",
  })
  void otherPathsOfTheNameLeadNowhere(String name, String target, int status, String message)
      throws IOException {
    assertThat(ask(name, target))
        .startsWith("HTTP/1.1 " + status)
        .endsWith("{\"message\":\"" + message + "\"}");
  }

  @Test
  @Shows("httpapi.domains.disabled-default-endpoint")
  void disabledDefaultEndpointIsNotFoundByPortAndByName() throws IOException, InterruptedException {
    String url = requireNonNull(host.running().environment().get("GATEHOUSE_API_URL"));
    assertThat(get(url + "/dev/x").statusCode()).isEqualTo(404);
    assertThat(get(url + "/x").body()).isEqualTo("{\"message\":\"Not Found\"}");
  }

  @Test
  void attributesLookAsOnAws() {
    assertThat(output("Regional"))
        .matches("d-[a-z0-9]{10}\\.execute-api\\.[a-z0-9-]+\\.amazonaws\\.com");
    assertThat(output("Zone")).matches("Z[A-Z0-9]{13}");
    assertThat(host.running().notices())
        .anySatisfy(notice -> assertThat(notice).contains("CertificateArn"))
        .anySatisfy(notice -> assertThat(notice).contains("AWS::Route53::RecordSet"));
  }

  @Test
  void doorsAreListedAtTheDomainOnly() {
    assertThat(host.running().doors().stream().filter(door -> door.kind().equals("route")))
        .extracting(DoorView::url)
        .containsExactly(output("Url") + "/x");
  }

  @Test
  @Shows("httpapi.domains.mutual-tls")
  void mutualTlsIsRefusedAtTheStart(@TempDir Path other) throws IOException {
    assertThat(
            faults(
                other,
                resources(
                    ", \"MutualTlsAuthentication\": {\"TruststoreUri\": \"s3://b/t.pem\"}", "v1")))
        .contains("Domain", "MutualTlsAuthentication", "cannot be held");
  }

  @Test
  void faultsNameTheirResource(@TempDir Path other) throws IOException {
    assertThat(faults(other, resources("", "a//b"))).contains("Mapping", "ApiMappingKey");
    assertThat(faults(other, resources("", "v1").replace("\"Stage\": \"dev\"", "\"Stage\": \"x\"")))
        .contains("Mapping", "Stage", "no stage x");
    assertThat(faults(other, resources("", "v1").replace("{\"GET /x\"", "{\"GET /y\"")))
        .contains("Stage", "Unable to find Route by key GET /y");
    assertThat(faults(other, resources("", "v1").replace("REGIONAL", "EDGE")))
        .contains("EndpointType");
  }

  @Test
  @Shows("httpapi.limits.integrations")
  @Shows("httpapi.limits.authorizers")
  void unusedPartsCountToo(@TempDir Path other) throws IOException {
    String faults = faults(other, resources("", "v1") + integrations(301) + authorizers(11));
    assertThat(faults.lines())
        .anyMatch(line -> line.contains("has 2 faults"))
        .anyMatch(line -> line.contains("Integration301") && line.contains("300 integrations"))
        .anyMatch(line -> line.contains("Authorizer11") && line.contains("10 authorizers"));
  }

  private static String integrations(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(
            """
            , "Integration%d": {"Type": "AWS::ApiGatewayV2::Integration",
               "Properties": {"ApiId": {"Ref": "Api"}, "IntegrationType": "HTTP_PROXY",
                 "IntegrationMethod": "ANY", "PayloadFormatVersion": "1.0",
                 "IntegrationUri": "http://127.0.0.1:1/"}}
            """
                ::formatted)
        .collect(joining());
  }

  private static String authorizers(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(
            """
            , "Authorizer%d": {"Type": "AWS::ApiGatewayV2::Authorizer",
               "Properties": {"ApiId": {"Ref": "Api"}, "AuthorizerType": "JWT", "Name": "a",
                 "IdentitySource": ["$request.header.Authorization"],
                 "JwtConfiguration": {"Issuer": "https://a.example", "Audience": ["b"]}}}
            """
                ::formatted)
        .collect(joining());
  }

  private static List<String> lines(HostConfig config) {
    return catchThrowableOfType(
            TemplateFaultsException.class, () -> Host.start(config, line -> {}).close())
        .lines();
  }

  private static String faults(Path folder, String resources) throws IOException {
    return String.join("\n", lines(config(folder, resources)));
  }
}
