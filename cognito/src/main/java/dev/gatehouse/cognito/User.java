package dev.gatehouse.cognito;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A user of a pool.
///
/// @param username unique in the pool; the `sub` where users give an email address instead
/// @param attributes without `sub`
/// @param password null for one who cannot give any
/// @param passwordSet null without a password
/// @param groups names
public record User(
    String username,
    String sub,
    Map<String, String> attributes,
    Status status,
    boolean enabled,
    Instant created,
    Instant modified,
    @Nullable PasswordHash password,
    @Nullable Instant passwordSet,
    Set<String> groups) {
  /// Those that a user can have here (API_UserType).
  public enum Status {
    CONFIRMED,
    FORCE_CHANGE_PASSWORD
  }

  public User {
    requireNonNull(username, "username");
    requireNonNull(sub, "sub");
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    requireNonNull(status, "status");
    requireNonNull(created, "created");
    requireNonNull(modified, "modified");
    groups = Collections.unmodifiableSet(new TreeSet<>(groups));
  }

  /// With `sub`, which comes first.
  public SequencedMap<String, String> allAttributes() {
    var all = new LinkedHashMap<String, String>();
    all.put("sub", sub);
    all.putAll(attributes);
    return all;
  }

  Optional<String> attribute(String name) {
    return name.equals("sub") ? Optional.of(sub) : Optional.ofNullable(attributes.get(name));
  }

  User with(Map<String, String> others, Instant now) {
    return new User(
        username, sub, others, status, enabled, created, now, password, passwordSet, groups);
  }

  User enabled(boolean really, Instant now) {
    return new User(
        username, sub, attributes, status, really, created, now, password, passwordSet, groups);
  }

  User password(PasswordHash other, Status then, Instant now) {
    return new User(username, sub, attributes, then, enabled, created, now, other, now, groups);
  }

  /// AWS's date of the last change is of the user's own attributes.
  User in(Set<String> others) {
    return new User(
        username,
        sub,
        attributes,
        status,
        enabled,
        created,
        modified,
        password,
        passwordSet,
        others);
  }

  /// Without what is personal.
  @Override
  public String toString() {
    return "User " + sub;
  }
}
