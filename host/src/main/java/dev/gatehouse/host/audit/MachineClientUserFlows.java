package dev.gatehouse.host.audit;

import java.util.List;

/// What Cognito allows when nothing is said counts as well, for less.
record MachineClientUserFlows() implements Rule {
  @Override
  public String id() {
    return "machine-client-user-flows";
  }

  @Override
  public Severity severity() {
    return Severity.MEDIUM;
  }

  @Override
  public String title() {
    return "A machine's client with which users may sign in";
  }

  @Override
  public String why() {
    return "Its secret lies on a server for client_credentials; with user flows it is a way to "
        + "try passwords too, and to get ID tokens for the same audience.";
  }

  @Override
  public String remedy() {
    return "Set ExplicitAuthFlows to [ALLOW_REFRESH_TOKEN_AUTH]: left out, Cognito allows SRP "
        + "and custom sign-in. In CDK: authFlows with userPassword(false). Give users a client "
        + "of their own.";
  }

  @Override
  public List<Finding> findings(Blueprint blueprint) {
    return blueprint
        .parts("AWS::Cognito::UserPoolClient")
        .filter(client -> new ClientFlows(client).machines() && new ClientFlows(client).users())
        .map(client ->
            !Part.texts(client.get("ExplicitAuthFlows")).isEmpty()
                ? finding(
                    client.id(),
                    "has client_credentials beside "
                        + Blueprint.few(Part.texts(client.get("ExplicitAuthFlows"))))
                : finding(
                    Severity.LOW,
                    client.id(),
                    "has client_credentials and says nothing of ExplicitAuthFlows"))
        .toList();
  }
}
