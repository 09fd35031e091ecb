package dev.gatehouse.apigateway;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/// What stands behind a route.
public sealed interface IntegrationConfig {
  /// The template's resource.
  String logicalId();

  /// `AWS_PROXY` to a Lambda function.
  ///
  /// @param uri the function's ARN, or API Gateway's invocation URI of it
  /// @param payloadFormatVersion `2.0`
  record LambdaProxy(String logicalId, String uri, String payloadFormatVersion, Duration timeout)
      implements IntegrationConfig {
    /// What AWS gives an integration that names no time-out, and the most it can have.
    public static final Duration MAX_TIMEOUT = Duration.ofSeconds(30);

    public LambdaProxy {
      requireNonNull(logicalId, "logicalId");
      requireNonNull(uri, "uri");
      requireNonNull(payloadFormatVersion, "payloadFormatVersion");
      requireNonNull(timeout, "timeout");
    }
  }

  /// An integration that is not built here: the API does not start.
  ///
  /// @param type the template's `IntegrationType`, `HTTP_PROXY` say
  record Unsupported(String logicalId, String type) implements IntegrationConfig {
    public Unsupported {
      requireNonNull(logicalId, "logicalId");
      requireNonNull(type, "type");
    }
  }
}
