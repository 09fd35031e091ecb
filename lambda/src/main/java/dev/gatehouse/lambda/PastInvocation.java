package dev.gatehouse.lambda;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.aws.AccessKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// An invocation that has ended.
///
/// @param function its name
/// @param credentials of the process that worked at it, a key of its own. A process works at one
///   invocation at a time, so whatever this key signed between `from` and `until` belongs here.
///   Empty when no process could be started
/// @param init how long the init phase took, when this invocation was the first of its environment
public record PastInvocation(
    String function,
    Invocation invocation,
    InvokeResult result,
    Instant from,
    Instant until,
    Optional<AccessKey> credentials,
    Optional<Duration> init) {
  public PastInvocation {
    requireNonNull(function, "function");
    requireNonNull(invocation, "invocation");
    requireNonNull(result, "result");
    requireNonNull(from, "from");
    requireNonNull(until, "until");
    requireNonNull(credentials, "credentials");
    requireNonNull(init, "init");
  }
}
