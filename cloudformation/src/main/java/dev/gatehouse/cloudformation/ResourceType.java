package dev.gatehouse.cloudformation;

import java.util.Set;

/// What is supported of one resource type.
///
/// @param name as in a template: `AWS::Lambda::Function`
/// @param attributes that `Fn::GetAtt` may ask for, dotted ones in full:
///   `SnapStartResponse.ApplyOn`
public record ResourceType(
    String name, PropertySchema.Structure properties, Set<String> attributes) {
  public ResourceType {
    attributes = Set.copyOf(attributes);
  }
}
