package dev.gatehouse.door;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// One request's passage through a door.
///
/// @param id the request id that the guest was told
/// @param path raw path without the query: queries carry tokens
public record Visit(
    String id,
    Instant at,
    Duration took,
    String gate,
    String door,
    String method,
    String path,
    String client,
    int status,
    Verdict verdict,
    List<Step> steps) {
  public Visit {
    requireNonNull(id, "id");
    requireNonNull(at, "at");
    requireNonNull(took, "took");
    requireNonNull(gate, "gate");
    requireNonNull(door, "door");
    requireNonNull(method, "method");
    requireNonNull(path, "path");
    requireNonNull(client, "client");
    requireNonNull(verdict, "verdict");
    steps = List.copyOf(steps);
  }
}
