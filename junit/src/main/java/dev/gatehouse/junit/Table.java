package dev.gatehouse.junit;

import dev.gatehouse.aws.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A table of the stack, to seed and to read. Called as its owner would, with the administrator's
/// signature; functions see what is put here, and the other way round.
///
/// Items are maps: a string is an `S`, a number an `N` (read back as a `BigDecimal`), a boolean a
/// `BOOL`, null a `NULL`, a list an `L`, a map an `M`, a byte array a `B`, and a set of strings,
/// numbers or byte arrays an `SS`, `NS` or `BS`.
public final class Table {
  private final Gatehouse gatehouse;
  private final String name;

  Table(Gatehouse gatehouse, String name) {
    this.gatehouse = gatehouse;
    this.name = name;
  }

  /// As AWS clients call it.
  public String name() {
    return name;
  }

  /// Puts the item in, or in the place of the one with its key.
  public void put(Map<String, ?> item) {
    var input = input();
    input.set("Item", AttributeValues.map(item));
    gatehouse.dynamodb("PutItem", input);
  }

  /// The item with this key, read consistently.
  public Optional<Map<String, Object>> get(Map<String, ?> key) {
    var input = input().put("ConsistentRead", true);
    input.set("Key", AttributeValues.map(key));
    JsonNode item = gatehouse.dynamodb("GetItem", input).path("Item");
    return item.isMissingNode() ? Optional.empty() : Optional.of(AttributeValues.read(item));
  }

  /// Nothing happens when there is none with this key.
  public void delete(Map<String, ?> key) {
    var input = input();
    input.set("Key", AttributeValues.map(key));
    gatehouse.dynamodb("DeleteItem", input);
  }

  /// All that is in, in no order.
  public List<Map<String, Object>> items() {
    var items = new ArrayList<Map<String, Object>>();
    var input = input().put("ConsistentRead", true);
    JsonNode page;
    do {
      page = gatehouse.dynamodb("Scan", input);
      page.path("Items").forEach(item -> items.add(AttributeValues.read(item)));
      input.set("ExclusiveStartKey", page.path("LastEvaluatedKey"));
    } while (page.has("LastEvaluatedKey"));
    return items;
  }

  private ObjectNode input() {
    return Json.STRICT.createObjectNode().put("TableName", name);
  }
}
