package dev.gatehouse.dynamodb;

import static dev.gatehouse.dynamodb.Operation.Reach.BATCH;
import static dev.gatehouse.dynamodb.Operation.Reach.INDEX;
import static dev.gatehouse.dynamodb.Operation.Reach.NOTHING;
import static dev.gatehouse.dynamodb.Operation.Reach.TABLE;
import static dev.gatehouse.dynamodb.Operation.Reach.TRANSACTION;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The operations that are served, each with the members its input may have
/// (API_Operations_Amazon_DynamoDB.html). One that is not here is refused.
///
/// PartiQL is left out: which tables a statement touches is written in the statement.
enum Operation {
  GetItem(
      TABLE,
      "TableName Key AttributesToGet ConsistentRead ProjectionExpression ExpressionAttributeNames"
          + " ReturnConsumedCapacity"),
  PutItem(TABLE, "Item " + Operation.WRITE),
  UpdateItem(TABLE, "Key UpdateExpression AttributeUpdates " + Operation.WRITE),
  DeleteItem(TABLE, "Key " + Operation.WRITE),
  Query(
      INDEX, "KeyConditionExpression KeyConditions QueryFilter ScanIndexForward " + Operation.READ),
  Scan(INDEX, "ScanFilter Segment TotalSegments " + Operation.READ),
  BatchGetItem(BATCH, "RequestItems ReturnConsumedCapacity"),
  BatchWriteItem(BATCH, "RequestItems ReturnConsumedCapacity ReturnItemCollectionMetrics"),
  TransactGetItems(TRANSACTION, "TransactItems ReturnConsumedCapacity"),
  TransactWriteItems(
      TRANSACTION,
      "TransactItems ReturnConsumedCapacity ReturnItemCollectionMetrics ClientRequestToken"),
  CreateTable(TABLE, "KeySchema LocalSecondaryIndexes " + Operation.DESCRIPTION),
  UpdateTable(TABLE, "GlobalSecondaryIndexUpdates " + Operation.DESCRIPTION),
  DeleteTable(TABLE, "TableName"),
  DescribeTable(TABLE, "TableName"),
  DescribeTimeToLive(TABLE, "TableName"),
  UpdateTimeToLive(TABLE, "TableName TimeToLiveSpecification"),
  ListTables(NOTHING, "ExclusiveStartTableName Limit"),
  DescribeLimits(NOTHING, "");

  /// What an operation works on.
  enum Reach {
    TABLE,
    INDEX,
    BATCH,
    TRANSACTION,
    NOTHING
  }

  private static final String WRITE =
      "TableName ConditionExpression ConditionalOperator Expected ExpressionAttributeNames"
          + " ExpressionAttributeValues ReturnConsumedCapacity ReturnItemCollectionMetrics"
          + " ReturnValues ReturnValuesOnConditionCheckFailure";
  private static final String READ =
      "TableName IndexName AttributesToGet ConditionalOperator ConsistentRead ExclusiveStartKey"
          + " ExpressionAttributeNames ExpressionAttributeValues FilterExpression Limit"
          + " ProjectionExpression ReturnConsumedCapacity Select";
  private static final String DESCRIPTION =
      "TableName AttributeDefinitions BillingMode DeletionProtectionEnabled"
          + " GlobalSecondaryIndexes ProvisionedThroughput";

  private static final String TARGET = "DynamoDB_20120810.";
  private static final Map<String, Operation> BY_TARGET =
      Stream.of(values())
          .collect(Collectors.toMap(operation -> TARGET + operation, Function.identity()));

  private final Reach reach;

  @SuppressWarnings("ImmutableEnumChecker") // Made by Set.of, whose sets never change.
  private final Set<String> members;

  Operation(Reach reach, String members) {
    this.reach = reach;
    this.members = Set.of(members.split(" "));
  }

  /// @param target the `X-Amz-Target` header
  static Optional<Operation> of(String target) {
    return Optional.ofNullable(BY_TARGET.get(target));
  }

  Reach reach() {
    return reach;
  }

  Set<String> members() {
    return members;
  }

  String target() {
    return TARGET + this;
  }

  /// Whether its answer describes a table, with its ARN.
  boolean describes() {
    return switch (this) {
      case CreateTable, UpdateTable, DeleteTable, DescribeTable -> true;
      case GetItem,
          PutItem,
          UpdateItem,
          DeleteItem,
          Query,
          Scan,
          BatchGetItem,
          BatchWriteItem,
          TransactGetItems,
          TransactWriteItems,
          DescribeTimeToLive,
          UpdateTimeToLive,
          ListTables,
          DescribeLimits ->
          false;
    };
  }
}
