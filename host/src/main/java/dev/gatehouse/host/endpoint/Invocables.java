package dev.gatehouse.host.endpoint;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.lambda.Invocation;
import dev.gatehouse.lambda.LogEvent;
import dev.gatehouse.lambda.Target;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/// What can be invoked.
///
/// @param targets by ARN, with and without qualifiers
/// @param events takes on an asynchronous invocation, which is kept when it says true
/// @param logs the latest events of a function's log by its name, in order
public record Invocables(
    Map<String, ? extends Target> targets,
    Predicate<Invocation> events,
    Function<String, List<LogEvent>> logs) {
  static final Invocables NONE = new Invocables(Map.of(), event -> false, name -> List.of());

  public Invocables {
    targets = Map.copyOf(targets);
    requireNonNull(events, "events");
    requireNonNull(logs, "logs");
  }
}
