package dev.gatehouse.dynamodb;

import dev.gatehouse.aws.Json;
import dev.gatehouse.dynamodb.TableConfig.Index;
import dev.gatehouse.dynamodb.TableConfig.KeySchema;
import dev.gatehouse.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Brings one table to what the template says.
final class TableCreation {
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private final TableEngine engine;
  private final TableConfig table;

  TableCreation(TableEngine engine, TableConfig table) {
    this.engine = engine;
    this.table = table;
  }

  void run() {
    Optional<JsonNode> existing = describe();
    if (existing.isEmpty()) {
      call(Operation.CreateTable, TableJson.createTable(table));
      active();
    } else {
      checkKeys(existing.get());
      update(active());
    }
    expire();
  }

  private Optional<JsonNode> describe() {
    HttpResponse answer =
        engine.call(Operation.DescribeTable, TableJson.bytes(TableJson.named(table)));
    if (answer.status() == 400 && answer.body().text().contains("ResourceNotFoundException")) {
      return Optional.empty();
    }
    return Optional.of(read(Operation.DescribeTable, answer).path("Table"));
  }

  private void checkKeys(JsonNode existing) {
    Map<String, String> types = types(existing);
    String found = words(key(existing), types);
    Map<String, String> wantedTypes = new TreeMap<>();
    table.attributes().forEach((name, type) -> wantedTypes.put(name, type.name()));
    String wanted = words(table.key(), wantedTypes);
    if (!found.equals(wanted)) {
      throw new TableException(
          "table %s exists with the key %s, but the template asks for %s; give the table another name or delete its data"
              .formatted(table.name(), found, wanted));
    }
    if (!indexes(existing, "LocalSecondaryIndexes").equals(indexes(table.localIndexes()))) {
      throw new TableException(
          "table %s exists with other local secondary indexes, which cannot be changed; give the table another name or delete its data"
              .formatted(table.name()));
    }
  }

  /// One index at a time, as UpdateTable wants it.
  private void update(JsonNode existing) {
    Map<String, JsonNode> found = indexes(existing, "GlobalSecondaryIndexes");
    Map<String, JsonNode> wanted = indexes(table.globalIndexes());
    found.forEach((name, index) -> {
      if (!index.equals(wanted.get(name))) {
        change("Delete", TableJson.object().put("IndexName", name));
      }
    });
    for (Index index : table.globalIndexes()) {
      if (!index(TableJson.index(index)).equals(found.get(index.name()))) {
        change("Create", TableJson.globalIndex(index));
      }
    }
    if (existing.path("DeletionProtectionEnabled").asBoolean(false) != table.deletionProtected()) {
      call(
          Operation.UpdateTable,
          TableJson.named(table).put("DeletionProtectionEnabled", table.deletionProtected()));
      active();
    }
  }

  private void change(String verb, ObjectNode index) {
    ObjectNode input = TableJson.named(table);
    input.set("AttributeDefinitions", TableJson.attributes(table));
    input.putArray("GlobalSecondaryIndexUpdates").addObject().set(verb, index);
    call(Operation.UpdateTable, input);
    active();
  }

  private void expire() {
    JsonNode found =
        call(Operation.DescribeTimeToLive, TableJson.named(table)).path("TimeToLiveDescription");
    boolean enabled = found.path("TimeToLiveStatus").asString("").startsWith("ENABL");
    String attribute = found.path("AttributeName").asString("");
    String wanted = table.timeToLive();
    if (enabled && !attribute.equals(wanted)) {
      expire(attribute, false);
    }
    if (wanted != null && !(enabled && attribute.equals(wanted))) {
      expire(wanted, true);
    }
  }

  private void expire(String attribute, boolean enabled) {
    ObjectNode input = TableJson.named(table);
    input
        .putObject("TimeToLiveSpecification")
        .put("AttributeName", attribute)
        .put("Enabled", enabled);
    call(Operation.UpdateTimeToLive, input);
  }

  /// DynamoDB Local is there at once; an external endpoint takes its time.
  private JsonNode active() {
    long end = System.nanoTime() + LONGEST_WAIT.toNanos();
    while (true) {
      JsonNode found = describe().orElseGet(TableJson::object);
      if (settled(found)) {
        return found;
      }
      if (System.nanoTime() > end) {
        throw new TableException("table " + table.name() + " did not become active in time");
      }
      try {
        Thread.sleep(BETWEEN_LOOKS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new TableException("interrupted while waiting for table " + table.name(), e);
      }
    }
  }

  private static boolean settled(JsonNode found) {
    if (!found.path("TableStatus").asString("").equals("ACTIVE")) {
      return false;
    }
    for (JsonNode index : found.path("GlobalSecondaryIndexes")) {
      if (!index.path("IndexStatus").asString("").equals("ACTIVE")) {
        return false;
      }
    }
    return true;
  }

  private JsonNode call(Operation operation, ObjectNode input) {
    return read(operation, engine.call(operation, TableJson.bytes(input)));
  }

  private JsonNode read(Operation operation, HttpResponse answer) {
    if (answer.status() != 200) {
      throw new TableException(
          "%s of table %s was answered %d %s"
              .formatted(operation, table.name(), answer.status(), answer.body().text()));
    }
    return Json.STRICT.readTree(answer.body().bytes());
  }

  private static Map<String, String> types(JsonNode existing) {
    var types = new TreeMap<String, String>();
    for (JsonNode definition : existing.path("AttributeDefinitions")) {
      types.put(
          definition.path("AttributeName").asString(""),
          definition.path("AttributeType").asString(""));
    }
    return types;
  }

  private static KeySchema key(JsonNode described) {
    JsonNode schema = described.path("KeySchema");
    String partition = "";
    String sort = null;
    for (JsonNode element : schema) {
      String name = element.path("AttributeName").asString("");
      if (element.path("KeyType").asString("").equals("HASH")) {
        partition = name;
      } else {
        sort = name;
      }
    }
    return new KeySchema(partition, sort);
  }

  private static String words(KeySchema key, Map<String, String> types) {
    String partition = key.partition() + " (" + types.get(key.partition()) + ")";
    return key.sortKey()
        .map(sort -> partition + ", " + sort + " (" + types.get(sort) + ")")
        .orElse(partition);
  }

  private static Map<String, JsonNode> indexes(JsonNode existing, String kind) {
    var indexes = new LinkedHashMap<String, JsonNode>();
    for (JsonNode index : existing.path(kind)) {
      indexes.put(index.path("IndexName").asString(""), index(index));
    }
    return indexes;
  }

  private static Map<String, JsonNode> indexes(List<Index> wanted) {
    var indexes = new LinkedHashMap<String, JsonNode>();
    wanted.forEach(index -> indexes.put(index.name(), index(TableJson.index(index))));
    return indexes;
  }

  /// What makes an index what it is, without its state and sizes.
  private static JsonNode index(JsonNode described) {
    ObjectNode node = TableJson.object();
    node.set("KeySchema", TableJson.keySchema(key(described)));
    node.set("Projection", described.path("Projection"));
    return node;
  }
}
