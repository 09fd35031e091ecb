package dev.gatehouse.cognito;

import static java.util.Objects.requireNonNull;

/// Why Cognito would not create a resource.
///
/// @param logicalId of the resource at fault
/// @param property its path in the template's `Properties`, `Scopes[0].ScopeName` say
/// @param problem what is wrong, with the value found unless it is a secret
public record ConfigFault(String logicalId, String property, String problem) {
  public ConfigFault {
    requireNonNull(logicalId, "logicalId");
    requireNonNull(property, "property");
    requireNonNull(problem, "problem");
  }
}
