package dev.gatehouse.apigateway;

import dev.gatehouse.door.Reason;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An API's throttles at work: one for each limited route of each stage.
final class Throttles {
  private record Throttled(String stage, RouteKey key) {}

  private record Throttle(Throttling.Limit limit, TokenBucket bucket) {}

  private final Map<Throttled, Throttle> throttles = new HashMap<>();

  Throttles(List<StageConfig> stages, List<Route> routes, InstantSource clock) {
    for (StageConfig stage : stages) {
      for (Route route : routes) {
        stage
            .throttling()
            .of(route.key())
            .ifPresent(limit ->
                throttles.put(
                    new Throttled(stage.name(), route.key()),
                    new Throttle(limit, new TokenBucket(limit, clock))));
      }
    }
  }

  /// Takes a token.
  ///
  /// @return why there was none
  Optional<Reason> refusal(Selection.Selected selected) {
    StageConfig stage = selected.stage();
    RouteKey key = selected.route().key();
    Throttle throttle = throttles.get(new Throttled(stage.name(), key));
    if (throttle == null || throttle.bucket().take()) {
      return Optional.empty();
    }
    String where =
        stage.throttling().byRouteKey().containsKey(key.text())
            ? "RouteSettings"
            : "DefaultRouteSettings";
    return Optional.of(
        new Reason.TooMany(
            ("stage %s lets %s requests a second through to %s, %d at once after a quiet time;"
                    + " raise ThrottlingRateLimit or ThrottlingBurstLimit in the %s of %s")
                .formatted(
                    stage.name(),
                    text(throttle.limit().rate()),
                    key.text(),
                    throttle.limit().burst(),
                    where,
                    stage.logicalId())));
  }

  private static String text(double rate) {
    return rate == Math.rint(rate) ? Long.toString((long) rate) : Double.toString(rate);
  }
}
