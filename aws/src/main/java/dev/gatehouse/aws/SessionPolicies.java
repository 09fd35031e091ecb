package dev.gatehouse.aws;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a session was narrowed to when it was opened (access_policies.html, Session policies): its
/// permissions are those of the role that these policies allow as well.
///
/// @param inline a policy document as JSON text; null without one
/// @param managed ARNs of managed policies
public record SessionPolicies(@Nullable String inline, List<String> managed) {
  /// Whatever the role may do.
  public static final SessionPolicies NONE = new SessionPolicies(null, List.of());

  public SessionPolicies {
    managed = List.copyOf(managed);
  }

  public Optional<String> document() {
    return Optional.ofNullable(inline);
  }

  public boolean narrow() {
    return inline != null || !managed.isEmpty();
  }

  /// Without the document.
  @Override
  public String toString() {
    return "SessionPolicies[" + (inline == null ? "" : "inline, ") + managed + "]";
  }
}
