package dev.gatehouse.apigateway;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.http.Body;

/// One invocation.
///
/// @param requestId the API's, also in the event
/// @param event in the payload format that the integration asks for, a JSON text
/// @param traceId `Root=1-…`, also in the event's `x-amzn-trace-id`
/// @param sourceArn who calls, for the function's resource policy: a route,
///   `arn:aws:execute-api:REGION:ACCOUNT:API/STAGE/METHOD/path`, or an authorizer,
///   `…:API/authorizers/ID`
public record IntegrationRequest(String requestId, Body event, String traceId, String sourceArn) {
  public IntegrationRequest {
    requireNonNull(requestId, "requestId");
    requireNonNull(event, "event");
    requireNonNull(traceId, "traceId");
    requireNonNull(sourceArn, "sourceArn");
  }
}
