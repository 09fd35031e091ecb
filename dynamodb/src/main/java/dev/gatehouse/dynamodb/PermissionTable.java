package dev.gatehouse.dynamodb;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.aws.AccountId;
import dev.gatehouse.aws.Arn;
import dev.gatehouse.aws.Region;
import dev.gatehouse.dynamodb.Permissions.Malformed;
import dev.gatehouse.dynamodb.Permissions.Needed;
import dev.gatehouse.dynamodb.Permissions.Permission;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Which actions on which resources an operation takes (list_amazondynamodb.html of the Service
/// Authorization Reference; transactions: transaction-apis-iam.html).
final class PermissionTable {
  /// Of TransactGetItems and TransactWriteItems, and more tables than a batch can name.
  private static final int MOST_ITEMS = 100;

  private static final Map<String, String> TRANSACT_ACTIONS =
      Map.of(
          "Get", "dynamodb:GetItem",
          "Put", "dynamodb:PutItem",
          "Update", "dynamodb:UpdateItem",
          "Delete", "dynamodb:DeleteItem",
          "ConditionCheck", "dynamodb:ConditionCheckItem");

  private final Region region;
  private final AccountId account;

  PermissionTable(Region region, AccountId account) {
    this.region = region;
    this.account = account;
  }

  Arn arn(String table) {
    return Arn.of("dynamodb", region, account, "table/" + table);
  }

  Permissions of(Call call) {
    try {
      return new Needed(List.copyOf(permissions(call)));
    } catch (NoSuchResource problem) {
      return problem.answer();
    }
  }

  private Set<Permission> permissions(Call call) {
    String action = "dynamodb:" + call.operation();
    ObjectNode input = call.input();
    return switch (call.operation().reach()) {
      case TABLE -> Set.of(new Permission(action, table(input)));
      case INDEX -> Set.of(new Permission(action, tableOrIndex(input)));
      case BATCH -> batch(action, input.path("RequestItems"));
      case TRANSACTION -> transaction(call.operation(), input.path("TransactItems"));
      case NOTHING -> Set.of(new Permission(action, "*"));
    };
  }

  private String tableOrIndex(ObjectNode input) {
    String table = table(input);
    JsonNode index = input.path("IndexName");
    if (index.isMissingNode() || index.isNull()) {
      return table;
    }
    if (!index.isString() || !Names.valid(index.asString())) {
      throw NoSuchResource.invalid(Names.RULE);
    }
    return table + "/index/" + index.asString();
  }

  private Set<Permission> batch(String action, JsonNode requestItems) {
    if (!requestItems.isObject() || requestItems.isEmpty()) {
      throw NoSuchResource.invalid(
          "1 validation error detected: Value at 'requestItems' failed to satisfy constraint:"
              + " Member must have length greater than or equal to 1");
    }
    checkSize("requestItems", requestItems);
    var permissions = new LinkedHashSet<Permission>();
    for (String table : requestItems.propertyNames()) {
      permissions.add(new Permission(action, resource(table)));
    }
    return permissions;
  }

  private Set<Permission> transaction(Operation operation, JsonNode items) {
    if (!items.isArray() || items.isEmpty()) {
      throw NoSuchResource.invalid(
          "1 validation error detected: Value at 'transactItems' failed to satisfy constraint:"
              + " Member must have length greater than or equal to 1");
    }
    checkSize("transactItems", items);
    var permissions = new LinkedHashSet<Permission>();
    for (JsonNode item : items) {
      if (!item.isObject() || item.size() != 1) {
        throw NoSuchResource.invalid(
            "TransactItems can only contain one of Check, Put, Update or Delete");
      }
      String kind = item.propertyNames().iterator().next();
      if (kind.equals("Get") != (operation == Operation.TransactGetItems)) {
        throw NoSuchResource.invalid(kind + " is no part of " + operation);
      }
      String action = requireNonNull(TRANSACT_ACTIONS.get(kind), kind);
      permissions.add(new Permission(action, table(item.path(kind))));
    }
    return permissions;
  }

  private static void checkSize(String member, JsonNode items) {
    if (items.size() > MOST_ITEMS) {
      throw NoSuchResource.invalid(
          "1 validation error detected: Value at '"
              + member
              + "' failed to satisfy constraint: Member must have length less than or equal to 100");
    }
  }

  private String table(JsonNode input) {
    JsonNode name = input.path("TableName");
    if (!name.isString()) {
      throw NoSuchResource.invalid(
          "1 validation error detected: Value null at 'tableName' failed to satisfy constraint:"
              + " Member must not be null");
    }
    return resource(name.asString());
  }

  /// @param table a name, or an ARN of this region and account
  private String resource(String table) {
    String name = table;
    if (table.startsWith("arn:")) {
      String prefix = arn("").toString();
      if (!table.startsWith(prefix)) {
        throw new NoSuchResource(
            new Malformed("ResourceNotFoundException", "Requested resource not found"));
      }
      name = table.substring(prefix.length());
    }
    if (!Names.valid(name)) {
      throw NoSuchResource.invalid(Names.RULE);
    }
    return arn(name).toString();
  }

  /// Ends the reading of one request, and goes no further than this class.
  private static final class NoSuchResource extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Malformed answer;

    NoSuchResource(Malformed answer) {
      super(answer.message(), null, false, false);
      this.answer = answer;
    }

    static NoSuchResource invalid(String message) {
      return new NoSuchResource(new Malformed("ValidationException", message));
    }

    Malformed answer() {
      return answer;
    }
  }
}
