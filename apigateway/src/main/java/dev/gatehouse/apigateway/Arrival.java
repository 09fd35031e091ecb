package dev.gatehouse.apigateway;

import dev.gatehouse.http.HttpRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// When a request came, and the ids it was given.
///
/// @param requestId fifteen characters and `=`, as `apigw-requestid` shows it
/// @param traceId `Root=1-` and the time and a random number in hexadecimal
record Arrival(Instant at, String requestId, String traceId) {
  private static final Pattern TRACE =
      Pattern.compile("Root=1-[0-9a-f]{8}-[0-9a-f]{24}(;[A-Za-z0-9=;:_-]*)?");

  private static final HexFormat HEX = HexFormat.of();

  static Arrival now(Clock clock, RandomGenerator random) {
    Instant at = clock.instant();
    byte[] id = new byte[11];
    random.nextBytes(id);
    byte[] trace = new byte[12];
    random.nextBytes(trace);
    return new Arrival(
        at,
        Base64.getUrlEncoder().encodeToString(id),
        "Root=1-" + HEX.toHexDigits(at.getEpochSecond(), 8) + "-" + HEX.formatHex(trace));
  }

  /// The guest's own trace id, where it is well-formed, so that a trace can cross the gateway.
  String traceIdOf(HttpRequest request) {
    return request
        .headers()
        .first("x-amzn-trace-id")
        .filter(value -> TRACE.matcher(value).matches())
        .orElse(traceId);
  }
}
