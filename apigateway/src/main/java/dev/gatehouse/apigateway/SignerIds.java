package dev.gatehouse.apigateway;

import dev.gatehouse.aws.AccessKey;
import dev.gatehouse.aws.AccountId;
import dev.gatehouse.aws.Principal;
import java.util.Optional;

/// What events and logs call the signer of a request.
///
/// @param account empty for a principal that belongs to none
/// @param callerId a user's or a role's unique id; a session's name follows its role's
record SignerIds(String accessKey, Optional<String> account, String callerId, String arn) {
  static SignerIds of(AccessKey key) {
    Principal principal = key.principal();
    return new SignerIds(
        key.id(), account(principal).map(AccountId::digits), callerId(principal), principal.name());
  }

  private static Optional<AccountId> account(Principal principal) {
    return switch (principal) {
      case Principal.Root root -> Optional.of(root.account());
      case Principal.User user -> Optional.of(user.account());
      case Principal.RoleSession session -> Optional.of(session.account());
      case Principal.Service _, Principal.Anonymous _ -> Optional.empty();
    };
  }

  private static String callerId(Principal principal) {
    return switch (principal) {
      case Principal.Root root -> root.account().digits();
      case Principal.User user -> user.userId();
      case Principal.RoleSession session -> session.roleId() + ":" + session.sessionName();
      case Principal.Service _, Principal.Anonymous _ -> principal.name();
    };
  }
}
