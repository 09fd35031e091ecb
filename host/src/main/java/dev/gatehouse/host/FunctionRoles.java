package dev.gatehouse.host;

import dev.gatehouse.aws.AccessKey;
import dev.gatehouse.iam.Credentials;
import dev.gatehouse.iam.Credentials.Assumed;
import dev.gatehouse.iam.IamConfig;
import dev.gatehouse.iam.Role;
import dev.gatehouse.lambda.FunctionException;
import dev.gatehouse.lambda.RoleCredentials;
import java.util.Map;

/// Lambda taking on a function's role, if the role trusts it.
record FunctionRoles(Credentials credentials, IamConfig iam) implements RoleCredentials {
  @Override
  public AccessKey assume(String roleArn, String sessionName) {
    var lifetime =
        iam.roles().stream()
            .filter(role -> role.arn().equals(roleArn))
            .map(Role::maxSession)
            .findFirst()
            .orElse(Role.DEFAULT_MAX_SESSION);
    var wanted =
        new Credentials.Assumption(
            "lambda.amazonaws.com", roleArn, sessionName, lifetime, Map.of());
    return switch (credentials.assume(wanted)) {
      case Assumed.Session(var key) -> key;
      case Assumed.Refused(var because) ->
          throw new FunctionException("Lambda cannot take on the role " + roleArn + ": " + because);
    };
  }
}
