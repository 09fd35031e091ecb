package dev.gatehouse.host.endpoint;

import dev.gatehouse.iam.Credentials;
import dev.gatehouse.iam.Policies;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// The services whose operations are carried out here.
final class ManagedServices {
  private ManagedServices() {}

  static List<ModelledService> of(
      Inventory inventory,
      Changes changes,
      Map<String, PoolUsers> users,
      Credentials credentials,
      Policies policies,
      Invocables functions,
      InstantSource clock) {
    return List.of(
        SecurityTokenService.of(inventory, credentials, policies),
        LambdaApi.of(inventory, changes, functions, clock),
        CognitoIdp.of(inventory, changes, users),
        ApiGatewayV2.of(inventory, changes),
        IamApi.of(inventory, changes),
        CloudFormationApi.of(inventory),
        LogsApi.of(inventory, functions));
  }
}
