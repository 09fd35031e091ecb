package dev.gatehouse.host.console;

import java.time.Duration;
import java.util.Locale;

/// Durations as people read them, on one line.
final class Took {
  private Took() {}

  static String of(Duration duration) {
    long micros = duration.toNanos() / 1000;
    if (micros < 1000) {
      return micros + "\u00a0µs";
    }
    return micros < 1_000_000
        ? String.format(Locale.ROOT, "%.1f\u00a0ms", micros / 1000.0)
        : String.format(Locale.ROOT, "%.2f\u00a0s", micros / 1_000_000.0);
  }
}
