package dev.gatehouse.cognito;

import static dev.gatehouse.cognito.OAuthError.INVALID_GRANT;
import static dev.gatehouse.cognito.OAuthError.UNAUTHORIZED_CLIENT;

/// Redeems what `/oauth2/authorize` hands out (RFC 6749 §4.1). That endpoint is not built, so every
/// code is one that this pool never issued.
final class AuthorizationCodeGrant implements Grant {
  @Override
  public String type() {
    return "authorization_code";
  }

  @Override
  public AccessToken redeem(AppClient client, Form form) {
    if (!client.oauth().enabled() || !client.oauth().allows(OAuthFlow.CODE)) {
      throw new OAuthException(
          UNAUTHORIZED_CLIENT, "the code flow is not enabled on client " + client.label());
    }
    form.required("code");
    form.required("redirect_uri");
    throw new OAuthException(
        INVALID_GRANT, "the code is unknown: Gatehouse does not issue authorization codes yet");
  }
}
