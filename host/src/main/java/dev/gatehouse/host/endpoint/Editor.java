package dev.gatehouse.host.endpoint;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.cloudformation.Fault;
import dev.gatehouse.host.endpoint.Changes.Change;
import dev.gatehouse.host.endpoint.Changes.Refused;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/// Makes, changes and deletes resources for one service's operations. What Gatehouse cannot run is
/// refused in the service's own code, as it would be in a template.
///
/// @param code of the service's answer to input that does not make sense
record Editor(Changes changes, String code) {
  /// @param inventory what runs now
  record Edited(Inventory inventory, Deployed resource) {}

  /// @param properties as a template would have them
  Edited create(String type, ObjectNode properties) {
    String name = changes.newName(type);
    return edited(name, new Change.Put(name, type, properties));
  }

  /// @param properties all of them
  Edited update(Deployed resource, ObjectNode properties) {
    String name = resource.logicalId();
    return edited(name, new Change.Put(name, resource.type(), properties));
  }

  /// All of them, or none.
  void delete(List<Deployed> resources) {
    carryOut(
        resources.stream()
            .<Change>map(resource -> new Change.Delete(resource.logicalId()))
            .toList());
  }

  private Edited edited(String name, Change change) {
    Inventory now = carryOut(List.of(change));
    return new Edited(now, requireNonNull(now.named(name).orElse(null), "it was just made"));
  }

  private Inventory carryOut(List<Change> all) {
    return carryOut(_ -> all);
  }

  /// @param plan what is to be done to what runs then
  Inventory carryOut(Function<Inventory, List<Change>> plan) {
    try {
      return changes.carryOut(plan);
    } catch (Refused refused) {
      throw AwsError.of(
          code.equals("DeleteConflict") ? 409 : 400,
          code,
          refused.faults().stream().map(Editor::sentence).collect(Collectors.joining("; ")));
    }
  }

  /// Templates' places mean nothing to the caller of an operation, but the property does.
  private static String sentence(Fault fault) {
    int properties = fault.path().indexOf("Properties.");
    String place =
        properties < 0 ? "" : fault.path().substring(properties + "Properties.".length()) + ": ";
    return place + fault.problem();
  }
}
