package dev.gatehouse.cognito;

import static dev.gatehouse.cognito.OAuthError.INVALID_GRANT;
import static dev.gatehouse.cognito.OAuthError.UNAUTHORIZED_CLIENT;

/// Redeems refresh tokens (RFC 6749 §6). No grant that is built hands any out, so every refresh
/// token is one that this pool never issued.
final class RefreshTokenGrant implements Grant {
  @Override
  public String type() {
    return "refresh_token";
  }

  @Override
  public AccessToken redeem(AppClient client, Form form) {
    if (!client.oauth().enabled() || !client.oauth().allows(OAuthFlow.CODE)) {
      throw new OAuthException(
          UNAUTHORIZED_CLIENT,
          "no flow of client " + client.label() + " hands out refresh tokens; it needs code");
    }
    form.required("refresh_token");
    throw new OAuthException(
        INVALID_GRANT, "the refresh token is unknown: Gatehouse does not issue refresh tokens yet");
  }
}
