package dev.gatehouse.host.prove;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.aws.Json;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/// A user of the stack who signs well and may not do what the doors ask for. Made for the proof
/// alone.
public enum Suspect {
  STRANGER("without any policy", ""),
  ELSEWHERE(
      "who may invoke another door",
      """
      {"Effect": "Allow", "Action": "*", "Resource": [
        "arn:aws:execute-api:*:*:*/*/*/gatehouse-proof-elsewhere",
        "arn:aws:lambda:*:*:function:gatehouse-proof-elsewhere"]}
      """),
  OTHERWISE(
      "who may do something else",
      """
      {"Effect": "Allow", "Resource": "*",
       "Action": ["execute-api:ManageConnections", "lambda:GetFunction", "lambda:InvokeAsync"]}
      """),
  /// The addresses are nobody's (RFC 5737).
  FROM_AFAR(
      "who may come from other addresses",
      """
      {"Effect": "Allow", "Action": "*", "Resource": "*",
       "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}}
      """),
  WITHOUT_ROUTES("who may do all but execute-api:Invoke", allBut("execute-api:Invoke")),
  /// A function URL asks for two permissions.
  WITHOUT_URLS("who may do all but lambda:InvokeFunctionUrl", allBut("lambda:InvokeFunctionUrl")),
  WITHOUT_FUNCTIONS("who may do all but lambda:InvokeFunction", allBut("lambda:InvokeFunction"));

  private final String description;
  private final String statements;

  Suspect(String description, String statements) {
    this.description = requireNonNull(description);
    this.statements = requireNonNull(statements);
  }

  /// An explicit deny wins over every policy that the template may have.
  private static String allBut(String action) {
    return """
    {"Effect": "Allow", "Action": "*", "Resource": "*"},
    {"Effect": "Deny", "Action": "%s", "Resource": "*"}
    """
        .formatted(action);
  }

  public String userName() {
    return "gatehouse-proof-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Goes on from `a user`.
  String description() {
    return description;
  }

  /// Whether the door, if its lock is whole, stays shut to this user whatever the template says.
  boolean keptOutOf(Target target) {
    return switch (this) {
      case STRANGER, ELSEWHERE, OTHERWISE, FROM_AFAR -> !target.everyone();
      case WITHOUT_ROUTES -> target.route();
      case WITHOUT_URLS, WITHOUT_FUNCTIONS -> !target.route();
    };
  }

  /// The properties of an `AWS::IAM::User`.
  public ObjectNode properties() {
    var user = Json.STRICT.createObjectNode().put("UserName", userName());
    if (!statements.isEmpty()) {
      var policy = user.putArray("Policies").addObject().put("PolicyName", "proof");
      var document = policy.putObject("PolicyDocument").put("Version", "2012-10-17");
      document.set("Statement", Json.STRICT.readTree("[" + statements + "]"));
    }
    return user;
  }
}
