package dev.gatehouse.cognito;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/// An app client of a user pool.
///
/// @param logicalId of the template's `AWS::Cognito::UserPoolClient`
/// @param id the OAuth `client_id`
/// @param signIn its `ExplicitAuthFlows`
public record AppClient(
    String logicalId,
    String id,
    String name,
    ClientType type,
    OAuthSettings oauth,
    TokenValidity validity,
    Set<String> signIn) {
  /// What a client has that does not say (API_CreateUserPoolClient).
  public static final Set<String> SIGN_IN =
      Set.of("ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH", "ALLOW_REFRESH_TOKEN_AUTH");

  public AppClient {
    requireNonNull(logicalId, "logicalId");
    requireNonNull(id, "id");
    requireNonNull(name, "name");
    requireNonNull(type, "type");
    requireNonNull(oauth, "oauth");
    requireNonNull(validity, "validity");
    signIn = Set.copyOf(signIn);
  }

  /// A client that does not say how its users sign in.
  public AppClient(
      String logicalId,
      String id,
      String name,
      ClientType type,
      OAuthSettings oauth,
      TokenValidity validity) {
    this(logicalId, id, name, type, oauth, validity, SIGN_IN);
  }

  /// For the owner's eyes: the name and the start of the id.
  String label() {
    return name + " (" + id.substring(0, Math.min(4, id.length())) + "…)";
  }
}
