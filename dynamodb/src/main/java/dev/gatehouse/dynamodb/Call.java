package dev.gatehouse.dynamodb;

import dev.gatehouse.aws.Json;
import dev.gatehouse.dynamodb.Permissions.Malformed;
import dev.gatehouse.dynamodb.Permissions.Unknown;
import dev.gatehouse.http.HttpRequest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/// An operation and its input, reduced to the members that the operation has.
///
/// Permissions are asked for this input and this input is what the engine gets: two JSON readers
/// that see a second `TableName`, or a `tableName`, with different eyes would be a way around.
record Call(Operation operation, ObjectNode input) {
  /// Members of CreateTable and UpdateTable that change nothing about what a table answers.
  private static final Set<String> WITHOUT_INFLUENCE =
      Set.of("SSESpecification", "TableClass", "Tags", "OnDemandThroughput", "WarmThroughput");

  private static final Map<String, Set<String>> TRANSACT_MEMBERS =
      Map.of(
          "Get", Operation.GetItem.members(),
          "Put", Operation.PutItem.members(),
          "Update", Operation.UpdateItem.members(),
          "Delete", Operation.DeleteItem.members(),
          "ConditionCheck", Operation.DeleteItem.members());

  sealed interface Reading {
    record Understood(Call call) implements Reading {}

    record Refused(Permissions why) implements Reading {}
  }

  static Reading read(HttpRequest request) {
    String target = request.headers().first("x-amz-target").orElse("");
    Optional<Operation> operation = Operation.of(target);
    if (operation.isEmpty()) {
      return new Reading.Refused(new Unknown("not served here: " + printable(target)));
    }
    try {
      return Json.STRICT.readTree(request.body().bytes()) instanceof ObjectNode input
          ? reduced(operation.get(), input)
          : serializationFault("Start of structure or map found where not expected");
    } catch (JacksonException _) {
      return serializationFault("The request body is no JSON object");
    }
  }

  private static Reading reduced(Operation operation, ObjectNode input) {
    if (operation.describes()) {
      for (String member : input.propertyNames()) {
        if (!operation.members().contains(member) && !WITHOUT_INFLUENCE.contains(member)) {
          return new Reading.Refused(
              new Malformed("ValidationException", printable(member) + " is not supported here"));
        }
      }
    }
    input.retain(operation.members());
    if (operation.reach() == Operation.Reach.TRANSACTION) {
      for (var item : input.path("TransactItems")) {
        if (item instanceof ObjectNode actions) {
          actions.retain(TRANSACT_MEMBERS.keySet());
          TRANSACT_MEMBERS.forEach((action, members) -> retain(actions, action, members));
        }
      }
    }
    return new Reading.Understood(new Call(operation, input));
  }

  private static void retain(ObjectNode owner, String name, Set<String> members) {
    if (owner.get(name) instanceof ObjectNode node) {
      node.retain(members);
    }
  }

  private static Reading serializationFault(String message) {
    return new Reading.Refused(new Malformed("SerializationException", message));
  }

  private static String printable(String guestText) {
    return guestText
        .substring(0, Math.min(guestText.length(), 80))
        .replaceAll("[^A-Za-z0-9_.-]", "?");
  }
}
