package dev.gatehouse.cloudformation.sam;

import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A resource of one of SAM's types, globals merged in.
///
/// @param type without `AWS::Serverless::`
/// @param attributes what stands beside `Type` and `Properties`: `Condition`, `DependsOn`,
///   `Metadata`, `DeletionPolicy`…
record SamResource(String logicalId, String type, ObjectNode properties, ObjectNode attributes) {
  /// Those that everything made from the resource has as well.
  private static final Set<String> PASSED_ON = Set.of("Condition", "DeletionPolicy");

  private static final Set<String> OF_THE_RESOURCE =
      Set.of(
          "Condition",
          "CreationPolicy",
          "DeletionPolicy",
          "DependsOn",
          "Metadata",
          "UpdatePolicy",
          "UpdateReplacePolicy");

  static SamResource of(String logicalId, String type, ObjectNode declared, Globals globals) {
    ObjectNode own =
        declared.path("Properties") instanceof ObjectNode given ? given : Trees.object();
    ObjectNode attributes = declared.deepCopy();
    attributes.remove(Set.of("Type", "Properties"));
    return new SamResource(logicalId, type, globals.merged(type, own), attributes);
  }

  JsonNode property(String name) {
    return properties.path(name);
  }

  boolean has(String name) {
    return properties.has(name);
  }

  /// A resource in place of this one, with all its attributes.
  ObjectNode replacement(String type, ObjectNode made) {
    return resource(type, made, OF_THE_RESOURCE);
  }

  /// A resource beside this one.
  ObjectNode companion(String type, ObjectNode made) {
    return resource(type, made, PASSED_ON);
  }

  private ObjectNode resource(String type, ObjectNode made, Set<String> kept) {
    ObjectNode resource = Trees.object().put("Type", type);
    for (String name : new TreeSet<>(kept)) {
      if (attributes.has(name)) {
        resource.set(name, attributes.path(name));
      }
    }
    resource.set("Properties", made);
    return resource;
  }

  /// Copies members that are called the same on both sides.
  void copy(ObjectNode to, String... names) {
    for (String name : names) {
      if (properties.has(name)) {
        to.set(name, properties.path(name));
      }
    }
  }
}
