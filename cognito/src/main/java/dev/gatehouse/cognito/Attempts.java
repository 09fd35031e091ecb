package dev.gatehouse.cognito;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One user's wrong passwords since the last right one (managing-security.html, "Lockout
/// behavior"): the fifth locks the user out for a second, each further one for twice as long.
///
/// @param until when the user may try again
record Attempts(int failed, Instant last, Instant until) {
  private static final int FREE = 5;
  private static final Duration LONGEST = Duration.ofMinutes(15);

  /// @param before null for none
  static Attempts failed(@Nullable Attempts before, Instant now) {
    int failed =
        before == null || before.last().plus(LONGEST).isBefore(now) ? 1 : before.failed() + 1;
    return new Attempts(failed, now, failed < FREE ? now : now.plus(pause(failed - FREE)));
  }

  private static Duration pause(int doublings) {
    Duration pause = Duration.ofSeconds(1L << Math.min(doublings, 20));
    return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
  }

  boolean locked(Instant now) {
    return until.isAfter(now);
  }
}
