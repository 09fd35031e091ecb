package dev.gatehouse.host.console;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/// A visit with what it caused, and with what made it possible.
///
/// @param token the visit that fetched the token which was shown here, as far as it is remembered
/// @param deeds in the order in which they began
/// @param cause the invocation whose function made this call; empty for all other guests
record Story(
    SeenVisit visit, Optional<SeenVisit> token, List<Deed> deeds, Optional<SeenInvocation> cause) {
  /// @param calls that the function made, in their order
  record Deed(SeenInvocation invocation, List<SeenVisit> calls) {
    Deed {
      requireNonNull(invocation, "invocation");
      calls = List.copyOf(calls);
    }
  }

  Story {
    requireNonNull(visit, "visit");
    requireNonNull(token, "token");
    deeds = List.copyOf(deeds);
    requireNonNull(cause, "cause");
  }
}
