package dev.gatehouse.apigateway;

/// An integration ready to be called.
sealed interface Backend {
  IntegrationConfig config();

  Mappings mappings();

  record Function(
      IntegrationConfig.LambdaProxy config,
      Integration integration,
      PayloadFormat format,
      Mappings mappings)
      implements Backend {}

  record Http(IntegrationConfig.HttpProxy config, HttpBackend client, Mappings mappings)
      implements Backend {}
}
