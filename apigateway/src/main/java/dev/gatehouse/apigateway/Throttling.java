package dev.gatehouse.apigateway;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How many requests a stage lets through to each of its routes (http-api-throttling.html).
///
/// @param byDefault of `DefaultRouteSettings`
/// @param byRouteKey of `RouteSettings`; what they leave open is as by default
public record Throttling(Limits byDefault, Map<String, Limits> byRouteKey) {
  /// Lets everything through.
  public static final Throttling NONE = new Throttling(new Limits(null, null), Map.of());

  /// What AWS gives an account (limits.html), and so a route with one limit only.
  private static final double ACCOUNT_RATE = 10_000;

  private static final int ACCOUNT_BURST = 5_000;

  /// @param rate requests a second in the long run
  /// @param burst requests at once, after a quiet time
  public record Limits(@Nullable Double rate, @Nullable Integer burst) {}

  /// The limits of one route.
  record Limit(double rate, int burst) {}

  public Throttling {
    requireNonNull(byDefault, "byDefault");
    byRouteKey = Map.copyOf(byRouteKey);
  }

  /// Empty when the route is not throttled.
  Optional<Limit> of(RouteKey key) {
    Limits own = byRouteKey.getOrDefault(key.text(), byDefault);
    Double rate = own.rate() != null ? own.rate() : byDefault.rate();
    Integer burst = own.burst() != null ? own.burst() : byDefault.burst();
    return rate == null && burst == null
        ? Optional.empty()
        : Optional.of(
            new Limit(rate == null ? ACCOUNT_RATE : rate, burst == null ? ACCOUNT_BURST : burst));
  }
}
