package dev.gatehouse.dynamodb;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.aws.Region;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A table as a template describes it.
///
/// @param attributes types of the key attributes of the table and of its indexes
/// @param timeToLive the attribute that says when an item expires; null when items do not
public record TableConfig(
    String name,
    Map<String, AttributeType> attributes,
    KeySchema key,
    List<Index> globalIndexes,
    List<Index> localIndexes,
    Capacity capacity,
    @Nullable String timeToLive,
    boolean deletionProtected) {

  public enum AttributeType {
    S,
    N,
    B
  }

  /// @param sort null when the partition key alone names an item
  public record KeySchema(String partition, @Nullable String sort) {
    public KeySchema {
      requireNonNull(partition, "partition");
    }

    public Optional<String> sortKey() {
      return Optional.ofNullable(sort);
    }
  }

  public record Index(String name, KeySchema key, Projection projection, Capacity capacity) {
    public Index {
      requireNonNull(name, "name");
      requireNonNull(key, "key");
      requireNonNull(projection, "projection");
      requireNonNull(capacity, "capacity");
    }
  }

  /// Which attributes an index holds.
  public sealed interface Projection {
    record All() implements Projection {}

    record KeysOnly() implements Projection {}

    record Include(List<String> nonKeyAttributes) implements Projection {
      public Include {
        nonKeyAttributes = List.copyOf(nonKeyAttributes);
      }
    }
  }

  /// Told to DynamoDB and shown by DescribeTable; DynamoDB Local never throttles.
  public sealed interface Capacity {
    record OnDemand() implements Capacity {}

    record Provisioned(long read, long write) implements Capacity {}
  }

  public TableConfig {
    requireNonNull(name, "name");
    requireNonNull(key, "key");
    requireNonNull(capacity, "capacity");
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    globalIndexes = List.copyOf(globalIndexes);
    localIndexes = List.copyOf(localIndexes);
  }

  /// Reads an `AWS::DynamoDB::Table`.
  ///
  /// @param name used when the properties have no `TableName`
  /// @param properties resolved: no intrinsics left
  public static TableReading ofTable(String logicalId, String name, JsonNode properties) {
    return new TableReader(logicalId, name, properties).readTable();
  }

  /// Reads an `AWS::DynamoDB::GlobalTable`, which must have one replica, in this region.
  ///
  /// @param name used when the properties have no `TableName`
  public static TableReading ofGlobalTable(
      String logicalId, String name, Region region, JsonNode properties) {
    return new TableReader(logicalId, name, properties).readGlobalTable(region);
  }
}
