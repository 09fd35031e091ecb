package dev.gatehouse.cognito;

import static java.util.Objects.requireNonNull;

/// An app client of a user pool.
///
/// @param logicalId of the template's `AWS::Cognito::UserPoolClient`
/// @param id the OAuth `client_id`
public record AppClient(
    String logicalId,
    String id,
    String name,
    ClientType type,
    OAuthSettings oauth,
    TokenValidity validity) {
  public AppClient {
    requireNonNull(logicalId, "logicalId");
    requireNonNull(id, "id");
    requireNonNull(name, "name");
    requireNonNull(type, "type");
    requireNonNull(oauth, "oauth");
    requireNonNull(validity, "validity");
  }

  /// For the owner's eyes: the name and the start of the id.
  String label() {
    return name + " (" + id.substring(0, Math.min(4, id.length())) + "…)";
  }
}
