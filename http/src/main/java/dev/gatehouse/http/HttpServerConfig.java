package dev.gatehouse.http;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.time.Duration;

/// Where a server listens and how much a guest may make it hold.
///
/// @param port 0 lets the system choose
/// @param maxBody bytes; a longer body is answered 413 without being read
/// @param maxRequestLine bytes of method, target and version
/// @param maxHeaders bytes of all header lines
/// @param readTimeout how long a guest may stay silent between two requests, and how long a whole
///   one may take to arrive
public record HttpServerConfig(
    InetAddress address,
    int port,
    int maxBody,
    int maxRequestLine,
    int maxHeaders,
    int maxConnections,
    Duration readTimeout) {
  private static final int MEBIBYTE = 1024 * 1024;

  public HttpServerConfig {
    requireNonNull(address, "address");
    requireNonNull(readTimeout, "readTimeout");
  }

  /// IPv4 loopback, with room for the largest request that any AWS service here takes: 10 MB
  /// through an HTTP API, 16 MB to DynamoDB.
  public static HttpServerConfig loopback(int port) {
    return new HttpServerConfig(
        InetAddressText.LOOPBACK,
        port,
        16 * MEBIBYTE,
        16 * 1024,
        32 * 1024,
        2048,
        Duration.ofSeconds(60));
  }
}
