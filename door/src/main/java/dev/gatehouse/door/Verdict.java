package dev.gatehouse.door;

import static java.util.Objects.requireNonNull;

/// What a lock says of one request.
public sealed interface Verdict {
  /// @param principal who got in: an ARN, a client id, or `anonymous` through an open door
  record Allowed(String principal) implements Verdict {
    public Allowed {
      requireNonNull(principal, "principal");
    }
  }

  /// The reason is for the owner only: it goes to the journal, never to the guest.
  record Denied(Reason reason) implements Verdict {
    public Denied {
      requireNonNull(reason, "reason");
    }
  }
}
