package dev.gatehouse.http;

import io.helidon.common.socket.SocketOptions;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.service.registry.GlobalServiceRegistry;
import io.helidon.service.registry.ServiceRegistryConfig;
import io.helidon.service.registry.ServiceRegistryManager;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A listening socket: reads each request whole, hands it to its handler on a virtual thread,
/// writes the answer, whole or piece by piece. Whoever starts it closes it.
public final class HttpServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

  /// What the server writes itself, whatever the handler says (RFC 9112 §6, RFC 9110 §7.6.1).
  private static final Set<String> FRAMING =
      Set.of("content-length", "transfer-encoding", "connection", "keep-alive");

  private static final byte[] NOTHING = new byte[0];

  private final WebServer server;
  private final Arrivals arrivals;

  private HttpServer(WebServer server, Arrivals arrivals) {
    this.server = server;
    this.arrivals = arrivals;
  }

  /// Loads what the first server of a process needs, which takes tenths of a second, on the
  /// caller's thread.
  public static void prepare() {
    HttpRouting.builder();
  }

  /// As the other, in a process where nobody else builds on Helidon: its service registry searches
  /// the class path for nothing, which takes most of that time. What a server needs of it, [#start]
  /// names.
  public static void prepareAlone() {
    var nothing =
        ServiceRegistryConfig.builder()
            .discoverServices(false)
            .discoverServicesFromServiceLoader(false)
            .build();
    GlobalServiceRegistry.registry(ServiceRegistryManager.create(nothing).registry());
    prepare();
  }

  /// Binds and starts answering.
  ///
  /// @throws HttpServerException when the address cannot be bound
  public static HttpServer start(HttpServerConfig config, HttpHandler handler) {
    var arrivals = Arrivals.within(config.readTimeout());
    var http1 =
        Http1Config.builder()
            .addReceiveListener(arrivals)
            .maxPrologueLength(config.maxRequestLine())
            .maxHeadersSize(config.maxHeaders())
            .build();
    var server =
        WebServer.builder()
            .shutdownHook(false)
            .address(config.address())
            .port(config.port())
            // With a second protocol, Helidon would wait for a guest's first byte where nobody
            // looks whether it ever comes.
            .protocolsDiscoverServices(false)
            .addProtocol(http1)
            .maxTcpConnections(config.maxConnections())
            .backlog(1024)
            // Not by the socket: whoever is idle is found below, and whoever is slow by `arrivals`.
            .connectionOptions(SocketOptions.builder().readTimeout(Duration.ZERO).build())
            .idleConnectionTimeout(config.readTimeout())
            .idleConnectionPeriod(config.readTimeout().dividedBy(10))
            .directHandlers(bareAnswers())
            .contentEncoding(CodingsPassed.context())
            .routing(
                HttpRouting.builder()
                    .any(
                        (request, response) -> serve(config, arrivals, handler, request, response)))
            .build();
    server.start();
    if (!server.isRunning()) {
      arrivals.close();
      throw new HttpServerException(
          "cannot listen on " + config.address().getHostAddress() + ":" + config.port());
    }
    return new HttpServer(server, arrivals);
  }

  /// The port that is bound: the configured one, or the one the system chose for 0.
  public int port() {
    return server.port();
  }

  /// Stops accepting, waits a moment for requests under way, closes the socket.
  @Override
  public void close() {
    server.stop();
    arrivals.close();
  }

  private static void serve(
      HttpServerConfig config,
      Arrivals arrivals,
      HttpHandler handler,
      ServerRequest in,
      ServerResponse out) {
    boolean last = lastOnItsConnection(in);
    HttpResponse answer;
    try {
      Body body = arrived(in, config.maxBody(), arrivals);
      if (!originForm(in.prologue())) {
        answer = HttpResponse.of(400);
      } else if (body == null) {
        last = true;
        answer = HttpResponse.of(413);
      } else {
        answer = handler.handle(request(in, body));
      }
    } catch (CloseConnectionException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.error("unexpected failure while serving {}", in.prologue().method(), e);
      answer = HttpResponse.of(500);
    }
    if (last) {
      out.header(HeaderValues.CONNECTION_CLOSE);
    }
    boolean bodiless = Method.HEAD.equals(in.prologue().method());
    head(answer, out);
    switch (answer.content()) {
      case Body body -> out.send(bodiless ? NOTHING : body.bytes());
      case BodyStream stream -> send(stream, bodiless || empty(answer.status()), out);
    }
    if (last) {
      // The header alone makes Helidon wait for a next request that will not come.
      throw new CloseConnectionException("asked for by the guest, or the body was not read");
    }
  }

  /// RFC 9112 §9.3: asked for, or a client of HTTP/1.0, which knows no other way.
  private static boolean lastOnItsConnection(ServerRequest in) {
    return in.prologue().protocolVersion().equals("1.0")
        || (in.headers().contains(HeaderNames.CONNECTION)
            && in.headers().get(HeaderNames.CONNECTION).allValues().stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .anyMatch(option -> option.strip().equalsIgnoreCase("close")));
  }

  /// Absolute, authority and asterisk forms are for proxies and servers as a whole; a door has a
  /// path. A fragment never belongs on the wire.
  private static boolean originForm(HttpPrologue prologue) {
    return prologue.uriPath().rawPath().startsWith("/") && !prologue.fragment().hasValue();
  }

  private static HttpRequest request(ServerRequest in, Body body) {
    var prologue = in.prologue();
    String query = prologue.query().rawValue();
    String path = prologue.uriPath().rawPath();
    var lines = new ArrayList<HttpHeader>();
    for (var header : in.headers()) {
      for (String value : header.allValues()) {
        lines.add(new HttpHeader(header.name(), value));
      }
    }
    return new HttpRequest(
        prologue.method().text(),
        query.isEmpty() ? path : path + "?" + query,
        prologue.rawProtocol(),
        new HttpHeaders(lines),
        body,
        InetAddressText.of(in.remotePeer().address()),
        in.localPeer().port());
  }

  /// @return null when the body is longer than the limit
  /// @throws CloseConnectionException when the guest took too long
  private static @Nullable Body arrived(ServerRequest in, int limit, Arrivals arrivals) {
    @Nullable Body body;
    try {
      body = readBody(in, limit);
    } catch (RuntimeException e) {
      arrivals.ended();
      throw e;
    }
    arrivals.ended();
    return body;
  }

  /// @return null when the body is longer than the limit
  private static @Nullable Body readBody(ServerRequest in, int limit) {
    if (!in.content().hasEntity()) {
      return Body.EMPTY;
    }
    long length = in.headers().contentLength().orElse(-1);
    // Before the guest is asked for any of it.
    if (length > limit) {
      return null;
    }
    try (InputStream stream = in.content().inputStream()) {
      return Body.read(stream, length, limit).orElse(null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void head(HttpResponse answer, ServerResponse out) {
    out.status(Status.create(answer.status()));
    var headers = out.headers();
    for (HttpHeader line : answer.headers()) {
      if (!FRAMING.contains(line.name().toLowerCase(Locale.ROOT))) {
        headers.add(HeaderValues.create(line.name(), line.value()));
      }
    }
  }

  /// RFC 9110 §15.3.5, §15.3.6, §15.4.5: such a response ends with its headers.
  private static boolean empty(int status) {
    return status == 204 || status == 205 || status == 304;
  }

  private static void send(BodyStream stream, boolean bodiless, ServerResponse out) {
    try (stream) {
      if (bodiless) {
        out.send(NOTHING);
        stream.writeTo(OutputStream.nullOutputStream());
        return;
      }
      stream.writeTo(new SendingStream(out.outputStream()));
      ((RoutingResponse) out).commit();
    } catch (IOException | RuntimeException e) {
      // The status has been sent: there is no other way left to say that this is not all.
      throw new CloseConnectionException("the guest or the response's source is gone", e);
    }
  }

  /// Requests too broken to be handed on: the status alone, no words of the parser's.
  private static DirectHandlers bareAnswers() {
    var handlers = DirectHandlers.builder();
    for (var type : DirectHandler.EventType.values()) {
      handlers.addHandler(
          type,
          (request, event, status, headers, message) ->
              DirectHandler.TransportResponse.builder().status(status).build());
    }
    return handlers.build();
  }
}
