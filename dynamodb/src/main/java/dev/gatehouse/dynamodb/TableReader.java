package dev.gatehouse.dynamodb;

import dev.gatehouse.aws.Region;
import dev.gatehouse.dynamodb.TableConfig.AttributeType;
import dev.gatehouse.dynamodb.TableConfig.Capacity;
import dev.gatehouse.dynamodb.TableConfig.Index;
import dev.gatehouse.dynamodb.TableConfig.KeySchema;
import dev.gatehouse.dynamodb.TableConfig.Projection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads a table's properties by the rules of CreateTable, collecting every fault.
///
/// What decides who may do what (`ResourcePolicy`), or makes something else happen
/// (`StreamSpecification`, `ImportSourceSpecification`…), is refused rather than ignored.
final class TableReader {
  private static final int MAX_GLOBAL_INDEXES = 20;
  private static final int MAX_LOCAL_INDEXES = 5;

  private static final Set<String> SHARED =
      Set.of(
          "TableName",
          "AttributeDefinitions",
          "KeySchema",
          "GlobalSecondaryIndexes",
          "LocalSecondaryIndexes",
          "BillingMode",
          "TimeToLiveSpecification");
  private static final Set<String> OF_TABLE =
      union(SHARED, "ProvisionedThroughput", "DeletionProtectionEnabled");
  private static final Set<String> OF_GLOBAL_TABLE = union(SHARED, "Replicas");
  private static final Set<String> WITHOUT_INFLUENCE =
      Set.of(
          "SSESpecification",
          "PointInTimeRecoverySpecification",
          "Tags",
          "TableClass",
          "ContributorInsightsSpecification",
          "OnDemandThroughput",
          "WarmThroughput",
          "WriteOnDemandThroughputSettings",
          "ReadOnDemandThroughputSettings");
  private static final Set<String> OF_INDEX =
      Set.of("IndexName", "KeySchema", "Projection", "ProvisionedThroughput");
  private static final Set<String> OF_REPLICA = Set.of("Region", "DeletionProtectionEnabled");
  private static final Set<String> OF_REPLICA_WITHOUT_INFLUENCE =
      union(WITHOUT_INFLUENCE, "GlobalSecondaryIndexes");

  private final List<TableFault> faults = new ArrayList<>();
  private final Set<String> indexNames = new HashSet<>();
  private final Set<String> keyAttributes = new TreeSet<>();
  private final PropertyReader properties;
  private final String name;
  private final boolean provisioned;

  TableReader(String logicalId, String name, JsonNode properties) {
    this.properties = new PropertyReader(logicalId, "", properties, faults);
    this.name = this.properties.text("TableName").orElse(name);
    this.provisioned = billedByCapacity();
  }

  TableReading readTable() {
    properties.allowOnly(OF_TABLE, WITHOUT_INFLUENCE);
    return read(capacity(properties, provisioned), properties.flag("DeletionProtectionEnabled"));
  }

  TableReading readGlobalTable(Region region) {
    properties.allowOnly(OF_GLOBAL_TABLE, WITHOUT_INFLUENCE);
    if (provisioned) {
      properties.fault("BillingMode", "only PAY_PER_REQUEST is supported for a global table");
    }
    List<PropertyReader> replicas = properties.objects("Replicas");
    if (replicas.size() != 1) {
      properties.fault("Replicas", "expected one replica, in " + region);
    }
    boolean isProtected = false;
    for (PropertyReader replica : replicas) {
      replica.allowOnly(OF_REPLICA, OF_REPLICA_WITHOUT_INFLUENCE);
      if (!replica.requiredText("Region").equals(region.code())) {
        replica.fault("Region", "only " + region + " is served here");
      }
      isProtected |= replica.flag("DeletionProtectionEnabled");
    }
    return read(new Capacity.OnDemand(), isProtected);
  }

  private TableReading read(Capacity capacity, boolean isProtected) {
    if (!Names.valid(name)) {
      properties.fault("TableName", Names.RULE);
    }
    Map<String, AttributeType> attributes = attributes();
    KeySchema key = key(properties, attributes);
    List<Index> global = indexes("GlobalSecondaryIndexes", MAX_GLOBAL_INDEXES, attributes);
    List<Index> local = indexes("LocalSecondaryIndexes", MAX_LOCAL_INDEXES, attributes);
    for (Index index : local) {
      if (!index.key().partition().equals(key.partition()) || index.key().sortKey().isEmpty()) {
        properties.fault(
            "LocalSecondaryIndexes",
            index.name() + " must have the table's partition key and a sort key");
      }
    }
    for (String attribute : attributes.keySet()) {
      if (!keyAttributes.contains(attribute)) {
        properties.fault("AttributeDefinitions", attribute + " is in no key");
      }
    }
    String timeToLive = timeToLive();
    return faults.isEmpty()
        ? new TableReading.Read(
            new TableConfig(
                name, attributes, key, global, local, capacity, timeToLive, isProtected))
        : new TableReading.Faulty(faults);
  }

  private boolean billedByCapacity() {
    return switch (properties.text("BillingMode").orElse("PROVISIONED")) {
      case "PROVISIONED" -> true;
      case "PAY_PER_REQUEST" -> false;
      case String other -> {
        properties.fault("BillingMode", "expected PROVISIONED or PAY_PER_REQUEST, found " + other);
        yield false;
      }
    };
  }

  private static Capacity capacity(PropertyReader owner, boolean provisioned) {
    if (provisioned) {
      PropertyReader throughput = owner.object("ProvisionedThroughput");
      return new Capacity.Provisioned(
          throughput.units("ReadCapacityUnits"), throughput.units("WriteCapacityUnits"));
    }
    if (owner.has("ProvisionedThroughput")) {
      owner.fault("ProvisionedThroughput", "not allowed when BillingMode is PAY_PER_REQUEST");
    }
    return new Capacity.OnDemand();
  }

  private Map<String, AttributeType> attributes() {
    var attributes = new LinkedHashMap<String, AttributeType>();
    for (PropertyReader definition : properties.objects("AttributeDefinitions")) {
      String attribute = definition.requiredText("AttributeName");
      switch (definition.requiredText("AttributeType")) {
        case "S" -> attributes.put(attribute, AttributeType.S);
        case "N" -> attributes.put(attribute, AttributeType.N);
        case "B" -> attributes.put(attribute, AttributeType.B);
        case String other ->
            definition.fault("AttributeType", "expected S, N or B, found " + other);
      }
    }
    return attributes;
  }

  private KeySchema key(PropertyReader owner, Map<String, AttributeType> attributes) {
    List<PropertyReader> elements = owner.objects("KeySchema");
    var names = new ArrayList<String>();
    for (PropertyReader element : elements) {
      String attribute = element.requiredText("AttributeName");
      if (!attributes.containsKey(attribute)) {
        element.fault("AttributeName", attribute + " is not in AttributeDefinitions");
      }
      String expected = names.isEmpty() ? "HASH" : "RANGE";
      if (!element.requiredText("KeyType").equals(expected)) {
        element.fault("KeyType", "expected " + expected);
      }
      names.add(attribute);
    }
    if (names.isEmpty() || names.size() > 2 || new HashSet<>(names).size() < names.size()) {
      owner.fault("KeySchema", "expected a HASH key, and at most one RANGE key beside it");
    }
    keyAttributes.addAll(names);
    return new KeySchema(
        names.isEmpty() ? "" : names.get(0), names.size() > 1 ? names.get(1) : null);
  }

  private List<Index> indexes(String kind, int most, Map<String, AttributeType> attributes) {
    List<PropertyReader> described = properties.objects(kind);
    if (described.size() > most) {
      properties.fault(kind, "at most " + most + " indexes");
    }
    boolean withCapacity = kind.startsWith("Global") && provisioned;
    var indexes = new ArrayList<Index>();
    for (PropertyReader index : described) {
      index.allowOnly(OF_INDEX, WITHOUT_INFLUENCE);
      String indexName = index.requiredText("IndexName");
      if (!Names.valid(indexName)) {
        index.fault("IndexName", Names.RULE);
      }
      if (!indexNames.add(indexName)) {
        index.fault("IndexName", "a second index named " + indexName);
      }
      indexes.add(
          new Index(
              indexName, key(index, attributes), projection(index), capacity(index, withCapacity)));
    }
    return indexes;
  }

  private static Projection projection(PropertyReader index) {
    PropertyReader projection = index.object("Projection");
    List<String> included = projection.texts("NonKeyAttributes");
    String type = projection.requiredText("ProjectionType");
    if (type.equals("INCLUDE") == included.isEmpty()) {
      projection.fault("NonKeyAttributes", "expected with INCLUDE, and only then");
    }
    return switch (type) {
      case "ALL" -> new Projection.All();
      case "KEYS_ONLY" -> new Projection.KeysOnly();
      case "INCLUDE" -> new Projection.Include(included);
      case String other -> {
        projection.fault("ProjectionType", "expected ALL, KEYS_ONLY or INCLUDE, found " + other);
        yield new Projection.All();
      }
    };
  }

  private @Nullable String timeToLive() {
    if (!properties.has("TimeToLiveSpecification")) {
      return null;
    }
    PropertyReader specification = properties.object("TimeToLiveSpecification");
    String attribute = specification.text("AttributeName").orElse("");
    if (!specification.flag("Enabled")) {
      return null;
    }
    if (attribute.isEmpty()) {
      specification.fault("AttributeName", "required when Enabled");
    }
    return attribute;
  }

  private static Set<String> union(Set<String> names, String... more) {
    var all = new HashSet<>(names);
    all.addAll(List.of(more));
    return Set.copyOf(all);
  }
}
