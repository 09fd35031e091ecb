package dev.gatehouse.lambda;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.http.Body;
import org.jspecify.annotations.Nullable;

/// One invocation of a function.
///
/// @param requestId a UUID; the function's context, its log lines and a function URL's
///   `x-amzn-RequestId` all show it
/// @param payload a JSON text
/// @param invokedFunctionArn as the caller named it: with the alias, version or `$LATEST` if there
///   was one
/// @param traceId `Root=1-…;Parent=…;Sampled=0`
/// @param clientContext the caller's own JSON object, on one line; null for none
/// @param visit the request id that the guest at the door was told
public record Invocation(
    String requestId,
    Body payload,
    String invokedFunctionArn,
    String traceId,
    @Nullable String clientContext,
    String visit) {
  public Invocation {
    requireNonNull(requestId, "requestId");
    requireNonNull(payload, "payload");
    requireNonNull(invokedFunctionArn, "invokedFunctionArn");
    requireNonNull(traceId, "traceId");
    requireNonNull(visit, "visit");
  }

  public Invocation(String requestId, Body payload, String invokedFunctionArn, String traceId) {
    this(requestId, payload, invokedFunctionArn, traceId, null);
  }

  /// Where the guest is told the invocation's own request id.
  public Invocation(
      String requestId,
      Body payload,
      String invokedFunctionArn,
      String traceId,
      @Nullable String clientContext) {
    this(requestId, payload, invokedFunctionArn, traceId, clientContext, requestId);
  }
}
