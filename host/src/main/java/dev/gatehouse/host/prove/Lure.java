package dev.gatehouse.host.prove;

import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.aws.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Serves a thief's keys where a token says that they are: a lock that believes it lets the thief
/// in.
final class Lure implements AutoCloseable {
  private final HttpServer server;

  private Lure(HttpServer server) {
    this.server = server;
  }

  static Lure with(TokenKey key) {
    byte[] keys =
        Json.STRICT
            .writeValueAsString(Map.of("keys", List.of(TokenForge.jwk(key))))
            .getBytes(StandardCharsets.UTF_8);
    try {
      var server =
          HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            try (exchange) {
              exchange.getResponseHeaders().add("Content-Type", "application/json");
              exchange.sendResponseHeaders(200, keys.length);
              exchange.getResponseBody().write(keys);
            }
          });
      server.start();
      return new Lure(server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/jwks.json";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
