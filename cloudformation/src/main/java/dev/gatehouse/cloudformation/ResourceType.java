package dev.gatehouse.cloudformation;

import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

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

  /// A resource that is not the template's own but follows from another one's property, as the
  /// routes in an API's `Body` do.
  ///
  /// @param property of the parent, where faults are shown
  /// @param name what to call it beside its parent
  /// @throws TemplateException if the properties are not such a resource's
  public ResolvedResource within(
      ResolvedResource parent, String property, String name, ObjectNode properties) {
    PropertyPath at =
        PropertyPath.root("Resources")
            .member(parent.logicalId())
            .member("Properties")
            .member(property)
            .member(name);
    ObjectNode conforming = conforming(properties, at);
    return new ResolvedResource(
        parent.logicalId() + " " + name,
        this.name,
        conforming,
        parent.deletionPolicy(),
        parent.replacePolicy());
  }

  /// A resource that no template declares. It is deleted when it goes.
  ///
  /// @throws TemplateException if the properties are not such a resource's
  public ResolvedResource alone(String name, ObjectNode properties) {
    PropertyPath at = PropertyPath.root("Resources").member(name).member("Properties");
    return new ResolvedResource(
        name, this.name, conforming(properties, at), DeletionPolicy.DELETE, DeletionPolicy.DELETE);
  }

  private ObjectNode conforming(ObjectNode given, PropertyPath at) {
    var findings = new Findings();
    Expression conforming =
        new PropertyCheck(name, findings).conform(properties, Literals.of(given), at);
    if (findings.faulty()) {
      throw new TemplateException(findings.faults());
    }
    return Literals.knownMembers(conforming);
  }
}
