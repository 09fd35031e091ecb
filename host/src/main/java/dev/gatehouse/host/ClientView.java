package dev.gatehouse.host;

/// An app client that may fetch tokens with its own credentials, as commands use it.
///
/// @param scope all its scopes, separated by spaces
public record ClientView(
    String name, String resource, String id, String secret, String scope, String tokenUrl) {
  /// Without the secret.
  @Override
  public String toString() {
    return "ClientView[" + name + ", " + id + "]";
  }
}
