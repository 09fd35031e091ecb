package dev.gatehouse.cloudformation;

import java.util.Optional;
import java.util.Set;

/// The resource types that whoever runs the stack supports.
public interface ResourceCatalogue {
  Optional<ResourceType> find(String type);

  /// Accepted with a notice and never created: alarms, `AWS::CDK::Metadata`…
  boolean ignorable(String type);

  /// Neither supported nor ignored, and still no fault: it is told with a notice and never created.
  /// Whoever refers to it gets a [NotCreated] value.
  boolean leftOut(String type);

  /// Names to guess from when a template misspells one.
  Set<String> names();
}
