package dev.gatehouse.apigateway;

import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHandler;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpRequest;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.http.HttpServer;
import dev.gatehouse.http.HttpServerConfig;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A backend on a real socket that keeps what reached it and answers as told.
final class TestBackend implements AutoCloseable {
  final List<HttpRequest> requests = new CopyOnWriteArrayList<>();
  private volatile HttpHandler answer =
      _ -> new HttpResponse(200, HttpHeaders.of("Content-Type", "text/plain"), Body.of("hello"));
  private final HttpServer server =
      HttpServer.start(
          HttpServerConfig.loopback(0),
          request -> {
            requests.add(request);
            return answer.handle(request);
          });

  TestBackend answering(HttpHandler handler) {
    answer = handler;
    return this;
  }

  String url() {
    return "http://127.0.0.1:" + server.port();
  }

  int port() {
    return server.port();
  }

  HttpRequest only() {
    if (requests.size() != 1) {
      throw new AssertionError(requests.size() + " requests reached the backend");
    }
    return requests.getFirst();
  }

  @Override
  public void close() {
    server.close();
  }
}
