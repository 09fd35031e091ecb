package dev.gatehouse.host;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.aws.Json;
import dev.gatehouse.fidelity.Shows;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What stands in the way of a start, and what stays from one start to the next.
final class HostStartTest {
  private static final String POOL =
      """
      {"Resources": {
        "Pool": {"Type": "AWS::Cognito::UserPool", "Properties": {"UserPoolName": "p"}},
        "Domain": {"Type": "AWS::Cognito::UserPoolDomain",
                   "Properties": {"UserPoolId": {"Ref": "Pool"}, "Domain": "p"}},
        "Scopes": {"Type": "AWS::Cognito::UserPoolResourceServer",
                   "Properties": {"UserPoolId": {"Ref": "Pool"}, "Identifier": "r", "Name": "r",
                     "Scopes": [{"ScopeName": "s", "ScopeDescription": "s"}]}},
        "Client": {"Type": "AWS::Cognito::UserPoolClient", "DependsOn": "Scopes",
                   "Properties": {"UserPoolId": {"Ref": "Pool"}, "GenerateSecret": true,
                     "AllowedOAuthFlows": ["client_credentials"],
                     "AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthScopes": ["r/s"]}}
      }}
      """;

  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  @TempDir private Path folder;
  private Path template;

  @BeforeEach
  void writeTemplate() throws IOException {
    template = folder.resolve("template.json");
    Files.writeString(template, POOL);
  }

  private HostConfig config(@Nullable Integer port) {
    return new HostConfig(template, null, port, false, null, folder);
  }

  private Map<String, String> startOnce(@Nullable Integer port) {
    try (Host host = Host.start(config(port), line -> {})) {
      return host.running().environment();
    }
  }

  private Path state() {
    return folder.resolve(".gatehouse");
  }

  @Test
  @Shows("function-url.address.id-is-kept")
  void secondStartHasTheSameIdsSecretsAndPorts() {
    Map<String, String> first = startOnce(0);
    assertThat(first).containsKeys("GATEHOUSE_CLIENT_SECRET", "GATEHOUSE_TOKEN_URL");
    assertThat(startOnce(null)).isEqualTo(first);
  }

  @Test
  void otherStateHasOtherSecrets() {
    String first = startOnce(0).get("GATEHOUSE_CLIENT_SECRET");
    try (Host host =
        Host.start(
            new HostConfig(template, folder.resolve("other"), 0, false, null, folder),
            line -> {})) {
      assertThat(host.running().environment().get("GATEHOUSE_CLIENT_SECRET")).isNotEqualTo(first);
    }
  }

  @Test
  void resourceThatLeftTheTemplateIsForgotten() throws IOException {
    String first = startOnce(0).get("GATEHOUSE_CLIENT_ID");
    Files.writeString(template, POOL.replace("\"Client\"", "\"Other\""));
    assertThat(startOnce(null).get("GATEHOUSE_CLIENT_ID")).isNotEqualTo(first);
  }

  @Test
  void writeCutShortByAKillDoesNotCount() throws IOException {
    Map<String, String> first = startOnce(0);
    Files.writeString(state().resolve("state.json.new"), "{\"version\": 1, \"ports\"");
    assertThat(startOnce(null)).isEqualTo(first);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"version\": 3} | was written by a newer Gatehouse",
        "{\"version\": | cannot be read",
        "[] | cannot be read",
      })
  void unusableStateIsOneSentence(String content, String sentence) throws IOException {
    startOnce(0);
    Files.writeString(state().resolve("state.json"), content);
    assertThatThrownBy(() -> startOnce(null))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void stateOfVersion1IsRead() throws IOException {
    Map<String, String> first = startOnce(0);
    Path file = state().resolve("state.json");
    var state = (ObjectNode) Json.STRICT.readTree(Files.readAllBytes(file));
    JsonNode stack = state.path("stacks").path("template");
    state.put("version", 1);
    state.put("stackId", stack.path("id").asString());
    ObjectNode resources = (ObjectNode) stack.path("resources");
    for (JsonNode resource : resources) {
      ((ObjectNode) resource).remove("deployed");
    }
    state.set("resources", resources);
    ObjectNode ports = state.putObject("ports");
    ports.put("", port(first, "AWS_ENDPOINT_URL"));
    ports.put("Domain", port(first, "GATEHOUSE_TOKEN_URL"));
    state.remove("stacks");
    Files.write(file, Json.STRICT.writeValueAsBytes(state));
    assertThat(startOnce(null)).isEqualTo(first);
  }

  private static int port(Map<String, String> environment, String name) {
    return URI.create(requireNonNull(environment.get(name))).getPort();
  }

  @Test
  void takenPortIsNamed() throws IOException {
    try (var taken = new ServerSocket(0, 1, LOOPBACK)) {
      assertThatThrownBy(() -> startOnce(taken.getLocalPort()))
          .isInstanceOf(StartupException.class)
          .hasMessageContaining("port " + taken.getLocalPort() + " is taken by another process");
    }
  }

  @Test
  void takenPortOfADoorIsNamedWithItsResource() throws IOException {
    URI token = URI.create(startOnce(0).get("GATEHOUSE_TOKEN_URL"));
    try (var taken = new ServerSocket(token.getPort(), 1, LOOPBACK)) {
      assertThatThrownBy(() -> startOnce(null))
          .isInstanceOf(StartupException.class)
          .hasMessageContaining(
              "port "
                  + taken.getLocalPort()
                  + " is taken by another process (it belongs to Domain)");
    }
    assertThat(startOnce(null).get("GATEHOUSE_TOKEN_URL")).isEqualTo(token.toString());
  }

  @Test
  void changedTemplateKeepsIdsOfWhatStays() throws IOException {
    Map<String, String> first = startOnce(0);
    Files.writeString(
        template,
        POOL.replace(
            "\"Resources\": {", "\"Resources\": {\"Group\": {\"Type\": \"AWS::Logs::LogGroup\"},"));
    assertThat(startOnce(null)).isEqualTo(first);
  }

  @Test
  void tokenOfAnEarlierStartIsSignedByAKeyThatIsStillPublished() throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      String keys;
      try (Host host = Host.start(config(0), line -> {})) {
        keys = keys(client, host);
      }
      try (Host host = Host.start(config(null), line -> {})) {
        assertThat(keys(client, host)).isEqualTo(keys).contains("\"kid\"");
      }
    }
  }

  private static String keys(HttpClient client, Host host) throws Exception {
    String issuer = host.running().environment().get("GATEHOUSE_ISSUER");
    var request = HttpRequest.newBuilder(URI.create(issuer + "/.well-known/jwks.json")).build();
    return client.send(request, BodyHandlers.ofString()).body();
  }

  @Test
  void filesAreTheirOwnersOnly() throws IOException {
    try (Host host = Host.start(config(0), line -> {})) {
      assertThat(host.running().port()).isPositive();
      assertThat(Files.getPosixFilePermissions(state()))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
      for (String name : List.of("state.json", "running.json", "aws/credentials")) {
        assertThat(Files.getPosixFilePermissions(state().resolve(name)))
            .as(name)
            .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      }
    }
  }

  @Test
  void ephemeralStackLeavesNothing() {
    String left;
    try (Host host =
        Host.start(new HostConfig(template, null, 0, true, null, folder), line -> {})) {
      left = host.running().stateFolder();
      assertThat(Path.of(left)).exists();
    }
    assertThat(Path.of(left)).doesNotExist();
    assertThat(state()).doesNotExist();
  }

  @Test
  void stackIsFoundWhileItRunsAndNotAfterwards() {
    try (Host host = Host.start(config(0), line -> {})) {
      assertThat(RunningStack.in(state())).contains(host.running());
      assertThat(RunningStack.onPort(host.running().port())).contains(host.running());
    }
    assertThat(RunningStack.in(state())).isEmpty();
  }

  @Test
  void allFaultsAreReportedAtOnceAndNothingStarts() throws IOException {
    Files.writeString(
        template,
        """
        {"Resources": {
          "Queue": {"Type": "AWS::SQS::Queue"},
          "Api": {"Type": "AWS::ApiGatewayV2::Api", "Properties": {"Name": "a", "Boddy": {}}},
          "Route": {"Type": "AWS::ApiGatewayV2::Route",
                    "Properties": {"ApiId": {"Ref": "Nobody"}, "RouteKey": "GET /"}}
        }}
        """);
    assertThatThrownBy(() -> startOnce(0))
        .isInstanceOfSatisfying(
            TemplateFaultsException.class,
            report ->
                assertThat(String.join("\n", report.lines()))
                    .contains("nothing was started")
                    .contains("Queue")
                    .contains("AWS::SQS::Queue")
                    .contains("Resources.Api.Properties.Boddy")
                    .contains("Resources.Route.Properties.Target")
                    .contains("Nobody"));
    assertThat(state()).doesNotExist();
  }

  @Test
  void apiWithoutBodyNeedsNameAndProtocol() throws IOException {
    Files.writeString(
        template,
        """
        {"Resources": {"Api": {"Type": "AWS::ApiGatewayV2::Api", "Properties": {"Name": "a"}}}}
        """);
    assertThatThrownBy(() -> startOnce(0))
        .isInstanceOfSatisfying(
            TemplateFaultsException.class,
            report ->
                assertThat(String.join("\n", report.lines()))
                    .contains("Resources.Api.Properties.ProtocolType: this property is required"));
  }

  @Test
  void lockThatABodyWouldLoseIsAFault() throws IOException {
    Files.writeString(
        template,
        """
        {"Resources": {"Api": {"Type": "AWS::ApiGatewayV2::Api", "Properties": {"Body": {
          "openapi": "3.0.1", "info": {"title": "a"},
          "paths": {"/x": {"get": {"security": [{"Nobody": []}],
            "x-amazon-apigateway-integration": {"type": "aws_proxy", "uri": "arn:f"}}}}}}}}}
        """);
    assertThatThrownBy(() -> startOnce(0))
        .isInstanceOfSatisfying(
            TemplateFaultsException.class,
            report ->
                assertThat(String.join("\n", report.lines()))
                    .contains(
                        "Resources.Api.Properties.Body.paths./x.get.security.Nobody: no such scheme"));
  }

  @Test
  void faultsAfterAGoodStartLeaveTheStateAlone() throws IOException {
    Map<String, String> first = startOnce(0);
    Files.writeString(template, "{\"Resources\": {\"Queue\": {\"Type\": \"AWS::SQS::Queue\"}}}");
    assertThatThrownBy(() -> startOnce(null)).isInstanceOf(TemplateFaultsException.class);
    Files.writeString(template, POOL);
    assertThat(startOnce(null)).isEqualTo(first);
  }

  @Test
  void folderThatWasThereBeforeAFaultyStartStays() throws IOException {
    Files.createDirectory(state());
    Files.writeString(template, "{\"Resources\": {\"Queue\": {\"Type\": \"AWS::SQS::Queue\"}}}");
    assertThatThrownBy(() -> startOnce(0)).isInstanceOf(TemplateFaultsException.class);
    assertThat(state()).exists();
  }

  @Test
  void faultsThatServicesFindAreInTheReportAndNothingIsLeftListening() throws IOException {
    Files.writeString(template, POOL.replace("[\"r/s\"]", "[\"r/unknown\"]"));
    int port;
    try (var free = new ServerSocket(0, 1, LOOPBACK)) {
      port = free.getLocalPort();
    }
    assertThatThrownBy(() -> startOnce(port))
        .isInstanceOfSatisfying(
            TemplateFaultsException.class,
            report ->
                assertThat(String.join("\n", report.lines()))
                    .contains("Resources.Client.Properties.AllowedOAuthScopes"));
    try (var again = new ServerSocket(port, 1, LOOPBACK)) {
      assertThat(again.isBound()).isTrue();
    }
    assertThat(state()).doesNotExist();
  }

  @Test
  void policyThatNeedsAKeyNobodySuppliesIsAFault() throws IOException {
    Files.writeString(
        template,
        """
        {"Resources": {"User": {"Type": "AWS::IAM::User", "Properties": {"Policies": [{
          "PolicyName": "own", "PolicyDocument": {"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Action": "dynamodb:*", "Resource": "*",
            "Condition": {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["me"]}}}]}}]}}}}
        """);
    assertThatThrownBy(() -> startOnce(0))
        .isInstanceOfSatisfying(
            TemplateFaultsException.class,
            report ->
                assertThat(String.join("\n", report.lines()))
                    .contains("Resources.User.Properties.Policies[0].PolicyDocument")
                    .contains(
                        "statement 1 asks for dynamodb:LeadingKeys, which no request here has"));
  }

  @Test
  void pathThatIsNothingIsOneSentence() {
    var config = new HostConfig(folder.resolve("absent"), null, 0, false, null, folder);
    assertThatThrownBy(() -> Host.start(config, line -> {}))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("is neither a template file");
  }
}
