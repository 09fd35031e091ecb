package dev.gatehouse.apigateway;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.http.Body;

/// One invocation.
///
/// @param requestId the API's, also in the event
/// @param event payload 2.0, a JSON text
/// @param traceId `Root=1-…`, also in the event's `x-amzn-trace-id`
/// @param sourceArn the route, for the function's resource policy:
///   `arn:aws:execute-api:REGION:ACCOUNT:API/STAGE/METHOD/path`
public record IntegrationRequest(String requestId, Body event, String traceId, String sourceArn) {
  public IntegrationRequest {
    requireNonNull(requestId, "requestId");
    requireNonNull(event, "event");
    requireNonNull(traceId, "traceId");
    requireNonNull(sourceArn, "sourceArn");
  }
}
