package dev.gatehouse.host.audit;

import java.util.List;

/// One stage, whatever its name, is meant.
record SecondStage() implements Rule {
  @Override
  public String id() {
    return "second-stage";
  }

  @Override
  public Severity severity() {
    return Severity.LOW;
  }

  @Override
  public String title() {
    return "A named stage beside $default";
  }

  @Override
  public String why() {
    return "Every route has a second address under the stage's name, with the log and the limits "
        + "of that stage. It is often left over, or made by a construct that nobody asked.";
  }

  @Override
  public String remedy() {
    return "Take the stage away, or the $default one (in CDK: createDefaultStage(false)).";
  }

  @Override
  public List<Finding> findings(Blueprint blueprint) {
    return blueprint
        .parts("AWS::ApiGatewayV2::Stage")
        .filter(stage -> !stage.text("StageName").equals("$default"))
        .filter(stage -> hasDefault(blueprint, stage.text("ApiId")))
        .map(stage ->
            finding(
                stage.id(),
                "opens every route of %s under `/%s` once more"
                    .formatted(stage.text("ApiId"), stage.text("StageName"))))
        .toList();
  }

  private static boolean hasDefault(Blueprint blueprint, String api) {
    return blueprint.find("AWS::ApiGatewayV2::Api", api).stream()
            .anyMatch(part -> part.properties().has("Target"))
        || blueprint
            .parts("AWS::ApiGatewayV2::Stage")
            .anyMatch(stage ->
                stage.text("ApiId").equals(api) && stage.text("StageName").equals("$default"));
  }
}
