package dev.gatehouse.host.audit;

import java.util.Locale;

/// How much a finding matters, the worst first.
public enum Severity {
  /// Somebody gets in who should not, or more of them than anyone meant.
  HIGH,
  /// One more mistake, or one stolen token, and somebody gets in.
  MEDIUM,
  /// Nobody gets in by it, but an attack stays unseen, or goes on for longer.
  LOW;

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  public boolean atLeast(Severity other) {
    return compareTo(other) <= 0;
  }
}
