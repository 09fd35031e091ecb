package dev.gatehouse.cognito;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A group of a pool's users (API_GroupType).
///
/// @param precedence the lower, the more its role counts
public record UserGroup(
    String name,
    @Nullable String description,
    @Nullable String roleArn,
    @Nullable Integer precedence,
    Instant created,
    Instant modified) {
  public UserGroup {
    requireNonNull(name, "name");
    requireNonNull(created, "created");
    requireNonNull(modified, "modified");
  }
}
