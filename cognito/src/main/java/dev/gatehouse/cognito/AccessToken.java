package dev.gatehouse.cognito;

import java.time.Duration;
import java.util.List;

/// What a grant was redeemed for.
///
/// @param jwt the signed token
/// @param scopes those in the token
record AccessToken(String jwt, Duration validity, List<String> scopes) {
  AccessToken {
    scopes = List.copyOf(scopes);
  }

  /// Without the token.
  @Override
  public String toString() {
    return "AccessToken[" + validity + ", " + scopes + "]";
  }
}
