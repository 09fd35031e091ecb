package dev.gatehouse.apigateway;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What stands behind a route.
public sealed interface IntegrationConfig {
  /// What AWS gives an integration that names no time-out, and the most it can have.
  Duration MAX_TIMEOUT = Duration.ofSeconds(30);

  /// The template's resource.
  String logicalId();

  /// `AWS_PROXY` to a Lambda function.
  ///
  /// @param uri the function's ARN, or API Gateway's invocation URI of it, with
  ///   `${stageVariables.NAME}` for its name, alias or version
  /// @param payloadFormatVersion `1.0` or `2.0`
  /// @param credentialsArn the role that invokes the function; null when the function's resource
  ///   policy lets API Gateway in
  record LambdaProxy(
      String logicalId,
      String uri,
      String payloadFormatVersion,
      Duration timeout,
      ParameterMapping mapping,
      @Nullable String credentialsArn)
      implements IntegrationConfig {
    public LambdaProxy {
      requireNonNull(logicalId, "logicalId");
      requireNonNull(uri, "uri");
      requireNonNull(payloadFormatVersion, "payloadFormatVersion");
      requireNonNull(timeout, "timeout");
      requireNonNull(mapping, "mapping");
    }

    public String functionArn() {
      return FunctionUri.functionArn(uri);
    }

    /// With the stage's variables filled in.
    ///
    /// @throws IllegalArgumentException naming the variable that the stage has not
    LambdaProxy in(StageConfig stage) {
      return StageVariables.in(uri)
          ? new LambdaProxy(
              logicalId,
              StageVariables.filled(uri, stage.variables()),
              payloadFormatVersion,
              timeout,
              mapping,
              credentialsArn)
          : this;
    }
  }

  /// `HTTP_PROXY` to any HTTP endpoint.
  ///
  /// @param method `ANY` passes the guest's on
  /// @param uri with `{variable}` in its path and `${stageVariables.NAME}` anywhere
  record HttpProxy(
      String logicalId, String method, String uri, Duration timeout, ParameterMapping mapping)
      implements IntegrationConfig {
    public HttpProxy {
      requireNonNull(logicalId, "logicalId");
      requireNonNull(method, "method");
      requireNonNull(uri, "uri");
      requireNonNull(timeout, "timeout");
      requireNonNull(mapping, "mapping");
    }
  }

  /// An integration that is not built here: the API does not start.
  ///
  /// @param type the template's `IntegrationType`, `AWS` say
  record Unsupported(String logicalId, String type) implements IntegrationConfig {
    public Unsupported {
      requireNonNull(logicalId, "logicalId");
      requireNonNull(type, "type");
    }
  }
}
