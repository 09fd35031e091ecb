package dev.gatehouse.cognito;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/// How long a client's tokens live.
public record TokenValidity(Duration access, Duration id, Duration refresh) {
  /// What Cognito takes where a client names no validity.
  public static final TokenValidity DEFAULT =
      new TokenValidity(Duration.ofMinutes(60), Duration.ofMinutes(60), Duration.ofDays(30));

  public TokenValidity {
    requireNonNull(access, "access");
    requireNonNull(id, "id");
    requireNonNull(refresh, "refresh");
  }

  /// @param unit as in `TokenValidityUnits`: `seconds`, `minutes`, `hours`, `days`; unless a
  ///   template says otherwise access and ID tokens count in hours, refresh tokens in days
  /// @return empty when there is no such unit
  public static Optional<Duration> duration(int amount, String unit) {
    return switch (unit) {
      case "seconds" -> Optional.of(Duration.ofSeconds(amount));
      case "minutes" -> Optional.of(Duration.ofMinutes(amount));
      case "hours" -> Optional.of(Duration.ofHours(amount));
      case "days" -> Optional.of(Duration.ofDays(amount));
      default -> Optional.empty();
    };
  }
}
