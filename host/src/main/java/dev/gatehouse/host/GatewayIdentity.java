package dev.gatehouse.host;

import dev.gatehouse.aws.AccessCheck;
import dev.gatehouse.aws.AccessCheck.Decision;
import dev.gatehouse.aws.AccessRequest;
import dev.gatehouse.aws.Principal;
import dev.gatehouse.iam.Credentials;
import dev.gatehouse.iam.Role;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// As whom API Gateway invokes a function: as the service, whom the function's resource policy must
/// let in, or as a role that trusts it.
sealed interface GatewayIdentity {
  Principal.Service GATEWAY = new Principal.Service("apigateway.amazonaws.com");

  record Known(Principal principal) implements GatewayIdentity {}

  /// @param problem what keeps API Gateway from taking on the role
  record Impossible(String problem) implements GatewayIdentity {}

  /// @param roleArn null for the service itself
  static GatewayIdentity of(
      @Nullable String roleArn, Credentials credentials, AccessCheck policies) {
    if (roleArn == null) {
      return new Known(GATEWAY);
    }
    Optional<Role> role = credentials.role(roleArn);
    if (role.isEmpty()) {
      return new Impossible("there is no role " + roleArn);
    }
    var wanted = new AccessRequest(GATEWAY, "sts:AssumeRole", roleArn, Map.of());
    return policies.check(wanted) instanceof Decision.Refused(var reason, _)
        ? new Impossible(reason.sentence())
        : new Known(role.get().session("BackplaneAssumeRoleSession"));
  }
}
