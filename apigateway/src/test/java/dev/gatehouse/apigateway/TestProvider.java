package dev.gatehouse.apigateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.jwk.RSAKey;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// An OpenID provider on a loopback socket, honest until told otherwise.
final class TestProvider implements AutoCloseable {
  static final String DISCOVERY = "/pool/.well-known/openid-configuration";
  static final String JWKS = "/pool/jwks.json";

  /// Answers one path.
  @FunctionalInterface
  interface Answer {
    void give(HttpExchange exchange) throws IOException;
  }

  final List<String> asked = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private volatile Answer discovery;
  private volatile Answer jwks;

  TestProvider() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::serve);
    server.start();
    discovery = text(200, document(issuer(), url() + JWKS));
    jwks = text(200, keySet(jwk("key-1", TestTokens.KEYS)));
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  String issuer() {
    return url() + "/pool";
  }

  TestProvider discovery(Answer answer) {
    discovery = answer;
    return this;
  }

  TestProvider jwks(Answer answer) {
    jwks = answer;
    return this;
  }

  static String document(String issuer, String jwksUri) {
    return "{\"issuer\":\"%s\",\"jwks_uri\":\"%s\"}".formatted(issuer, jwksUri);
  }

  static String keySet(String... keys) {
    return "{\"keys\":[" + String.join(",", keys) + "]}";
  }

  static String jwk(String keyId, KeyPair keys) {
    return new RSAKey.Builder((RSAPublicKey) keys.getPublic()).keyID(keyId).build().toJSONString();
  }

  static Answer text(int status, String text) {
    return exchange -> {
      byte[] bytes = text.getBytes(UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    };
  }

  static Answer redirect(String location) {
    return exchange -> {
      exchange.getResponseHeaders().set("Location", location);
      exchange.sendResponseHeaders(302, -1);
    };
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      asked.add(path);
      switch (path) {
        case DISCOVERY -> discovery.give(exchange);
        case JWKS -> jwks.give(exchange);
        default -> text(404, "").give(exchange);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
