package dev.gatehouse.cloudformation;

import java.util.Map;

/// What a resource is to the rest of its template.
///
/// @param ref its physical id, the value of `Ref`
/// @param attributes for `Fn::GetAtt`; all that its [ResourceType] promises
public record CreatedResource(String ref, Map<String, String> attributes) {
  public CreatedResource {
    attributes = Map.copyOf(attributes);
  }

  /// Without the attributes' values: a client secret may be among them.
  @Override
  public String toString() {
    return ref + " " + attributes.keySet();
  }
}
