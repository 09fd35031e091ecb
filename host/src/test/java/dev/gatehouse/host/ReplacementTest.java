package dev.gatehouse.host;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.aws.Json;
import dev.gatehouse.fidelity.Shows;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.databind.JsonNode;

/// What an update puts in another's place, and what becomes of the old one.
@Timeout(60)
final class ReplacementTest {
  private static final Map<String, AttributeValue> ITEM = Map.of("id", AttributeValue.fromS("1"));

  @TempDir private Path folder;
  private @Nullable Host started;

  private Host host() {
    return requireNonNull(started);
  }

  private void write(String... resources) throws IOException {
    Files.writeString(
        folder.resolve("template.json"), "{\"Resources\": {" + String.join(",", resources) + "}}");
  }

  private void start() {
    started =
        Host.start(
            new HostConfig(folder.resolve("template.json"), null, 0, false, null, folder),
            line -> {});
  }

  @AfterEach
  void stop() {
    if (started != null) {
      started.close();
    }
  }

  private static String resource(String logicalId, String type, String properties) {
    return "\"%s\": {\"Type\": \"%s\", \"Properties\": {%s}}"
        .formatted(logicalId, type, properties);
  }

  private static String table(String logicalId, String more, String key, String policies) {
    return """
    "%s": {"Type": "AWS::DynamoDB::Table", %s "Properties": {%s "BillingMode": "PAY_PER_REQUEST",
      "AttributeDefinitions": [{"AttributeName": "%s", "AttributeType": "S"}],
      "KeySchema": [{"AttributeName": "%s", "KeyType": "HASH"}]}}
    """
        .formatted(logicalId, policies, more, key, key);
  }

  private static String named(String name) {
    return "\"TableName\": \"" + name + "\",";
  }

  private DynamoDbClient tables() {
    Map<String, String> env = host().running().environment();
    return DynamoDbClient.builder()
        .endpointOverride(URI.create(requireNonNull(env.get("AWS_ENDPOINT_URL"))))
        .region(Region.of(requireNonNull(env.get("AWS_REGION"))))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(
                    env.get("AWS_ACCESS_KEY_ID"), env.get("AWS_SECRET_ACCESS_KEY"))))
        .httpClient(Apache5HttpClient.create())
        .build();
  }

  private List<String> tableNames() {
    try (var client = tables()) {
      return client.listTables().tableNames();
    }
  }

  private void putItem(String table) {
    try (var client = tables()) {
      client.putItem(put -> put.tableName(table).item(ITEM));
    }
  }

  private long items(String table) {
    try (var client = tables()) {
      return client.scan(scan -> scan.tableName(table)).count();
    }
  }

  private JsonNode state() throws IOException {
    return Json.STRICT.readTree(Files.readAllBytes(folder.resolve(".gatehouse/state.json")));
  }

  private String id(String logicalId) throws IOException {
    return state()
        .path("stacks")
        .path("template")
        .path("resources")
        .path(logicalId)
        .path("deployed")
        .path("id")
        .asString("");
  }

  private List<String> faults() {
    return requireNonNull(catchThrowableOfType(TemplateFaultsException.class, host()::update))
        .lines();
  }

  // A table's items

  @Test
  @Shows("cloudformation.updates.deletion-policy-delete")
  void tableThatLeavesItsTemplateIsDeletedWithItsItems() throws IOException {
    write(table("One", named("One"), "id", ""), table("Two", named("Two"), "id", ""));
    start();
    putItem("One");
    putItem("Two");
    write(table("One", named("One"), "id", ""));
    assertThat(host().update().changes()).containsExactly("deleted Table Two");
    assertThat(tableNames()).containsExactly("One");
    assertThat(items("One")).isEqualTo(1);
    write(table("One", named("One"), "id", ""), table("Two", named("Two"), "id", ""));
    host().update();
    assertThat(items("Two")).isZero();
  }

  @Test
  @Shows("cloudformation.updates.deletion-policy-retain")
  void retainedTableKeepsItsItemsAndIsTold() throws IOException {
    write(
        table("One", named("One"), "id", "\"DeletionPolicy\": \"Retain\","),
        resource("Group", "AWS::Logs::LogGroup", ""));
    start();
    putItem("One");
    write(resource("Group", "AWS::Logs::LogGroup", ""));
    assertThat(host().update().changes()).containsExactly("retained Table One");
    assertThat(host().running().retained()).containsExactly("Table One (of template/One)");
    host().close();
    start();
    assertThat(host().running().retained()).containsExactly("Table One (of template/One)");
    write(table("Other", named("Other"), "id", ""), resource("Group", "AWS::Logs::LogGroup", ""));
    host().update();
    assertThat(items("One")).isEqualTo(1);
  }

  @Test
  @Shows("cloudformation.updates.retained-name-is-taken")
  void nameOfARetainedTableIsTaken() throws IOException {
    write(
        table("One", named("One"), "id", "\"DeletionPolicy\": \"Retain\","),
        resource("Group", "AWS::Logs::LogGroup", ""));
    start();
    write(resource("Group", "AWS::Logs::LogGroup", ""));
    host().update();
    write(
        table("One", named("One"), "id", "\"DeletionPolicy\": \"Retain\","),
        resource("Group", "AWS::Logs::LogGroup", ""));
    assertThat(faults())
        .anyMatch(line ->
            line.contains(
                "Resource of type 'AWS::DynamoDB::Table' with identifier 'One' already exists."));
  }

  @Test
  @Shows("cloudformation.updates.replacement-new-id")
  void tableWithOtherKeysIsAnotherAndTheOldOneGoes() throws IOException {
    write(table("One", "", "id", ""));
    start();
    String before = id("One");
    putItem(before);
    write(table("One", "", "key", ""));
    assertThat(host().update().changes()).containsExactly("replaced Table One");
    assertThat(tableNames()).containsExactly(id("One")).doesNotContain(before);
  }

  @Test
  @Shows("cloudformation.updates.update-replace-policy")
  void replacedTableIsKeptWhereItsPolicySaysSo() throws IOException {
    write(table("One", "", "id", ""));
    start();
    String before = id("One");
    putItem(before);
    write(table("One", "", "key", "\"UpdateReplacePolicy\": \"Retain\","));
    assertThat(host().update().changes()).containsExactly("replaced Table One");
    assertThat(tableNames()).containsExactlyInAnyOrder(before, id("One"));
    assertThat(items(before)).isEqualTo(1);
  }

  @Test
  @Shows("cloudformation.updates.custom-name-blocks-replacement")
  void customNamedTableCannotBeReplaced() throws IOException {
    write(table("One", named("One"), "id", ""));
    start();
    putItem("One");
    write(table("One", named("One"), "key", ""));
    assertThat(faults())
        .anyMatch(line ->
            line.contains(
                "CloudFormation cannot update a stack when a custom-named resource requires"
                    + " replacing. Rename One and update the stack again."));
    assertThat(items("One")).isEqualTo(1);
  }

  @Test
  @Shows("cloudformation.updates.name-moves-to-another-logical-id")
  void nameCannotMoveToAnotherLogicalIdInOneUpdate() throws IOException {
    write(table("One", named("One"), "id", ""));
    start();
    putItem("One");
    write(table("Two", named("One"), "id", ""));
    assertThat(faults())
        .anyMatch(line -> line.contains("One already exists in stack arn:aws:cloudformation:"));
    assertThat(items("One")).isEqualTo(1);
  }

  @Test
  @Shows("cloudformation.updates.snapshot-only-where-there-are-snapshots")
  void snapshotOfWhatHasNoneIsAFault() throws IOException {
    write(table("One", "", "id", "\"DeletionPolicy\": \"Snapshot\","));
    assertThatThrownBy(this::start)
        .isInstanceOfSatisfying(
            TemplateFaultsException.class,
            report -> assertThat(report.lines()).anyMatch(line -> line.contains("Snapshot")));
  }

  @Test
  @Shows("cloudformation.updates.type-cannot-change")
  void typeOfAResourceCannotChange() throws IOException {
    write(resource("It", "AWS::Logs::LogGroup", ""));
    start();
    write(resource("It", "AWS::Cognito::UserPool", ""));
    assertThat(faults())
        .anyMatch(line ->
            line.contains(
                "Update of resource type is not permitted. The new template modifies resource"
                    + " type of the following resources: [It]"));
  }

  // What is replaced and what is changed in place

  private static final String POOLS =
      resource("Pool", "AWS::Cognito::UserPool", "")
          + ","
          + resource("Other", "AWS::Cognito::UserPool", "");

  private static final String API =
      resource("Api", "AWS::ApiGatewayV2::Api", "\"Name\": \"a\", \"ProtocolType\": \"HTTP\"")
          + ","
          + resource(
              "Second", "AWS::ApiGatewayV2::Api", "\"Name\": \"b\", \"ProtocolType\": \"HTTP\"");

  @ParameterizedTest
  @Shows("cloudformation.updates.replacement-only-properties")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "UserPoolClient | AWS::Cognito::UserPoolClient | \"UserPoolId\": {\"Ref\": \"Pool\"}"
            + " | \"UserPoolId\": {\"Ref\": \"Other\"} | replaced",
        "UserPoolClient | AWS::Cognito::UserPoolClient | \"UserPoolId\": {\"Ref\": \"Pool\"}"
            + " | \"UserPoolId\": {\"Ref\": \"Pool\"}, \"GenerateSecret\": true | replaced",
        "UserPoolClient | AWS::Cognito::UserPoolClient | \"UserPoolId\": {\"Ref\": \"Pool\"}"
            + " | \"UserPoolId\": {\"Ref\": \"Pool\"}, \"ClientName\": \"c\" | updated",
        "UserPool | AWS::Cognito::UserPool | | \"UserPoolName\": \"p\" | updated",
        "Role | AWS::IAM::Role | TRUST | TRUST, \"Path\": \"/x/\" | replaced",
        "Role | AWS::IAM::Role | TRUST | TRUST, \"MaxSessionDuration\": 7200 | updated",
        "User | AWS::IAM::User | | \"UserName\": \"u\" | replaced",
        "LogGroup | AWS::Logs::LogGroup | | \"LogGroupName\": \"g\" | replaced",
        "Stage | AWS::ApiGatewayV2::Stage | \"ApiId\": {\"Ref\": \"Api\"}, \"StageName\": \"a\""
            + " | \"ApiId\": {\"Ref\": \"Api\"}, \"StageName\": \"b\" | replaced",
        "Stage | AWS::ApiGatewayV2::Stage | \"ApiId\": {\"Ref\": \"Api\"}, \"StageName\": \"a\""
            + " | \"ApiId\": {\"Ref\": \"Api\"}, \"StageName\": \"a\", \"AutoDeploy\": true"
            + " | updated",
        "Integration | AWS::ApiGatewayV2::Integration"
            + " | \"ApiId\": {\"Ref\": \"Api\"}, BACKEND | \"ApiId\": {\"Ref\": \"Second\"}, BACKEND"
            + " | replaced",
      })
  void propertyChangesInPlaceOrReplaces(
      String word, String type, String before, String after, String expected) throws IOException {
    write(POOLS, API, resource("It", type, spelled(before)));
    start();
    String id = id("It");
    write(POOLS, API, resource("It", type, spelled(after)));
    assertThat(host().update().changes()).containsExactly(expected + " " + word + " It");
    boolean namedByTheTemplate = type.endsWith("Stage") && expected.equals("updated");
    if (expected.equals("replaced")) {
      assertThat(id("It")).isNotEqualTo(id);
    } else {
      assertThat(id("It")).as(String.valueOf(namedByTheTemplate)).isEqualTo(id);
    }
  }

  private static String spelled(String properties) {
    return properties == null
        ? ""
        : properties
            .replace(
                "TRUST",
                """
                "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{
                  "Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"},
                  "Action": "sts:AssumeRole"}]}
                """)
            .replace(
                "BACKEND",
                "\"IntegrationType\": \"HTTP_PROXY\", \"IntegrationMethod\": \"GET\","
                    + " \"IntegrationUri\": \"http://127.0.0.1:1/\"");
  }

  @Test
  @Shows("cloudformation.updates.dependants-follow")
  void whatRefersToAReplacedResourceGetsTheNewId() throws IOException {
    String client =
        resource("Client", "AWS::Cognito::UserPoolClient", "\"UserPoolId\": {\"Ref\": \"%s\"}");
    String output = "}, \"Outputs\": {\"Id\": {\"Value\": {\"Ref\": \"Client\"}}";
    write(POOLS, client.formatted("Pool") + output);
    start();
    String before = host().running().outputs().get("Id");
    write(POOLS, client.formatted("Other") + output);
    host().update();
    assertThat(host().running().outputs().get("Id")).isNotEqualTo(before).isEqualTo(id("Client"));
  }

  @Test
  void retainedPoolStaysOnDiskAndIsNotServed() throws IOException {
    String kept =
        "\"Pool\": {\"Type\": \"AWS::Cognito::UserPool\", \"DeletionPolicy\": \"Retain\"}";
    write(kept, resource("Other", "AWS::Cognito::UserPool", ""));
    start();
    String pool = id("Pool");
    write(resource("Other", "AWS::Cognito::UserPool", ""));
    assertThat(host().update().changes()).containsExactly("retained UserPool Pool");
    assertThat(state().path("retained").path(0).path("id").asString()).isEqualTo(pool);
    assertThat(state().path("retained").path(0).path("signingKeys").asString()).isNotEmpty();
    assertThat(host().running().environment().get("GATEHOUSE_ISSUER")).doesNotContain(pool);
  }

  // A kill at any moment

  @Test
  void updateThatWasKilledBeforeItsDoorsChangedStarts() throws IOException {
    write(table("One", named("One"), "id", ""), table("Two", named("Two"), "id", ""));
    start();
    putItem("Two");
    host().close();
    // As it lies on disk when the state is written and nothing has happened yet.
    write(table("One", named("One"), "id", ""));
    var state = state();
    var root = (tools.jackson.databind.node.ObjectNode) state;
    ((tools.jackson.databind.node.ObjectNode)
            root.path("stacks").path("template").path("resources"))
        .remove("Two");
    root.putArray("removing").addObject().put("type", "AWS::DynamoDB::Table").put("id", "Two");
    Files.write(folder.resolve(".gatehouse/state.json"), Json.STRICT.writeValueAsBytes(root));
    start();
    assertThat(tableNames()).containsExactly("One");
    assertThat(state().has("removing")).isFalse();
  }
}
