package dev.gatehouse.host.audit;

import java.util.List;

/// Who gets tokens with an app client.
record ClientFlows(Part client) {
  boolean machines() {
    return oauth().contains("client_credentials");
  }

  /// Without `ExplicitAuthFlows` Cognito allows `ALLOW_USER_SRP_AUTH` and `ALLOW_CUSTOM_AUTH`
  /// (API_CreateUserPoolClient.html).
  boolean users() {
    return oauth().contains("code")
        || oauth().contains("implicit")
        || Part.texts(client.get("ExplicitAuthFlows")).isEmpty()
        || Part.texts(client.get("ExplicitAuthFlows")).stream()
            .anyMatch(flow -> !flow.equals("ALLOW_REFRESH_TOKEN_AUTH"));
  }

  private List<String> oauth() {
    return Part.texts(client.get("AllowedOAuthFlows"));
  }
}
