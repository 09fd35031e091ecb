package dev.gatehouse.host.endpoint;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.aws.AccessKey;
import dev.gatehouse.http.HttpRequest;

/// A call whose signature holds.
///
/// @param service that it was signed for
/// @param caller the key that it was signed with
record AwsCall(HttpRequest request, String service, AccessKey caller, String requestId) {
  AwsCall {
    requireNonNull(request, "request");
    requireNonNull(service, "service");
    requireNonNull(caller, "caller");
    requireNonNull(requestId, "requestId");
  }
}
