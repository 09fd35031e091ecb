package dev.gatehouse.host.audit;

import java.util.List;

/// `Principal: *` in what may call a function.
record PublicPermission() implements Rule {
  @Override
  public String id() {
    return "public-permission";
  }

  @Override
  public Severity severity() {
    return Severity.HIGH;
  }

  @Override
  public String title() {
    return "A permission for everyone";
  }

  @Override
  public String why() {
    return "Principal * means every AWS account, and with a function URL of AuthType NONE "
        + "everyone without one: the function's own policy refuses nobody.";
  }

  @Override
  public String remedy() {
    return "Name the account, the role or the service, and for a service the SourceArn from "
        + "which it may call.";
  }

  @Override
  public List<Finding> findings(Blueprint blueprint) {
    return blueprint
        .parts("AWS::Lambda::Permission")
        .filter(permission -> permission.text("Principal").equals("*"))
        .map(permission ->
            finding(
                permission.id(),
                "grants "
                    + permission.text("Action")
                    + " on "
                    + permission.text("FunctionName")
                    + " to Principal `*`"))
        .toList();
  }
}
