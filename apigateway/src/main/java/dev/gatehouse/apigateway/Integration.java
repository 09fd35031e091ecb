package dev.gatehouse.apigateway;

/// What stands behind a route. Implemented by whoever has the functions.
@FunctionalInterface
public interface Integration {
  /// Blocks until the function has answered. Runs on a virtual thread of its own, which the API
  /// stops waiting for after the integration's time-out; the function is not stopped, as on AWS.
  IntegrationResult invoke(IntegrationRequest request);
}
