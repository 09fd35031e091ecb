package dev.gatehouse.host;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.fidelity.Shows;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/// The stacks of one assembly run together.
@Timeout(60)
final class SeveralStacksTest {
  private static final String POOL =
      """
      {"Resources": {
        "Pool": {"Type": "AWS::Cognito::UserPool"},
        "Domain": {"Type": "AWS::Cognito::UserPoolDomain",
                   "Properties": {"UserPoolId": {"Ref": "Pool"}, "Domain": "one"}}},
       "Outputs": {"Id": {"Value": {"Ref": "Pool"},
                          "Export": {"Name": "One:ExportsOutputRefPool"}}}}
      """;

  private static final String CLIENT =
      """
      {"Resources": {
        "Pool": {"Type": "AWS::Cognito::UserPool"},
        "Domain": {"Type": "AWS::Cognito::UserPoolDomain",
                   "Properties": {"UserPoolId": {"Ref": "Pool"}, "Domain": "two"}},
        "Client": {"Type": "AWS::Cognito::UserPoolClient", "Properties": {
          "UserPoolId": {"Fn::ImportValue": "One:ExportsOutputRefPool"}}}},
       "Outputs": {"Name": {"Value": {"Ref": "AWS::StackName"}},
                   "Imported": {"Value": {"Fn::ImportValue": "One:ExportsOutputRefPool"}}}}
      """;

  @TempDir private Path folder;
  private @Nullable Host host;

  /// The second is listed first and depends on the first.
  private void assembly(String one, String two) throws IOException {
    Path assembly = Files.createDirectories(folder.resolve("cdk.out"));
    Files.writeString(assembly.resolve("One.template.json"), one);
    Files.writeString(assembly.resolve("Two.template.json"), two);
    Files.writeString(
        assembly.resolve("manifest.json"),
        """
        {"artifacts": {
          "Two": {"type": "aws:cloudformation:stack", "dependencies": ["One"],
                  "properties": {"templateFile": "Two.template.json"}},
          "One": {"type": "aws:cloudformation:stack",
                  "properties": {"templateFile": "One.template.json"}}
        }}
        """);
  }

  private Host start(Map<String, String> parameters) {
    host =
        Host.start(
            new HostConfig(folder.resolve("cdk.out"), null, 0, false, null, folder, parameters),
            line -> {});
    return host;
  }

  @AfterEach
  void stop() {
    if (host != null) {
      host.close();
    }
  }

  private CloudFormationClient stacks() {
    Map<String, String> env = requireNonNull(host).running().environment();
    return CloudFormationClient.builder()
        .endpointOverride(URI.create(requireNonNull(env.get("AWS_ENDPOINT_URL"))))
        .region(Region.of(requireNonNull(env.get("AWS_REGION"))))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(
                    env.get("AWS_ACCESS_KEY_ID"), env.get("AWS_SECRET_ACCESS_KEY"))))
        .httpClient(Apache5HttpClient.create())
        .build();
  }

  @Test
  @Shows("cloudformation.template.cross-stack-export")
  void importedValueIsTheOtherStacks() throws IOException {
    assembly(POOL, CLIENT);
    Map<String, String> outputs = start(Map.of()).running().outputs();
    assertThat(outputs)
        .containsEntry("Two.Name", "Two")
        .containsEntry("Two.Imported", outputs.get("One.Id"));
  }

  @Test
  void sameLogicalIdsAreToldApart() throws IOException {
    assembly(POOL, CLIENT);
    RunningStack running = start(Map.of()).running();
    assertThat(running.stack()).isEqualTo("One, Two");
    assertThat(running.environment())
        .containsKeys("GATEHOUSE_ISSUER_POOL", "GATEHOUSE_ISSUER_TWO_POOL");
    assertThat(running.environment().get("GATEHOUSE_ISSUER_POOL"))
        .isNotEqualTo(running.environment().get("GATEHOUSE_ISSUER_TWO_POOL"));
    assertThat(running.doors()).extracting(DoorView::resource).contains("Domain", "Two/Domain");
  }

  @Test
  void restartHasTheSameIdsAndPorts() throws IOException {
    assembly(POOL, CLIENT);
    Host first = start(Map.of());
    Map<String, String> before = first.running().environment();
    first.close();
    assertThat(start(Map.of()).running().environment()).isEqualTo(before);
  }

  @Test
  void stackThatIsNotInTheAssemblyKeepsItsState() throws IOException {
    assembly(POOL, CLIENT);
    Host first = start(Map.of());
    Map<String, String> before = first.running().environment();
    first.close();
    Files.writeString(
        folder.resolve("cdk.out/manifest.json"),
        """
        {"artifacts": {"One": {"type": "aws:cloudformation:stack",
                               "properties": {"templateFile": "One.template.json"}}}}
        """);
    start(Map.of()).close();
    assembly(POOL, CLIENT);
    assertThat(start(Map.of()).running().environment()).isEqualTo(before);
  }

  @Test
  @Shows("cloudformation.template.unknown-export")
  void unknownExportIsAFault() throws IOException {
    assembly(POOL.replace("ExportsOutputRefPool", "Other"), CLIENT);
    assertThatThrownBy(() -> start(Map.of()))
        .isInstanceOfSatisfying(
            TemplateFaultsException.class,
            report ->
                assertThat(report.lines())
                    .anyMatch(line ->
                        line.contains("Two: Resources.Client.Properties.UserPoolId")
                            && line.contains("No export named One:ExportsOutputRefPool found")));
  }

  @Test
  @Shows("cloudformation.updates.export-in-use")
  void exportInUseCannotGo() throws IOException {
    assembly(POOL, CLIENT);
    Host running = start(Map.of());
    assembly(POOL.replaceFirst("(?s),\\s*\"Outputs\".*", "}"), CLIENT);
    var report =
        requireNonNull(catchThrowableOfType(TemplateFaultsException.class, running::update));
    assertThat(report.lines()).anyMatch(line -> line.contains("No export named"));
  }

  @Test
  void cloudFormationTellsOfAllStacks() throws IOException {
    assembly(POOL, CLIENT);
    start(Map.of());
    try (var client = stacks()) {
      assertThat(client.describeStacks().stacks())
          .extracting(Stack::stackName)
          .containsExactly("One", "Two");
      assertThat(
              client
                  .describeStackResource(get -> get.stackName("Two").logicalResourceId("Pool"))
                  .stackResourceDetail()
                  .physicalResourceId())
          .isEqualTo(
              requireNonNull(
                      requireNonNull(host).running().environment().get("GATEHOUSE_ISSUER_TWO_POOL"))
                  .replaceFirst(".*/", ""));
    }
  }

  @Test
  @Shows("cloudformation.updates.update-complete")
  void changedStackIsUpdateCompleteAndTheOtherIsNot() throws IOException {
    assembly(POOL, CLIENT);
    Host running = start(Map.of());
    assembly(
        POOL,
        CLIENT.replace(
            "\"Client\":", "\"Group\": {\"Type\": \"AWS::Logs::LogGroup\"}, \"Client\":"));
    assertThat(running.update().changes()).containsExactly("created LogGroup Group");
    try (var client = stacks()) {
      assertThat(client.describeStacks().stacks())
          .extracting(Stack::stackStatus)
          .containsExactly(StackStatus.CREATE_COMPLETE, StackStatus.UPDATE_COMPLETE);
    }
  }

  @Test
  void nameThatAnotherStackHasIsAFault() throws IOException {
    assembly(POOL, CLIENT.replace("\"two\"", "\"one\""));
    assertThatThrownBy(() -> start(Map.of()))
        .isInstanceOfSatisfying(
            TemplateFaultsException.class,
            report ->
                assertThat(report.lines())
                    .anyMatch(line -> line.contains("one already exists in stack arn:aws:")));
  }

  @Test
  void parametersGoToTheStacksThatDeclareThem() throws IOException {
    String declares =
        POOL.replace(
                "{\"Resources\"",
                "{\"Parameters\": {\"Prefix\": {\"Type\": \"String\"}}, \"Resources\"")
            .replace("\"Domain\": \"one\"", "\"Domain\": {\"Ref\": \"Prefix\"}");
    assembly(declares, CLIENT);
    assertThat(start(Map.of("Prefix", "given")).running().doors())
        .anyMatch(door -> door.kind().equals("oauth"));
    requireNonNull(host).close();
    assertThatThrownBy(() -> start(Map.of("Prefix", "given", "Nobodys", "x")))
        .isInstanceOfSatisfying(
            TemplateFaultsException.class,
            report ->
                assertThat(report.lines())
                    .anyMatch(line ->
                        line.contains("Parameters: [Nobodys] do not exist in any template")));
  }

  @Test
  void stacksOfSeveralRegionsAreAFault() throws IOException {
    assembly(POOL, CLIENT);
    Path manifest = folder.resolve("cdk.out/manifest.json");
    Files.writeString(
        manifest,
        Files.readString(manifest)
            .replace(
                "\"dependencies\"",
                "\"environment\": \"aws://unknown-account/eu-west-1\", \"dependencies\"")
            .replace(
                "\"One\": {", "\"One\": {\"environment\": \"aws://unknown-account/us-east-1\","));
    assertThatThrownBy(() -> start(Map.of()))
        .isInstanceOfSatisfying(
            TemplateFaultsException.class,
            report ->
                assertThat(report.lines())
                    .anyMatch(line -> line.contains("for several regions (eu-west-1, us-east-1)")));
  }
}
