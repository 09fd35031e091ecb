package dev.gatehouse.apigateway;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.aws.AccessCheck;
import dev.gatehouse.aws.CredentialStore;
import java.util.function.Function;

/// What an API is given of its neighbours.
///
/// @param integrations asked once for each integration
/// @param authorizers the functions of Lambda authorizers, asked once for each
/// @param keySources asked once for each issuer
/// @param accessLogs asked once for each stage that has one
/// @param credentials whose signatures open routes with IAM authorization
/// @param policies what those signers may do
/// @param authorizerPolicies reads what Lambda authorizers answer
public record ApiPorts(
    Function<IntegrationConfig.LambdaProxy, Integration> integrations,
    Function<LambdaAuthorizerConfig, Integration> authorizers,
    Function<String, KeySource> keySources,
    Function<StageConfig, AccessLog> accessLogs,
    CredentialStore credentials,
    AccessCheck policies,
    PolicyReader authorizerPolicies) {
  public ApiPorts {
    requireNonNull(integrations, "integrations");
    requireNonNull(authorizers, "authorizers");
    requireNonNull(keySources, "keySources");
    requireNonNull(accessLogs, "accessLogs");
    requireNonNull(credentials, "credentials");
    requireNonNull(policies, "policies");
    requireNonNull(authorizerPolicies, "authorizerPolicies");
  }
}
