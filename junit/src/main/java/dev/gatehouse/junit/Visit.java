package dev.gatehouse.junit;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/// One request's passage through a door, as the journal has it.
///
/// @param id the request id that the guest was told
/// @param resource the logical id of the API, function URL or domain that was asked; `aws` for the
///   AWS endpoint's port
/// @param door the route key of the door, or what was asked for where there is none
/// @param path without the query
/// @param allowed what the lock said
/// @param principal who got in: an ARN, a client id, `anonymous`; empty when nobody did
/// @param check which check failed, `TokenExpired` say; empty when none did
/// @param reason what was expected, what was found, what would open the door; empty when it did
public record Visit(
    String id,
    Instant at,
    String resource,
    String door,
    String method,
    String path,
    int status,
    boolean allowed,
    String principal,
    String check,
    String reason) {
  static Visit of(JsonNode line) {
    return new Visit(
        line.path("id").asString(""),
        Instant.parse(line.path("at").asString("")),
        line.path("gate").asString(""),
        line.path("door").asString(""),
        line.path("method").asString(""),
        line.path("path").asString(""),
        line.path("status").asInt(0),
        line.path("verdict").asString("").equals("allowed"),
        line.path("principal").asString(""),
        line.path("check").asString(""),
        line.path("reason").asString(""));
  }

  /// As `gatehouse why` puts it.
  @Override
  public String toString() {
    return "%s %s -> %d, %s"
        .formatted(
            method,
            path,
            status,
            allowed ? "allowed as " + principal : "denied, " + check + ": " + reason);
  }
}
