package dev.gatehouse.lambda;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.http.Body;

/// How an invocation ended.
public sealed interface InvokeResult {
  /// @param payload what the function answered; a JSON text unless its runtime says otherwise
  record Returned(Body payload) implements InvokeResult {
    public Returned {
      requireNonNull(payload, "payload");
    }
  }

  /// The function threw, timed out, exited or answered too much: `X-Amz-Function-Error: Unhandled`.
  ///
  /// @param errorType `Sandbox.Timedout`, `Runtime.ExitError`, `java.lang.RuntimeException` say
  /// @param payload the error object as Invoke returns it
  record Failed(String errorType, Body payload) implements InvokeResult {
    public Failed {
      requireNonNull(errorType, "errorType");
      requireNonNull(payload, "payload");
    }
  }

  /// No environment was free and no more may be started.
  ///
  /// @param reason `ReservedFunctionConcurrentInvocationLimitExceeded` say (API_Invoke)
  record Throttled(String reason) implements InvokeResult {
    public Throttled {
      requireNonNull(reason, "reason");
    }
  }

  /// The payload is over Lambda's 6 MB for synchronous invocations.
  record RequestTooLarge() implements InvokeResult {}
}
