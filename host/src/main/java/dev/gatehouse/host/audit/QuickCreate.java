package dev.gatehouse.host.audit;

import java.util.List;

/// The route that quick create makes is told here and not by [NoAuthorizer].
record QuickCreate() implements Rule {
  @Override
  public String id() {
    return "quick-create";
  }

  @Override
  public Severity severity() {
    return Severity.HIGH;
  }

  @Override
  public String title() {
    return "An API made by quick create";
  }

  @Override
  public String why() {
    return "Target makes a $default route that nothing locks and a $default stage that deploys "
        + "itself: every method and every path reaches the integration, and neither an access "
        + "log nor a limit can be set.";
  }

  @Override
  public String remedy() {
    return "Take Target away and declare the integration, the routes with their authorizers, and "
        + "the stage.";
  }

  @Override
  public List<Finding> findings(Blueprint blueprint) {
    return blueprint
        .parts("AWS::ApiGatewayV2::Api")
        .filter(api -> api.properties().has("Target"))
        .map(api ->
            finding(
                api.id(), "has a Target: its `$default` route lets anyone in, whatever they ask"))
        .toList();
  }
}
