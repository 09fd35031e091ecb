package dev.gatehouse.host.endpoint;

import dev.gatehouse.cloudformation.Fault;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/// How an operation changes what runs: it edits resources, and all else follows. The change is
/// checked, put on disk, and behind the doors when [#carryOut] returns.
public interface Changes {
  /// The bucket of code that [#keep] has kept: no name that a bucket of AWS's can have.
  String UPLOADED = "uploaded:";

  sealed interface Change {
    /// The resource's, as [Deployed#logicalId] tells it.
    String name();

    /// The resource is there with these properties, made now or changed.
    ///
    /// @param type `AWS::Cognito::UserPoolClient`; an existing resource keeps its type
    /// @param properties all of them, as a template would have them with everything resolved
    record Put(String name, String type, ObjectNode properties) implements Change {
      /// Without the properties, which may hold secrets.
      @Override
      public String toString() {
        return "put " + name + " (" + type + ")";
      }
    }

    /// The resource is gone.
    record Delete(String name) implements Change {}
  }

  /// A change that would make what runs faulty. Nothing has changed.
  final class Refused extends RuntimeException {
    private final List<Fault> faults;

    public Refused(List<Fault> faults) {
      super(faults.stream().map(Fault::line).collect(Collectors.joining("; ")));
      this.faults = List.copyOf(faults);
    }

    public List<Fault> faults() {
      return faults;
    }
  }

  /// A name for a resource yet to be made.
  String newName(String type);

  /// Keeps a function's zip file, unpacked, where it stays.
  ///
  /// @return the function's `Code` then
  /// @throws Refused when it is broken, too large, or reaches outside itself
  ObjectNode keep(byte[] zip);

  /// All of them, or none. One after the other of several threads.
  ///
  /// @return what runs now
  /// @throws Refused when the result would be faulty; a deletion is refused as long as something
  ///   refers to what would go
  default Inventory carryOut(List<Change> changes) {
    return carryOut(_ -> changes);
  }

  /// As [#carryOut(List)], of what has to be looked at first: nothing else changes meanwhile.
  ///
  /// @param plan what is to be done to what runs; throws an [AwsError] to do nothing
  Inventory carryOut(Function<Inventory, List<Change>> plan);
}
