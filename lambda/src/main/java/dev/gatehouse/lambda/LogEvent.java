package dev.gatehouse.lambda;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/// A line of a function's log.
///
/// @param at when it was read from its process, in milliseconds
/// @param number later events have higher ones; no two events of a function share one
/// @param stream of the environment that it comes from, `2026/11/26/[$LATEST]` and an id say
/// @param message without its line feed
public record LogEvent(Instant at, long number, String stream, String message) {
  public LogEvent {
    requireNonNull(at, "at");
    requireNonNull(stream, "stream");
    requireNonNull(message, "message");
  }
}
