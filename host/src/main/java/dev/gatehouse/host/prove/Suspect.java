package dev.gatehouse.host.prove;

import dev.gatehouse.aws.Json;
import tools.jackson.databind.node.ObjectNode;

/// A user of the stack who signs well and may not do what the doors ask for. Made for the proof
/// alone. An explicit deny wins over every policy that the template may have, so what such a user
/// gets through is never the owner's wish.
public enum Suspect {
  /// Without any policy.
  STRANGER("gatehouse-proof-stranger", ""),
  /// Allowed all but `execute-api:Invoke`.
  WITHOUT_ROUTES("gatehouse-proof-without-routes", "execute-api:Invoke"),
  /// Allowed all but one of the two things that a function URL asks for.
  WITHOUT_URLS("gatehouse-proof-without-urls", "lambda:InvokeFunctionUrl"),
  /// Allowed all but the other.
  WITHOUT_FUNCTIONS("gatehouse-proof-without-functions", "lambda:InvokeFunction");

  private final String userName;
  private final String denied;

  Suspect(String userName, String denied) {
    this.userName = userName;
    this.denied = denied;
  }

  public String userName() {
    return userName;
  }

  String denied() {
    return denied;
  }

  /// The properties of an `AWS::IAM::User`.
  public ObjectNode properties() {
    var user = Json.STRICT.createObjectNode().put("UserName", userName);
    if (!denied.isEmpty()) {
      var policy = user.putArray("Policies").addObject().put("PolicyName", "all-but-one");
      var document = policy.putObject("PolicyDocument").put("Version", "2012-10-17");
      var statements = document.putArray("Statement");
      statements.addObject().put("Effect", "Allow").put("Action", "*").put("Resource", "*");
      statements.addObject().put("Effect", "Deny").put("Action", denied).put("Resource", "*");
    }
    return user;
  }
}
