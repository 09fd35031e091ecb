package dev.gatehouse.apigateway;

/// An authorizer as its template describes it.
public sealed interface AuthorizerConfig permits JwtAuthorizerConfig, LambdaAuthorizerConfig {
  /// The template's resource.
  String logicalId();

  String name();
}
