package dev.gatehouse.host.endpoint;

import dev.gatehouse.aws.Json;
import dev.gatehouse.host.endpoint.AwsService.Permission;
import dev.gatehouse.host.endpoint.Changes.Change;
import dev.gatehouse.host.endpoint.Input.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// How IAM's changes are carried out: what runs is looked at and changed in one step, so that of
/// two changes to one holder none is lost.
final class IamEdits {
  private static final Shape PATH =
      new Shape(1, 512, "(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)");

  private final Changes changes;

  IamEdits(Changes changes) {
    this.changes = changes;
  }

  /// What is to be done to a holder.
  @FunctionalInterface
  interface Edit {
    /// @param now what runs
    /// @param properties the holder's, to be changed
    /// @return what else changes
    List<Change> of(Input input, IamHolders now, Deployed holder, ObjectNode properties);
  }

  /// @param code of the answer when what would run is faulty
  Inventory carryOut(String code, Function<IamHolders, List<Change>> plan) {
    return Editor.carryOut(changes, code, running -> plan.apply(new IamHolders(running)));
  }

  /// For what is made now.
  String newName(String type) {
    return changes.newName(type);
  }

  static Change put(Deployed resource, ObjectNode properties) {
    return new Change.Put(resource.logicalId(), resource.type(), properties);
  }

  /// @throws AwsError for what belongs to no stack
  static Deployed own(Deployed resource) {
    if (resource.logicalId().equals(Inventory.ADMINISTRATOR)) {
      throw AwsError.of(
          400,
          "UnmodifiableEntity",
          resource.id() + " belongs to Gatehouse itself and cannot be changed.");
    }
    return resource;
  }

  static ObjectNode nothing() {
    return Json.STRICT.createObjectNode();
  }

  static AwsError exceeded(String quota, int most) {
    return AwsError.of(
        409, "LimitExceeded", "Cannot exceed quota for %s: %d".formatted(quota, most));
  }

  static AwsError exists(String message) {
    return AwsError.of(409, "EntityAlreadyExists", message);
  }

  static AwsError conflict(String message) {
    return AwsError.of(409, "DeleteConflict", message);
  }

  static List<Permission> withTags(Input input, String action, String tagging, String resource) {
    var permissions = new ArrayList<>(List.of(new Permission(action, resource)));
    if (input.has("Tags")) {
      permissions.add(new Permission(tagging, resource));
    }
    return permissions;
  }

  static String path(Input input) {
    return input.find("Path", PATH).orElse("/");
  }

  // Members that list texts

  /// @param property of the resources, which lists holders by name
  static List<Change> withoutHolder(List<Deployed> resources, String property, Deployed holder) {
    var changes = new ArrayList<Change>();
    for (var resource : resources) {
      ArrayNode left = without(resource.property(property), holder.id());
      if (left.size() < resource.property(property).size()) {
        ObjectNode properties = resource.properties().deepCopy();
        properties.set(property, left);
        changes.add(put(resource, properties));
      }
    }
    return changes;
  }

  static ArrayNode without(JsonNode texts, String text) {
    ArrayNode left = Json.STRICT.createArrayNode();
    for (var each : texts) {
      if (!each.asString("").equals(text)) {
        left.add(each);
      }
    }
    return left;
  }

  static ArrayNode array(Iterable<? extends JsonNode> elements) {
    ArrayNode array = Json.STRICT.createArrayNode();
    elements.forEach(array::add);
    return array;
  }
}
