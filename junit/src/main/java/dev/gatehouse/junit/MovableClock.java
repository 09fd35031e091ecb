package dev.gatehouse.junit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/// The time at the doors: it runs as the machine's, from wherever it was moved to. Tokens are
/// issued and judged by it, and so are signatures shown at doors, authorizers' caches and policies'
/// conditions on the time.
///
/// Functions are processes that know the machine's clock alone: neither what they see nor their
/// calls to tables move with this one.
public final class MovableClock extends Clock {
  private final Clock machine;
  private final AtomicReference<Duration> ahead;
  private final ZoneId zone;

  MovableClock() {
    this(Clock.systemUTC(), new AtomicReference<>(Duration.ZERO), ZoneOffset.UTC);
  }

  private MovableClock(Clock machine, AtomicReference<Duration> ahead, ZoneId zone) {
    this.machine = machine;
    this.ahead = ahead;
    this.zone = zone;
  }

  /// @param by negative to go back
  public void advance(Duration by) {
    ahead.updateAndGet(before -> before.plus(by));
  }

  public void moveTo(Instant instant) {
    ahead.set(Duration.between(machine.instant(), instant));
  }

  /// Back to the machine's time.
  public void reset() {
    ahead.set(Duration.ZERO);
  }

  @Override
  public Instant instant() {
    return machine.instant().plus(ahead.get());
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  /// Moves with this one.
  @Override
  public Clock withZone(ZoneId other) {
    return new MovableClock(machine, ahead, other);
  }
}
