package dev.gatehouse.apigateway;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// A JWT authorizer.
///
/// @param identitySources selection expressions; AWS takes exactly one,
///   `$request.header.Authorization` say
/// @param issuer compared with `iss` byte for byte
/// @param audiences one of them must be the token's `aud`, or its `client_id` when it has no `aud`
public record JwtAuthorizerConfig(
    String logicalId,
    String name,
    List<String> identitySources,
    String issuer,
    List<String> audiences)
    implements AuthorizerConfig {
  public JwtAuthorizerConfig {
    requireNonNull(logicalId, "logicalId");
    requireNonNull(name, "name");
    requireNonNull(issuer, "issuer");
    identitySources = List.copyOf(identitySources);
    audiences = List.copyOf(audiences);
  }
}
