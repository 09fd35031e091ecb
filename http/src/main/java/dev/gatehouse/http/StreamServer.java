package dev.gatehouse.http;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A listening socket whose handler reads request bodies while they arrive, with their trailers:
/// what Helidon's server cannot, which holds whole chunks and refuses trailers. Small, plain and
/// strict HTTP/1.1 for the processes that we start ourselves; guests meet [HttpServer].
public final class StreamServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamServer.class);

  private final HttpServerConfig config;
  private final StreamHandler handler;
  private final ServerSocket socket;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private StreamServer(HttpServerConfig config, StreamHandler handler, ServerSocket socket) {
    this.config = config;
    this.handler = handler;
    this.socket = socket;
  }

  /// Binds and starts answering.
  ///
  /// @param config its body limit is the handler's to keep, its read timeout nobody's: a process
  ///   may think for long
  /// @throws HttpServerException when the address cannot be bound
  public static StreamServer start(HttpServerConfig config, StreamHandler handler) {
    try {
      var server =
          new StreamServer(config, handler, new ServerSocket(config.port(), 128, config.address()));
      Thread.ofVirtual().name("stream-server").start(server::accept);
      return server;
    } catch (IOException e) {
      throw new HttpServerException(
          "cannot listen on " + config.address().getHostAddress() + ":" + config.port());
    }
  }

  /// The port that is bound: the configured one, or the one the system chose for 0.
  public int port() {
    return socket.getLocalPort();
  }

  /// Cuts all connections.
  @Override
  public void close() {
    closed = true;
    quietly(socket);
    open.forEach(StreamServer::quietly);
  }

  private void accept() {
    while (!closed) {
      try {
        Socket connection = socket.accept();
        if (open.size() >= config.maxConnections()) {
          quietly(connection);
          continue;
        }
        open.add(connection);
        Thread.ofVirtual().name("stream-connection").start(() -> serve(connection));
      } catch (IOException e) {
        if (!closed) {
          LOG.warn("cannot accept a connection", e);
        }
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      connection.setTcpNoDelay(true);
      var http = new StreamConnection(connection, config, handler);
      boolean more = !closed;
      while (more) {
        more = http.serveNext();
      }
    } catch (IOException e) {
      LOG.trace("a connection ended", e);
    } catch (RuntimeException e) {
      LOG.error("unexpected failure while serving a process", e);
    } finally {
      open.remove(connection);
    }
  }

  private static void quietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      LOG.trace("cannot close", e);
    }
  }
}
