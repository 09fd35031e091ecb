package dev.gatehouse.dynamodb;

import static dev.gatehouse.dynamodb.TestTables.MATCHES;
import static dev.gatehouse.dynamodb.TestTables.PLAYERS;
import static dev.gatehouse.dynamodb.TestTables.json;
import static dev.gatehouse.dynamodb.TestTables.table;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.dynamodb.TableConfig.AttributeType;
import dev.gatehouse.dynamodb.TableConfig.Capacity;
import dev.gatehouse.dynamodb.TableConfig.Index;
import dev.gatehouse.dynamodb.TableConfig.KeySchema;
import dev.gatehouse.dynamodb.TableConfig.Projection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableConfigTest {
  @Test
  void tableWithoutANameGetsTheGivenOne() {
    assertThat(table(PLAYERS.replace("\"TableName\": \"Players\",", "")).name())
        .isEqualTo("Unnamed");
  }

  @Test
  void everythingOptionalIsOff() {
    assertThat(table(PLAYERS))
        .isEqualTo(
            new TableConfig(
                "Players",
                Map.of("id", AttributeType.S),
                new KeySchema("id", null),
                List.of(),
                List.of(),
                new Capacity.OnDemand(),
                null,
                false));
  }

  @Test
  void everyPropertyIsRead() {
    TableConfig table =
        table(
            """
            {"TableName": "Matches",
             "AttributeDefinitions": [
               {"AttributeName": "season", "AttributeType": "S"},
               {"AttributeName": "day", "AttributeType": "N"},
               {"AttributeName": "hash", "AttributeType": "B"}],
             "KeySchema": [
               {"AttributeName": "season", "KeyType": "HASH"},
               {"AttributeName": "day", "KeyType": "RANGE"}],
             "GlobalSecondaryIndexes": [
               {"IndexName": "by-hash",
                "KeySchema": [{"AttributeName": "hash", "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["score"]},
                "ProvisionedThroughput": {"ReadCapacityUnits": "3", "WriteCapacityUnits": 4}}],
             "LocalSecondaryIndexes": [
               {"IndexName": "local",
                "KeySchema": [
                  {"AttributeName": "season", "KeyType": "HASH"},
                  {"AttributeName": "hash", "KeyType": "RANGE"}],
                "Projection": {"ProjectionType": "KEYS_ONLY"}}],
             "ProvisionedThroughput": {"ReadCapacityUnits": 1, "WriteCapacityUnits": 2},
             "TimeToLiveSpecification": {"AttributeName": "expires", "Enabled": "true"},
             "DeletionProtectionEnabled": true,
             "Tags": [], "SSESpecification": {}, "TableClass": "STANDARD",
             "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": true}}
            """);
    assertThat(table.key()).isEqualTo(new KeySchema("season", "day"));
    assertThat(table.globalIndexes())
        .containsExactly(
            new Index(
                "by-hash",
                new KeySchema("hash", null),
                new Projection.Include(List.of("score")),
                new Capacity.Provisioned(3, 4)));
    assertThat(table.localIndexes())
        .containsExactly(
            new Index(
                "local",
                new KeySchema("season", "hash"),
                new Projection.KeysOnly(),
                new Capacity.OnDemand()));
    assertThat(table.capacity()).isEqualTo(new Capacity.Provisioned(1, 2));
    assertThat(table.timeToLive()).isEqualTo("expires");
    assertThat(table.deletionProtected()).isTrue();
  }

  @Test
  void everyFaultIsListedWithItsPath() {
    assertThat(
            faults(
                """
                {"TableName": "a/b",
                 "AttributeDefinitions": [
                   {"AttributeName": "id", "AttributeType": "TEXT"},
                   {"AttributeName": "unused", "AttributeType": "S"}],
                 "KeySchema": [{"AttributeName": "id", "KeyType": "RANGE"}],
                 "BillingMode": "FREE",
                 "StreamSpecification": {}}
                """))
        .containsExactlyInAnyOrder(
            "TableName",
            "AttributeDefinitions[0].AttributeType",
            "AttributeDefinitions",
            "KeySchema[0].AttributeName",
            "KeySchema[0].KeyType",
            "BillingMode",
            "StreamSpecification");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ResourcePolicy",
        "StreamSpecification",
        "KinesisStreamSpecification",
        "ImportSourceSpecification",
        "ReplicaSpecification",
        "tags"
      })
  void propertyThatWouldBeMissedIsNotIgnored(String property) {
    assertThat(faults(PLAYERS.replace("\"TableName\"", "\"" + property + "\": {}, \"TableName\"")))
        .containsExactly(property);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "ProjectionType": "ALL" | "ProjectionType": "SOME" | GlobalSecondaryIndexes[0].Projection.ProjectionType
          "ProjectionType": "ALL" | "ProjectionType": "INCLUDE" | GlobalSecondaryIndexes[0].Projection.NonKeyAttributes
          "by-rival" | "x" | GlobalSecondaryIndexes[0].IndexName
          "PAY_PER_REQUEST" | "PAY_PER_REQUEST", "ProvisionedThroughput": {} | ProvisionedThroughput
          "AttributeName": "expires", | | TimeToLiveSpecification.AttributeName
          "Enabled": true | "Enabled": "yes" | TimeToLiveSpecification.Enabled
          "KeyType": "RANGE" | "KeyType": "HASH" | KeySchema[1].KeyType
          """)
  void brokenRuleIsAFaultAtItsPlace(String good, String bad, String property) {
    assertThat(faults(MATCHES.replace(good, bad == null ? "" : bad))).containsExactly(property);
  }

  @Test
  void globalTableOfThisRegionIsRead() {
    assertThat(globalTable("{\"Region\":\"eu-west-1\",\"DeletionProtectionEnabled\":true}"))
        .isInstanceOfSatisfying(
            TableReading.Read.class, read -> assertThat(read.table().deletionProtected()).isTrue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"Region\":\"us-east-1\"}",
        "{\"Region\":\"eu-west-1\"},{\"Region\":\"us-east-1\"}",
        "{\"Region\":\"eu-west-1\",\"ResourcePolicy\":{}}"
      })
  void globalTableOfOtherRegionsIsRefused(String replicas) {
    assertThat(globalTable(replicas)).isInstanceOf(TableReading.Faulty.class);
  }

  private static TableReading globalTable(String replicas) {
    String properties =
        PLAYERS.replace("\"TableName\"", "\"Replicas\": [" + replicas + "], \"TableName\"");
    return TableConfig.ofGlobalTable("Table1", "Unnamed", TestTables.REGION, json(properties));
  }

  private static List<String> faults(String properties) {
    return TableConfig.ofTable("Table1", "Unnamed", json(properties))
            instanceof TableReading.Faulty(var faults)
        ? faults.stream().map(TableFault::property).toList()
        : List.of();
  }
}
