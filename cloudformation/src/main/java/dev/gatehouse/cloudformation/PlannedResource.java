package dev.gatehouse.cloudformation;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// A resource that will be created.
///
/// @param knownProperties as far as they are known before anything is created; members and list
///   elements that wait for another resource are missing
/// @param dependencies logical ids of what is created before it
public record PlannedResource(
    String logicalId,
    String type,
    ObjectNode knownProperties,
    Set<String> dependencies,
    DeletionPolicy deletionPolicy,
    DeletionPolicy replacePolicy) {
  public PlannedResource {
    dependencies = Collections.unmodifiableSet(new LinkedHashSet<>(dependencies));
  }

  /// Without the properties, which may hold secrets.
  @Override
  public String toString() {
    return logicalId + " (" + type + ")";
  }
}
