package dev.gatehouse.host.audit;

import java.util.List;

/// Limits of single routes do not cover those to come.
record NoThrottling() implements Rule {
  @Override
  public String id() {
    return "no-throttling";
  }

  @Override
  public Severity severity() {
    return Severity.LOW;
  }

  @Override
  public String title() {
    return "A stage without limits of its own";
  }

  @Override
  public String why() {
    return "It takes as much as the account may (10,000 calls a second, shared with every other "
        + "API): guessing goes fast, and one caller may shut all others out, at the owner's "
        + "expense.";
  }

  @Override
  public String remedy() {
    return "Set ThrottlingRateLimit and ThrottlingBurstLimit in the stage's "
        + "DefaultRouteSettings.";
  }

  @Override
  public List<Finding> findings(Blueprint blueprint) {
    return blueprint
        .parts("AWS::ApiGatewayV2::Stage")
        .filter(stage ->
            !stage.get("DefaultRouteSettings").has("ThrottlingRateLimit")
                || !stage.get("DefaultRouteSettings").has("ThrottlingBurstLimit"))
        .map(stage -> finding(stage.id(), "`" + stage.text("StageName") + "` has no limit"))
        .toList();
  }
}
