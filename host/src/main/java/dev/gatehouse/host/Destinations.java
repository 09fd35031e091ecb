package dev.gatehouse.host;

import dev.gatehouse.aws.AccessCheck;
import dev.gatehouse.aws.AccessCheck.Decision;
import dev.gatehouse.aws.AccessRequest;
import dev.gatehouse.iam.Credentials;
import dev.gatehouse.lambda.DestinationAccess;
import dev.gatehouse.lambda.FunctionException;
import java.util.Map;
import java.util.Optional;

/// A function's role invoking the function that its records go to
/// (invocation-async-retain-records.html, "permissions").
record Destinations(Credentials credentials, AccessCheck policies) implements DestinationAccess {
  @Override
  public Optional<String> refusal(String roleArn, String destinationArn) {
    try {
      var role = new FunctionRoles(credentials).assume(roleArn, "destination").principal();
      var wanted = new AccessRequest(role, "lambda:InvokeFunction", destinationArn, Map.of());
      return switch (policies.check(wanted)) {
        case Decision.Granted() -> Optional.empty();
        case Decision.Refused(var reason, _) -> Optional.of(reason.sentence());
      };
    } catch (FunctionException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
