package dev.gatehouse.cloudformation.sam;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// What became of a template.
///
/// @param template without `Transform`, `Globals` and SAM's own types; worth nothing when there are
///   faults
/// @param faults all that keeps the template from being expanded
/// @param notices what is passed over
public record Expansion(ObjectNode template, List<Finding> faults, List<Finding> notices) {
  public Expansion {
    faults = List.copyOf(faults);
    notices = List.copyOf(notices);
  }
}
