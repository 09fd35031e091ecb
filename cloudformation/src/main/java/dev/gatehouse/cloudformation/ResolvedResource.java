package dev.gatehouse.cloudformation;

import tools.jackson.databind.node.ObjectNode;

/// A resource about to be created.
///
/// @param properties plain data, scalars of the kinds that the [PropertySchema] declares
/// @param deletionPolicy for when it leaves its template
/// @param replacePolicy for when an update puts another in its place
public record ResolvedResource(
    String logicalId,
    String type,
    ObjectNode properties,
    DeletionPolicy deletionPolicy,
    DeletionPolicy replacePolicy) {

  public ResolvedResource named(String name) {
    return new ResolvedResource(name, type, properties, deletionPolicy, replacePolicy);
  }

  public ResolvedResource withProperties(ObjectNode others) {
    return new ResolvedResource(logicalId, type, others, deletionPolicy, replacePolicy);
  }

  /// Without the properties, which may hold secrets.
  @Override
  public String toString() {
    return logicalId + " (" + type + ")";
  }
}
