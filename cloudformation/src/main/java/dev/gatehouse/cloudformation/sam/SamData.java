package dev.gatehouse.cloudformation.sam;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `AWS::Serverless::SimpleTable` and `AWS::Serverless::LayerVersion`.
final class SamData {
  private static final Map<String, String> TYPES =
      Map.of("String", "S", "Number", "N", "Binary", "B");

  private SamData() {}

  /// A table with one key, `id` unless the template names another (sam-resource-simpletable.html).
  static void table(SamResource resource, SamStack stack) {
    JsonNode key = resource.property("PrimaryKey");
    String type = TYPES.get(key.path("Type").asString("String"));
    if (type == null) {
      stack
          .findings()
          .fault(
              "Invalid 'Type' \"" + key.path("Type").asString("") + "\".",
              "Resources",
              resource.logicalId(),
              "Properties",
              "PrimaryKey",
              "Type");
      return;
    }
    JsonNode name = key.isMissingNode() ? Trees.text("id") : key.path("Name");
    ObjectNode table = Trees.object();
    ObjectNode attribute = table.putArray("AttributeDefinitions").addObject();
    attribute.set("AttributeName", name);
    attribute.put("AttributeType", type);
    ObjectNode schema = table.putArray("KeySchema").addObject();
    schema.set("AttributeName", name);
    schema.put("KeyType", "HASH");
    if (resource.has("ProvisionedThroughput")) {
      resource.copy(table, "ProvisionedThroughput");
    } else {
      table.put("BillingMode", "PAY_PER_REQUEST");
    }
    resource.copy(table, "PointInTimeRecoverySpecification", "SSESpecification", "TableName");
    if (resource.has("Tags")) {
      table.set("Tags", SamFunction.tags(resource, "dynamodb_table:createdBy"));
    }
    stack.make(resource.logicalId(), resource.replacement("AWS::DynamoDB::Table", table));
  }

  /// A layer whose logical id changes with what the template says of it
  /// (sam-resource-layerversion.html).
  static void layer(SamResource resource, SamStack stack) {
    ObjectNode layer = Trees.object();
    layer.set("Content", Locations.bucket(resource.property("ContentUri")));
    resource.copy(
        layer, "CompatibleArchitectures", "CompatibleRuntimes", "Description", "LicenseInfo");
    layer.set(
        "LayerName",
        resource.has("LayerName")
            ? resource.property("LayerName")
            : Trees.text(resource.logicalId()));
    ObjectNode declared = Trees.object();
    ObjectNode described = declared.putObject(resource.logicalId());
    described.put("Type", SamTransform.PREFIX + "LayerVersion");
    described.set("Properties", stack.resolved(resource.properties()));
    String id = resource.logicalId() + Trees.hash(declared);
    ObjectNode made = resource.replacement("AWS::Lambda::LayerVersion", layer);
    String policy = resource.property("RetentionPolicy").asString("Retain");
    made.put("DeletionPolicy", policy.equalsIgnoreCase("Delete") ? "Delete" : "Retain");
    stack.make(id, made);
    stack.refer(resource.logicalId(), id);
  }
}
