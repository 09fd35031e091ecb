package dev.gatehouse.aws;

import dev.gatehouse.door.Reason;

/// Asks the policies: identity-based ones of the principal, and those attached to the resource.
@FunctionalInterface
public interface AccessCheck {
  Decision check(AccessRequest request);

  sealed interface Decision {
    record Granted() implements Decision {}

    /// @param message AWS's sentence for the guest, `User: ARN is not authorized to perform: …`
    ///   (troubleshoot_access-denied.html)
    record Refused(Reason.NotPermitted reason, String message) implements Decision {}
  }
}
