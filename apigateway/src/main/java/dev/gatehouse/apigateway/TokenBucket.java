package dev.gatehouse.apigateway;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Lets so many requests through at once, and so many a second in the long run. Full at first.
final class TokenBucket {
  private static final double NANOS = Duration.ofSeconds(1).toNanos();

  private final Throttling.Limit limit;
  private final InstantSource clock;
  private double tokens;
  private Instant filled;

  TokenBucket(Throttling.Limit limit, InstantSource clock) {
    this.limit = limit;
    this.clock = clock;
    this.tokens = limit.burst();
    this.filled = clock.instant();
  }

  /// A rate of nothing lets nothing through, whatever the burst.
  synchronized boolean take() {
    Instant now = clock.instant();
    // A clock that was set back fills nothing.
    if (now.isAfter(filled)) {
      double seconds = Duration.between(filled, now).toNanos() / NANOS;
      tokens = Math.min(limit.burst(), tokens + seconds * limit.rate());
    }
    filled = now;
    if (limit.rate() <= 0 || tokens < 1) {
      return false;
    }
    tokens -= 1;
    return true;
  }
}
