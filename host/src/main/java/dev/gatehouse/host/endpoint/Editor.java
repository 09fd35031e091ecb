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
/// @param overtaken the service's answer when another change of the resource came first
record Editor(Changes changes, String code, Function<Deployed, AwsError> overtaken) {
  /// @param inventory what runs now
  record Edited(Inventory inventory, Deployed resource) {}

  /// @param properties as a template would have them
  Edited create(String type, ObjectNode properties) {
    String name = changes.newName(type);
    return edited(name, _ -> new Change.Put(name, type, properties));
  }

  /// @param resource as the caller has seen it; one that is another by now stays as it is
  /// @param properties all of them
  Edited update(Deployed resource, ObjectNode properties) {
    String name = resource.logicalId();
    return edited(
        name,
        now -> {
          if (now.named(name).filter(resource::isAs).isEmpty()) {
            throw overtaken.apply(resource);
          }
          return new Change.Put(name, resource.type(), properties);
        });
  }

  /// All of them, or none.
  void delete(List<Deployed> resources) {
    List<Change> all =
        resources.stream()
            .<Change>map(resource -> new Change.Delete(resource.logicalId()))
            .toList();
    carryOut(changes, code, _ -> all);
  }

  private Edited edited(String name, Function<Inventory, Change> change) {
    Inventory now = carryOut(changes, code, running -> List.of(change.apply(running)));
    return new Edited(now, requireNonNull(now.named(name).orElse(null), "it was just made"));
  }

  /// @param code as above; `DeleteConflict` is a conflict
  /// @param plan what is to be done to what runs then
  static Inventory carryOut(Changes changes, String code, Function<Inventory, List<Change>> plan) {
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
