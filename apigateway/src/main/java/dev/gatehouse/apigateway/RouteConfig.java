package dev.gatehouse.apigateway;

import static java.util.Objects.requireNonNull;

/// A route.
///
/// @param routeKey as the template has it: `GET /players/{id}`, `ANY /{proxy+}`, `$default`
public record RouteConfig(
    String logicalId,
    String routeKey,
    RouteAuthorization authorization,
    IntegrationConfig integration) {
  public RouteConfig {
    requireNonNull(logicalId, "logicalId");
    requireNonNull(routeKey, "routeKey");
    requireNonNull(authorization, "authorization");
    requireNonNull(integration, "integration");
  }
}
