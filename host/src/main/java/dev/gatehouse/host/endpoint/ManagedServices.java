package dev.gatehouse.host.endpoint;

import dev.gatehouse.iam.Credentials;
import dev.gatehouse.iam.Policies;
import dev.gatehouse.lambda.Invoker;
import java.util.List;
import java.util.Map;

/// The services whose operations are carried out here.
final class ManagedServices {
  private ManagedServices() {}

  /// @param functions by ARN
  static List<ModelledService> of(
      Inventory inventory,
      Credentials credentials,
      Policies policies,
      Map<String, ? extends Invoker> functions) {
    return List.of(
        SecurityTokenService.of(inventory, credentials, policies),
        LambdaApi.of(inventory, functions),
        CognitoIdp.of(inventory),
        ApiGatewayV2.of(inventory),
        IamApi.of(inventory),
        CloudFormationApi.of(inventory),
        LogsApi.of(inventory));
  }
}
