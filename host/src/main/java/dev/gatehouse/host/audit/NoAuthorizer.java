package dev.gatehouse.host.audit;

import java.util.List;

/// A browser's preflight has no credentials, so `OPTIONS` may go without.
record NoAuthorizer() implements Rule {
  @Override
  public String id() {
    return "no-authorizer";
  }

  @Override
  public Severity severity() {
    return Severity.HIGH;
  }

  @Override
  public String title() {
    return "A route without an authorizer";
  }

  @Override
  public String why() {
    return "Anyone on the internet may call it, as often as they like, and reaches the "
        + "integration behind it.";
  }

  @Override
  public String remedy() {
    return "Give the route an AuthorizationType (JWT with an AuthorizerId and "
        + "AuthorizationScopes, AWS_IAM, or CUSTOM). In CDK: an authorizer at the route, or the "
        + "API's defaultAuthorizer.";
  }

  @Override
  public List<Finding> findings(Blueprint blueprint) {
    return blueprint.doors().stream()
        .filter(door -> door.open() && !door.api().isEmpty() && !door.preflight())
        .filter(door -> !door.resource().equals(door.api()))
        .map(door -> finding(door.resource(), "`" + door.name() + "` lets anyone in"))
        .toList();
  }
}
