package dev.gatehouse.host.audit;

import java.util.List;

/// It has no lock at all.
record OpenFunctionUrl() implements Rule {
  @Override
  public String id() {
    return "open-function-url";
  }

  @Override
  public Severity severity() {
    return Severity.HIGH;
  }

  @Override
  public String title() {
    return "A function URL with AuthType NONE";
  }

  @Override
  public String why() {
    return "Its address is the only secret, and it ends up in logs and browsers: whoever has it "
        + "calls the function, on every path and with every method.";
  }

  @Override
  public String remedy() {
    return "Set AuthType to AWS_IAM and let those who call it sign, or put an HTTP API with an "
        + "authorizer before the function and take the URL away.";
  }

  @Override
  public List<Finding> findings(Blueprint blueprint) {
    return blueprint
        .parts("AWS::Lambda::Url")
        .filter(url -> url.text("AuthType").equals("NONE"))
        .map(url -> finding(url.id(), "has AuthType NONE: anyone gets in"))
        .toList();
  }
}
