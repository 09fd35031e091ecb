package dev.gatehouse.host.audit;

import java.util.List;

/// HTTP APIs have no other log.
record NoAccessLog() implements Rule {
  @Override
  public String id() {
    return "no-access-log";
  }

  @Override
  public Severity severity() {
    return Severity.LOW;
  }

  @Override
  public String title() {
    return "A stage without an access log";
  }

  @Override
  public String why() {
    return "A refused caller learns nothing, and neither does the owner: attempts on the locks "
        + "stay unseen, and so does what got in.";
  }

  @Override
  public String remedy() {
    return "Set AccessLogSettings with a DestinationArn and a Format that has "
        + "$context.authorizer.error.";
  }

  @Override
  public List<Finding> findings(Blueprint blueprint) {
    return blueprint
        .parts("AWS::ApiGatewayV2::Stage")
        .filter(
            stage -> stage.get("AccessLogSettings").path("DestinationArn").asString("").isEmpty())
        .map(stage -> finding(stage.id(), "`" + stage.text("StageName") + "` logs no call"))
        .toList();
  }
}
