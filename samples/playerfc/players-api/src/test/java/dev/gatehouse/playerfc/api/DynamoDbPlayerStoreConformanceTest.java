package dev.gatehouse.playerfc.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.dynamodb.services.local.embedded.DynamoDBEmbedded;
import software.amazon.dynamodb.services.local.shared.access.AmazonDynamoDBLocal;

/// The store against AWS's own DynamoDB Local, in this process.
class DynamoDbPlayerStoreConformanceTest {
  private static final AmazonDynamoDBLocal DYNAMO_DB = DynamoDBEmbedded.create();
  private static final DynamoDbClient CLIENT = DYNAMO_DB.dynamoDbClient();

  private final DynamoDbPlayerStore store = new DynamoDbPlayerStore(CLIENT, "Players");

  @AfterAll
  static void stop() {
    DYNAMO_DB.shutdownNow();
  }

  @BeforeEach
  void createTable() {
    CLIENT.createTable(table ->
        table
            .tableName("Players")
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .keySchema(KeySchemaElement.builder().attributeName("id").keyType(KeyType.HASH).build())
            .attributeDefinitions(
                AttributeDefinition.builder()
                    .attributeName("id")
                    .attributeType(ScalarAttributeType.S)
                    .build()));
  }

  @AfterEach
  void deleteTable() {
    CLIENT.deleteTable(table -> table.tableName("Players"));
  }

  private static Player player(String name, String team) {
    return Player.of(
        Map.of(
            "name",
            name,
            "country",
            "France",
            "date_of_birth",
            "1998-12-20",
            "team",
            team,
            "position",
            "Forward",
            "club_number",
            9L,
            "national_team_number",
            10L));
  }

  private final Player mbappe = player("Kylian Mbappé", "Real Madrid");

  @Test
  void itemHasNumbersAsNumbers() {
    store.put(mbappe);

    var item =
        CLIENT
            .getItem(get -> get.tableName("Players").key(Map.of("id", fromS(mbappe.id()))))
            .item();
    assertThat(item)
        .hasSize(8)
        .containsEntry("date_of_birth", fromS("1998-12-20"))
        .containsEntry("club_number", fromN("9"))
        .containsEntry("national_team_number", fromN("10"));
  }

  @Test
  void playerComesBackAsItWasPut() {
    store.put(mbappe);

    assertThat(store.find(mbappe.id()).map(Json::write)).contains(Json.write(mbappe.attributes()));
  }

  @Test
  void unknownPlayerIsNotFound() {
    assertThat(store.find("nobody")).isEmpty();
  }

  @Test
  void samePlayerAgainReplacesTheItem() {
    store.put(mbappe);
    store.put(player("Kylian Mbappé", "PSG"));

    assertThat(store.all()).singleElement().asString().contains("team=PSG");
  }

  @Test
  void everyPageOfTheScanIsRead() {
    for (int i = 0; i < 30; i++) {
      store.put(player("Player " + i, "x".repeat(100_000)));
    }

    assertThat(CLIENT.scan(scan -> scan.tableName("Players")).hasLastEvaluatedKey()).isTrue();
    assertThat(store.all())
        .extracting(item -> item.get("name"))
        .doesNotHaveDuplicates()
        .hasSize(30);
  }

  @Test
  void changeAnswersTheChangedAttributesOnly() {
    store.put(mbappe);

    var changed = store.change(mbappe.id(), Map.of("position", "Winger", "club_number", 7L));

    assertThat(changed.map(Json::write)).contains("{\"position\":\"Winger\",\"club_number\":7}");
    assertThat(store.find(mbappe.id()).map(Json::write).orElse(""))
        .contains("\"position\":\"Winger\"", "\"team\":\"Real Madrid\"");
  }

  @Test
  void noChangeOfAPlayerIsAnEmptyChange() {
    store.put(mbappe);

    assertThat(store.change(mbappe.id(), Map.of())).contains(Map.of());
    assertThat(store.find(mbappe.id()).map(Json::write)).contains(Json.write(mbappe.attributes()));
  }

  @Test
  void changingNobodyMakesNobody() {
    assertThat(store.change("nobody", Map.of("team", "PSG"))).isEmpty();
    assertThat(store.change("nobody", Map.of())).isEmpty();
    assertThat(store.all()).isEmpty();
  }

  @Test
  void removedPlayerIsGone() {
    store.put(mbappe);

    assertThat(store.remove(mbappe.id())).isTrue();
    assertThat(store.find(mbappe.id())).isEmpty();
  }

  @Test
  void removingNobodySaysSo() {
    assertThat(store.remove("nobody")).isFalse();
  }

  @Test
  void idThatCannotBeAKeyIsNobodys() {
    var id = "x".repeat(2049);

    assertThat(store.find(id)).isEmpty();
    assertThat(store.change(id, Map.of("team", "PSG"))).isEmpty();
    assertThat(store.remove(id)).isFalse();
  }

  @Test
  void itemOfAnotherWriterIsReadAsFarAsItGoes() {
    var foreign = new HashMap<>(Map.of("id", fromS("1"), "name", fromS("X"), "shoe", fromN("42")));
    CLIENT.putItem(put -> put.tableName("Players").item(foreign));

    assertThat(store.all()).containsExactly(Map.of("id", "1", "name", "X"));
  }

  @Test
  void missingTableIsAFailureOfTheStore() {
    var elsewhere = new DynamoDbPlayerStore(CLIENT, "Nowhere");

    assertThatThrownBy(elsewhere::all).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> elsewhere.find("1")).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> elsewhere.put(mbappe)).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> elsewhere.change("1", Map.of())).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> elsewhere.remove("1")).isInstanceOf(StoreException.class);
  }
}
