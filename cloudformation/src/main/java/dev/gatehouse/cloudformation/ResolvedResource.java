package dev.gatehouse.cloudformation;

import tools.jackson.databind.node.ObjectNode;

/// A resource about to be created.
///
/// @param properties plain data, scalars of the kinds that the [PropertySchema] declares
public record ResolvedResource(
    String logicalId, String type, ObjectNode properties, DeletionPolicy deletionPolicy) {

  /// Without the properties, which may hold secrets.
  @Override
  public String toString() {
    return logicalId + " (" + type + ")";
  }
}
