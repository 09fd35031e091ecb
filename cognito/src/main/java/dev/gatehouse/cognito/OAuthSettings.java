package dev.gatehouse.cognito;

import java.util.List;
import java.util.Set;

/// What an app client may do at the pool's OAuth endpoints.
///
/// @param enabled `AllowedOAuthFlowsUserPoolClient`; when false, flows and scopes have no effect
/// @param flows `AllowedOAuthFlows`
/// @param scopes `AllowedOAuthScopes` in template order; custom ones as `identifier/scope`
public record OAuthSettings(boolean enabled, Set<OAuthFlow> flows, List<String> scopes) {
  /// For a client without any OAuth property.
  public static final OAuthSettings NONE = new OAuthSettings(false, Set.of(), List.of());

  static final Set<String> STANDARD_SCOPES =
      Set.of("openid", "email", "phone", "profile", "aws.cognito.signin.user.admin");

  public OAuthSettings {
    flows = Set.copyOf(flows);
    scopes = List.copyOf(scopes);
  }

  boolean allows(OAuthFlow flow) {
    return flows.contains(flow);
  }

  /// The only scopes that a client can have without a user.
  List<String> customScopes() {
    return scopes.stream().filter(scope -> !STANDARD_SCOPES.contains(scope)).distinct().toList();
  }
}
