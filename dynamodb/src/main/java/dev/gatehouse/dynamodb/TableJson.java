package dev.gatehouse.dynamodb;

import dev.gatehouse.aws.Json;
import dev.gatehouse.dynamodb.TableConfig.Capacity;
import dev.gatehouse.dynamodb.TableConfig.Index;
import dev.gatehouse.dynamodb.TableConfig.KeySchema;
import dev.gatehouse.dynamodb.TableConfig.Projection;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Tables in the words of the CreateTable and DescribeTable APIs.
final class TableJson {
  static final String CONTENT_TYPE = "application/x-amz-json-1.0";

  private TableJson() {}

  static ObjectNode object() {
    return Json.STRICT.createObjectNode();
  }

  static byte[] bytes(JsonNode node) {
    return Json.STRICT.writeValueAsBytes(node);
  }

  static ObjectNode named(TableConfig table) {
    return object().put("TableName", table.name());
  }

  static ObjectNode createTable(TableConfig table) {
    ObjectNode input = named(table);
    input.set("AttributeDefinitions", attributes(table));
    input.set("KeySchema", keySchema(table.key()));
    capacity(input, table.capacity());
    if (table.capacity() instanceof Capacity.OnDemand) {
      input.put("BillingMode", "PAY_PER_REQUEST");
    }
    if (!table.globalIndexes().isEmpty()) {
      ArrayNode indexes = input.putArray("GlobalSecondaryIndexes");
      table.globalIndexes().forEach(index -> indexes.add(globalIndex(index)));
    }
    if (!table.localIndexes().isEmpty()) {
      ArrayNode indexes = input.putArray("LocalSecondaryIndexes");
      table.localIndexes().forEach(index -> indexes.add(index(index)));
    }
    return input.put("DeletionProtectionEnabled", table.deletionProtected());
  }

  static ArrayNode attributes(TableConfig table) {
    ArrayNode definitions = Json.STRICT.createArrayNode();
    table
        .attributes()
        .forEach((name, type) ->
            definitions.addObject().put("AttributeName", name).put("AttributeType", type.name()));
    return definitions;
  }

  static ObjectNode globalIndex(Index index) {
    ObjectNode node = index(index);
    capacity(node, index.capacity());
    return node;
  }

  static ObjectNode index(Index index) {
    ObjectNode node = object().put("IndexName", index.name());
    node.set("KeySchema", keySchema(index.key()));
    ObjectNode projection = node.putObject("Projection");
    switch (index.projection()) {
      case Projection.All() -> projection.put("ProjectionType", "ALL");
      case Projection.KeysOnly() -> projection.put("ProjectionType", "KEYS_ONLY");
      case Projection.Include(List<String> attributes) -> {
        projection.put("ProjectionType", "INCLUDE");
        attributes.forEach(projection.putArray("NonKeyAttributes")::add);
      }
    }
    return node;
  }

  private static void capacity(ObjectNode owner, Capacity capacity) {
    if (capacity instanceof Capacity.Provisioned(long read, long write)) {
      owner
          .putObject("ProvisionedThroughput")
          .put("ReadCapacityUnits", read)
          .put("WriteCapacityUnits", write);
    }
  }

  static ArrayNode keySchema(KeySchema key) {
    ArrayNode schema = Json.STRICT.createArrayNode();
    schema.addObject().put("AttributeName", key.partition()).put("KeyType", "HASH");
    key.sortKey()
        .ifPresent(sort -> schema.addObject().put("AttributeName", sort).put("KeyType", "RANGE"));
    return schema;
  }
}
