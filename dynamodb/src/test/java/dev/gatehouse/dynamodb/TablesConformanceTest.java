package dev.gatehouse.dynamodb;

import static dev.gatehouse.dynamodb.TestTables.ACCOUNT;
import static dev.gatehouse.dynamodb.TestTables.ARN;
import static dev.gatehouse.dynamodb.TestTables.REGION;
import static dev.gatehouse.dynamodb.TestTables.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.fidelity.Shows;
import dev.gatehouse.http.HttpServer;
import dev.gatehouse.http.HttpServerConfig;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// The AWS SDK for Java, over a socket, as the judge.
class TablesConformanceTest {
  private Tables tables;
  private HttpServer server;
  private DynamoDbClient client;

  @BeforeEach
  void serve() {
    tables = Tables.inMemory(REGION, ACCOUNT);
    tables.create(table(TestTables.PLAYERS));
    tables.create(table(TestTables.MATCHES));
    server = HttpServer.start(HttpServerConfig.loopback(0), tables::forward);
    client =
        DynamoDbClient.builder()
            .endpointOverride(URI.create("http://127.0.0.1:" + server.port()))
            .region(Region.of(REGION.code()))
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIATEST", "secret")))
            .httpClient(UrlConnectionHttpClient.create())
            .build();
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
    tables.close();
  }

  @Test
  @Shows("dynamodb.operations.items")
  void itemThatWasPutIsGotUntilItIsDeleted() {
    put("7", "Mbappé");
    assertThat(get("7")).containsEntry("name", text("Mbappé"));
    client.deleteItem(request -> request.tableName("Players").key(key("7")));
    assertThat(get("7")).isEmpty();
  }

  @Test
  @Shows("dynamodb.operations.items")
  void updateHappensOnlyWhereItsConditionHolds() {
    put("7", "Mbappé");
    var updated = update("7");
    assertThat(updated).containsEntry("name", text("Kylian"));
    assertThatExceptionOfType(ConditionalCheckFailedException.class)
        .isThrownBy(() -> update("8"))
        .withMessageContaining("The conditional request failed");
  }

  private Map<String, AttributeValue> update(String id) {
    return client
        .updateItem(request ->
            request
                .tableName("Players")
                .key(key(id))
                .updateExpression("SET #n = :name")
                .conditionExpression("attribute_exists(id)")
                .expressionAttributeNames(Map.of("#n", "name"))
                .expressionAttributeValues(Map.of(":name", text("Kylian")))
                .returnValues(ReturnValue.ALL_NEW))
        .attributes();
  }

  @Test
  @Shows("dynamodb.operations.queries")
  void scanFollowsEveryPage() {
    IntStream.range(0, 25).forEach(i -> put("p" + i, "Player " + i));
    var pages = client.scanPaginator(request -> request.tableName("Players").limit(10));
    assertThat(pages.stream().count()).isEqualTo(3);
    assertThat(pages.items().stream().count()).isEqualTo(25);
  }

  @Test
  @Shows("dynamodb.operations.queries")
  void queryFindsByKeyAndByIndex() {
    for (int day = 1; day <= 3; day++) {
      var item =
          Map.of(
              "season", text("2025"),
              "day", AttributeValue.fromN(Integer.toString(day)),
              "rival", text(day == 2 ? "Lyon" : "Lille"));
      client.putItem(request -> request.tableName("Matches").item(item));
    }
    assertThat(
            client
                .query(request ->
                    request
                        .tableName("Matches")
                        .keyConditionExpression("season = :s AND #d > :d")
                        .expressionAttributeNames(Map.of("#d", "day"))
                        .expressionAttributeValues(
                            Map.of(":s", text("2025"), ":d", AttributeValue.fromN("1")))
                        .scanIndexForward(false))
                .items())
        .extracting(item -> item.get("day"))
        .containsExactly(AttributeValue.fromN("3"), AttributeValue.fromN("2"));
    assertThat(
            client
                .query(request ->
                    request
                        .tableName("Matches")
                        .indexName("by-rival")
                        .keyConditionExpression("rival = :r")
                        .expressionAttributeValues(Map.of(":r", text("Lyon"))))
                .items())
        .hasSize(1);
  }

  @Test
  @Shows("dynamodb.operations.batches")
  void batchWritesAndReads() {
    client.batchWriteItem(
        request -> request.requestItems(Map.of("Players", List.of(putting("1"), putting("2")))));
    var found =
        client.batchGetItem(request ->
            request.requestItems(
                Map.of(
                    "Players",
                    KeysAndAttributes.builder()
                        .keys(List.of(key("1"), key("2"), key("3")))
                        .build())));
    assertThat(found.responses().get("Players")).hasSize(2);
  }

  @Test
  @Shows("dynamodb.operations.batches")
  void transactionIsAllOrNothing() {
    put("taken", "Mbappé");
    client.transactWriteItems(request -> request.transactItems(List.of(fresh("new"))));
    assertThatExceptionOfType(TransactionCanceledException.class)
        .isThrownBy(() ->
            client.transactWriteItems(
                request -> request.transactItems(List.of(fresh("other"), fresh("taken")))))
        .satisfies(canceled ->
            assertThat(canceled.cancellationReasons())
                .extracting(reason -> reason.code())
                .containsExactly("None", "ConditionalCheckFailed"));
    assertThat(get("other")).isEmpty();
    var reading =
        TransactGetItem.builder().get(get -> get.tableName("Players").key(key("new"))).build();
    var found = client.transactGetItems(request -> request.transactItems(List.of(reading)));
    assertThat(found.responses().getFirst().item()).isNotEmpty();
  }

  private static TransactWriteItem fresh(String id) {
    return TransactWriteItem.builder()
        .put(put ->
            put.tableName("Players").item(key(id)).conditionExpression("attribute_not_exists(id)"))
        .build();
  }

  @Test
  @Shows("dynamodb.operations.tables")
  void tableIsDescribedListedAndFoundByItsArn() {
    var described = client.describeTable(request -> request.tableName(ARN + "Players")).table();
    assertThat(described.tableArn()).isEqualTo(ARN + "Players");
    assertThat(described.tableStatus()).isEqualTo(TableStatus.ACTIVE);
    assertThat(client.listTables().tableNames()).containsExactly("Matches", "Players");
  }

  @Test
  void pageOfAMegabyteArrivesWhole() {
    String name = "é".repeat(190_000);
    IntStream.range(0, 3).forEach(i -> put("long" + i, name));
    assertThat(client.scanPaginator(request -> request.tableName("Players")).items())
        .extracting(item -> item.get("name"))
        .containsOnly(text(name))
        .hasSize(3);
  }

  @Test
  void manyGuestsAtOnceAreAllServed() throws Exception {
    try (var guests = Executors.newVirtualThreadPerTaskExecutor()) {
      var puts = IntStream.range(0, 200).mapToObj(i -> guests.submit(() -> put("g" + i, "x")));
      for (var put : puts.toList()) {
        put.get();
      }
    }
    assertThat(client.scan(request -> request.tableName("Players")).count()).isEqualTo(200);
  }

  @Test
  @Shows("dynamodb.operations.tables")
  void absentTableIsNotFound() {
    assertThatExceptionOfType(ResourceNotFoundException.class)
        .isThrownBy(() -> client.scan(request -> request.tableName("Absent")));
  }

  private void put(String id, String name) {
    client.putItem(
        request -> request.tableName("Players").item(Map.of("id", text(id), "name", text(name))));
  }

  private Map<String, AttributeValue> get(String id) {
    return client.getItem(request -> request.tableName("Players").key(key(id))).item();
  }

  private static WriteRequest putting(String id) {
    return WriteRequest.builder().putRequest(PutRequest.builder().item(key(id)).build()).build();
  }

  private static Map<String, AttributeValue> key(String id) {
    return Map.of("id", text(id));
  }

  private static AttributeValue text(String value) {
    return AttributeValue.fromS(value);
  }
}
