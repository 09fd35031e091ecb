package dev.gatehouse.lambda;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.http.Body;

/// @param log the last 4 KB of what this invocation logged, whatever others logged meanwhile; empty
///   when it did not run
public record LoggedResult(InvokeResult result, Body log) {
  public LoggedResult {
    requireNonNull(result, "result");
    requireNonNull(log, "log");
  }
}
