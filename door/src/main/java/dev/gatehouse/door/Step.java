package dev.gatehouse.door;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/// One thing that happened during a visit.
///
/// @param actor who did it: `authorizer`, `function player_fc_api`, `policies`
/// @param what in a few words, without secrets
public record Step(String actor, String what, Duration took) {
  public Step {
    requireNonNull(actor, "actor");
    requireNonNull(what, "what");
    requireNonNull(took, "took");
  }

  /// @param startedAt a reading of `System.nanoTime()`
  public static Step since(long startedAt, String actor, String what) {
    return new Step(actor, what, Duration.ofNanos(System.nanoTime() - startedAt));
  }
}
