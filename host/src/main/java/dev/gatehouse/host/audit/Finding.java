package dev.gatehouse.host.audit;

import org.jspecify.annotations.Nullable;

/// Something careless about a lock.
///
/// @param rule the id of the rule that it breaks
/// @param resource the logical id of what has to change
/// @param what what was found there
/// @param accepted the reason for which the template's owner accepts it; null when nobody has
public record Finding(
    Rule rule, Severity severity, String resource, String what, @Nullable String accepted) {
  Finding accept(String reason) {
    return new Finding(rule, severity, resource, what, reason);
  }

  public boolean open() {
    return accepted == null;
  }
}
