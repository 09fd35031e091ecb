package dev.gatehouse.lambda;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.http.Body;

/// One synchronous invocation of a function.
///
/// @param requestId a UUID; the function's context, its log lines and a function URL's
///   `x-amzn-RequestId` all show it
/// @param payload a JSON text
/// @param invokedFunctionArn as the caller named it: with the alias, version or `$LATEST` if there
///   was one
/// @param traceId `Root=1-…;Parent=…;Sampled=0`
public record Invocation(
    String requestId, Body payload, String invokedFunctionArn, String traceId) {
  public Invocation {
    requireNonNull(requestId, "requestId");
    requireNonNull(payload, "payload");
    requireNonNull(invokedFunctionArn, "invokedFunctionArn");
    requireNonNull(traceId, "traceId");
  }
}
