package dev.gatehouse.host;

import dev.gatehouse.aws.AccessKey;
import dev.gatehouse.aws.Principal;
import dev.gatehouse.aws.SessionPolicies;
import dev.gatehouse.aws.SessionTags;
import dev.gatehouse.iam.Credentials;
import dev.gatehouse.iam.Credentials.Opening;
import dev.gatehouse.iam.Role;
import dev.gatehouse.lambda.FunctionException;
import dev.gatehouse.lambda.RoleCredentials;
import java.util.Map;

/// Lambda taking on a function's role, if the role trusts it.
final class FunctionRoles implements RoleCredentials {
  private static final Principal LAMBDA = new Principal.Service("lambda.amazonaws.com");

  private volatile Credentials credentials;

  FunctionRoles(Credentials credentials) {
    this.credentials = credentials;
  }

  /// For environments that start from now on; those that run keep what they have.
  void use(Credentials current) {
    credentials = current;
  }

  @Override
  public AccessKey assume(String roleArn, String sessionName) {
    Credentials current = credentials;
    var lifetime = current.role(roleArn).map(Role::maxSession).orElse(Role.DEFAULT_MAX_SESSION);
    var wanted =
        new Credentials.Assumption(
            LAMBDA,
            roleArn,
            sessionName,
            lifetime,
            SessionPolicies.NONE,
            SessionTags.NONE,
            Map.of());
    return switch (current.assume(wanted)) {
      case Opening.Session(var key) -> key;
      case Opening.NotPermitted(var refusal) -> throw refused(roleArn, refusal.reason().because());
      case Opening.TooLong(var longest) ->
          throw refused(roleArn, "its sessions last " + longest + " at most");
      case Opening.TagConflict _ -> throw new IllegalStateException("no tags were asked for");
      case Opening.Impossible(var because) -> throw refused(roleArn, because);
    };
  }

  private static FunctionException refused(String roleArn, String because) {
    return new FunctionException("Lambda cannot take on the role " + roleArn + ": " + because);
  }
}
