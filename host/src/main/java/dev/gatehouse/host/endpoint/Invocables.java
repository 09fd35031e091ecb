package dev.gatehouse.host.endpoint;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.lambda.Invocation;
import dev.gatehouse.lambda.Target;
import java.util.Map;
import java.util.function.Predicate;

/// What can be invoked.
///
/// @param targets by ARN, with and without qualifiers
/// @param events takes on an asynchronous invocation, which is kept when it says true
public record Invocables(Map<String, ? extends Target> targets, Predicate<Invocation> events) {
  static final Invocables NONE = new Invocables(Map.of(), event -> false);

  public Invocables {
    targets = Map.copyOf(targets);
    requireNonNull(events, "events");
  }
}
