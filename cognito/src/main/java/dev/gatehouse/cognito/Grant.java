package dev.gatehouse.cognito;

/// A grant type of the token endpoint (RFC 6749 §1.3).
sealed interface Grant permits ClientCredentialsGrant, AuthorizationCodeGrant, RefreshTokenGrant {
  /// The value of `grant_type`.
  String type();

  /// @param client has proved who it is
  /// @throws OAuthException when this client may not have a token for this request
  AccessToken redeem(AppClient client, Form form);
}
