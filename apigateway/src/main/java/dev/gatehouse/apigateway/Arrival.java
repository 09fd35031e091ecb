package dev.gatehouse.apigateway;

import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// When a request came, and the ids it was given.
///
/// @param requestId fifteen characters and `=`, as `apigw-requestid` shows it
/// @param traceId `Root=1-` and the time and a random number in hexadecimal
record Arrival(Instant at, String requestId, String traceId) {
  static Arrival now(Clock clock, RandomGenerator random) {
    Instant at = clock.instant();
    byte[] id = new byte[11];
    random.nextBytes(id);
    byte[] trace = new byte[12];
    random.nextBytes(trace);
    return new Arrival(
        at,
        Base64.getUrlEncoder().encodeToString(id),
        "Root=1-%08x-%s".formatted(at.getEpochSecond(), HexFormat.of().formatHex(trace)));
  }
}
