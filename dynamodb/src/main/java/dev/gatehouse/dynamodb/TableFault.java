package dev.gatehouse.dynamodb;

import static java.util.Objects.requireNonNull;

/// Why a table would not be created.
///
/// @param logicalId of the resource at fault
/// @param property its path in the template's `Properties`, `KeySchema[0].AttributeName` say
public record TableFault(String logicalId, String property, String problem) {
  public TableFault {
    requireNonNull(logicalId, "logicalId");
    requireNonNull(property, "property");
    requireNonNull(problem, "problem");
  }
}
