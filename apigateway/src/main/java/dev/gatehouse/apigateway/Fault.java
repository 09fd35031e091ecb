package dev.gatehouse.apigateway;

import static java.util.Objects.requireNonNull;

/// Something in an API's configuration that cannot be served as AWS would serve it.
///
/// @param logicalId the template's resource
/// @param property as the template names it, `RouteKey` say
public record Fault(String logicalId, String property, String problem) {
  public Fault {
    requireNonNull(logicalId, "logicalId");
    requireNonNull(property, "property");
    requireNonNull(problem, "problem");
  }
}
