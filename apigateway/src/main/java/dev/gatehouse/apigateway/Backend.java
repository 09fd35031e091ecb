package dev.gatehouse.apigateway;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/// An integration ready to be called.
sealed interface Backend {
  IntegrationConfig config();

  Mappings mappings();

  /// @param byStage the function that each stage's variables name
  record Function(
      IntegrationConfig.LambdaProxy config,
      Map<String, Integration> byStage,
      PayloadFormat format,
      Mappings mappings)
      implements Backend {
    Integration integration(StageConfig stage) {
      return requireNonNull(byStage.get(stage.name()), stage.name());
    }
  }

  record Http(IntegrationConfig.HttpProxy config, HttpBackend client, Mappings mappings)
      implements Backend {}
}
