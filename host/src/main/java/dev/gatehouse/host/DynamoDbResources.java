package dev.gatehouse.host;

import static dev.gatehouse.cloudformation.PropertySchema.document;
import static dev.gatehouse.cloudformation.PropertySchema.string;
import static dev.gatehouse.cloudformation.PropertySchema.structure;

import dev.gatehouse.cloudformation.CreatedResource;
import dev.gatehouse.cloudformation.PropertySchema.Structure;
import dev.gatehouse.cloudformation.ResolvedResource;
import dev.gatehouse.cloudformation.TemplateException;
import dev.gatehouse.dynamodb.TableConfig;
import dev.gatehouse.dynamodb.TableReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `AWS::DynamoDB::*`: tables. What is inside their properties is for the `dynamodb` module to
/// read.
final class DynamoDbResources {
  private static final String OPENS_NO_DOOR = "opens and shuts no door";

  private final StackContext stack;
  private final List<TableConfig> tables = new ArrayList<>();

  DynamoDbResources(StackContext stack) {
    this.stack = stack;
  }

  List<SupportedType> types() {
    return List.of(
        SupportedType.of(
            "AWS::DynamoDB::Table",
            properties()
                .optional("ProvisionedThroughput", document())
                .optional("DeletionProtectionEnabled", document())
                .ignored("OnDemandThroughput", OPENS_NO_DOOR)
                .ignored("PointInTimeRecoverySpecification", "nothing is backed up here"),
            Set.of("Arn"),
            resource ->
                create(
                    TableConfig.ofTable(
                        resource.logicalId(), name(resource), resource.properties()))),
        SupportedType.of(
            "AWS::DynamoDB::GlobalTable",
            properties()
                .required("Replicas", document())
                .ignored("WriteOnDemandThroughputSettings", OPENS_NO_DOOR)
                .ignored("ReadOnDemandThroughputSettings", OPENS_NO_DOOR),
            Set.of("Arn"),
            resource ->
                create(
                    TableConfig.ofGlobalTable(
                        resource.logicalId(),
                        name(resource),
                        stack.region(),
                        resource.properties()))));
  }

  private static Structure properties() {
    return structure()
        .optional("TableName", string())
        .required("KeySchema", document())
        .required("AttributeDefinitions", document())
        .optional("GlobalSecondaryIndexes", document())
        .optional("LocalSecondaryIndexes", document())
        .optional("BillingMode", document())
        .optional("TimeToLiveSpecification", document())
        .ignored("ContributorInsightsSpecification", OPENS_NO_DOOR)
        .ignored("SSESpecification", "table data is its owner's file")
        .ignored("TableClass", OPENS_NO_DOOR)
        .ignored("Tags", OPENS_NO_DOOR)
        .ignored("WarmThroughput", OPENS_NO_DOOR);
  }

  private String name(ResolvedResource resource) {
    return stack.physicalName(resource, "TableName", 255);
  }

  private CreatedResource create(TableReading reading) {
    return switch (reading) {
      case TableReading.Read(var table) -> {
        tables.add(table);
        String arn = stack.arn("dynamodb", "table/" + table.name()).toString();
        yield new CreatedResource(table.name(), Map.of("Arn", arn));
      }
      case TableReading.Faulty(var faults) ->
          throw new TemplateException(
              faults.stream()
                  .map(fault -> Faults.of(fault.logicalId(), fault.property(), fault.problem()))
                  .toList());
    };
  }

  List<TableConfig> tables() {
    return tables;
  }
}
