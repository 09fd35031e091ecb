package dev.gatehouse.apigateway;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.http.Body;

/// How an invocation ended.
public sealed interface IntegrationResult {
  record Answered(Body payload) implements IntegrationResult {
    public Answered {
      requireNonNull(payload, "payload");
    }
  }

  /// The function threw, crashed, or ran into its own time-out.
  record FunctionError(String errorType) implements IntegrationResult {
    public FunctionError {
      requireNonNull(errorType, "errorType");
    }
  }

  /// There is no such function, or its resource policy does not let this API in.
  record NotInvocable(String problem) implements IntegrationResult {
    public NotInvocable {
      requireNonNull(problem, "problem");
    }
  }

  /// The function runs as often as it may.
  record Throttled(String limit) implements IntegrationResult {
    public Throttled {
      requireNonNull(limit, "limit");
    }
  }

  /// No answer within the integration's time-out.
  record TimedOut() implements IntegrationResult {}

  /// The event is longer than a function takes.
  record TooLarge() implements IntegrationResult {}
}
