package dev.gatehouse.cognito;

import java.util.Arrays;
import java.util.Optional;

/// A value of an app client's `AllowedOAuthFlows`.
public enum OAuthFlow {
  CODE("code"),
  IMPLICIT("implicit"),
  CLIENT_CREDENTIALS("client_credentials");

  private final String wireName;

  OAuthFlow(String wireName) {
    this.wireName = wireName;
  }

  /// As templates and the API write it.
  public String wireName() {
    return wireName;
  }

  /// Empty when there is no such flow.
  public static Optional<OAuthFlow> named(String wireName) {
    return Arrays.stream(values()).filter(flow -> flow.wireName.equals(wireName)).findFirst();
  }
}
