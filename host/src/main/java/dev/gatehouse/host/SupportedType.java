package dev.gatehouse.host;

import dev.gatehouse.cloudformation.PropertySchema.Structure;
import dev.gatehouse.cloudformation.ResourceCreator;
import dev.gatehouse.cloudformation.ResourceType;
import java.util.Set;

/// A resource type: what is supported of it, and how one comes to be. Creating only notes what to
/// build and which ids it has; nothing starts before the whole stack has been checked.
record SupportedType(ResourceType type, ResourceCreator creator) {
  static SupportedType of(
      String name, Structure properties, Set<String> attributes, ResourceCreator creator) {
    return new SupportedType(new ResourceType(name, properties, attributes), creator);
  }
}
