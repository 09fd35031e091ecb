package dev.gatehouse.aws;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.door.Reason;

/// What a signature proves.
public sealed interface SigV4Result {
  /// The request came as it is from a holder of the key. What that principal may do is for the
  /// policies to say.
  ///
  /// @param service which of the verifier's services the credential is scoped to
  record Verified(AccessKey key, String service) implements SigV4Result {
    public Verified {
      requireNonNull(key, "key");
      requireNonNull(service, "service");
    }
  }

  /// @param fault for the guest
  /// @param reason for the owner only
  record Rejected(SigV4Fault fault, Reason reason) implements SigV4Result {
    public Rejected {
      requireNonNull(fault, "fault");
      requireNonNull(reason, "reason");
    }
  }
}
