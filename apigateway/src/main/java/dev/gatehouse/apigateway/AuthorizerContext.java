package dev.gatehouse.apigateway;

import dev.gatehouse.aws.AccessKey;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// What events, logs and parameter mappings may know of the guest whom a lock let in.
sealed interface AuthorizerContext {
  /// An open route.
  record None() implements AuthorizerContext {}

  /// @param scopes all that the token has; empty when the route asks for none
  record Jwt(ObjectNode claims, Optional<List<String>> scopes) implements AuthorizerContext {}

  /// @param key without its secret's use: only ids and names are shown
  record Iam(AccessKey key) implements AuthorizerContext {}

  /// @param principalId empty where the function answered `isAuthorized`
  /// @param context what the function says of the guest; empty when it says nothing
  record Lambda(Optional<String> principalId, Optional<ObjectNode> context)
      implements AuthorizerContext {}
}
