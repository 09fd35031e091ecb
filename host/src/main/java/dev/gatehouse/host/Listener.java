package dev.gatehouse.host;

import dev.gatehouse.door.Gate;
import dev.gatehouse.door.Passage;
import dev.gatehouse.door.Reason;
import dev.gatehouse.door.Verdict;
import dev.gatehouse.door.Visit;
import dev.gatehouse.host.console.Console;
import dev.gatehouse.host.console.Visits;
import dev.gatehouse.http.BodyStream;
import dev.gatehouse.http.HttpRequest;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.http.HttpServer;
import dev.gatehouse.http.HttpServerConfig;
import dev.gatehouse.http.HttpServerException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One address: a port that is bound early, so that its number is known, and opened last, when
/// everything behind it stands. Until then it answers 503.
final class Listener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

  private final String name;
  private final Journal journal;
  private final Visits visits;
  private final Clock clock;
  private final HttpServer server;
  private volatile @Nullable Behind behind;

  /// @param console where the owner's pages are; null at all addresses but the base port
  private record Behind(Gate gate, Visitors visitors, @Nullable Console console) {}

  private Listener(String name, int port, Journal journal, Visits visits, Clock clock) {
    this.name = name;
    this.journal = journal;
    this.visits = visits;
    this.clock = clock;
    this.server = HttpServer.start(HttpServerConfig.loopback(port), this::serve);
  }

  /// @param name how the journal calls this address
  /// @throws HttpServerException when the port is taken
  static Listener bind(String name, int port, Journal journal, Visits visits, Clock clock) {
    return new Listener(name, port, journal, visits, clock);
  }

  /// From now on this gate is entered; who is inside of another one stays there.
  ///
  /// @param visitors counted as long as they are inside
  void open(Gate gate, Visitors visitors) {
    this.behind = new Behind(gate, visitors, null);
  }

  /// With the owner's pages beside the doors. To look at them is no visit.
  void open(BaseGate gate, Visitors visitors, Console console) {
    this.behind = new Behind(gate, visitors, console);
  }

  /// From now on nobody gets in.
  void shut() {
    this.behind = null;
  }

  String name() {
    return name;
  }

  int port() {
    return server.port();
  }

  private HttpResponse serve(HttpRequest request) {
    Behind open = behind;
    while (open != null && !open.visitors().enter()) {
      // Its doors were changed just now.
      open = behind;
    }
    if (open == null) {
      return HttpResponse.of(503);
    }
    boolean staying = false;
    try {
      HttpResponse response = answer(open, request);
      if (response.content() instanceof BodyStream rest) {
        staying = true;
        return new HttpResponse(
            response.status(), response.headers(), new Staying(rest, open.visitors()));
      }
      return response;
    } finally {
      if (!staying) {
        open.visitors().leave();
      }
    }
  }

  /// A visitor stays for as long as the answer is being made.
  private static final class Staying implements BodyStream {
    private final BodyStream rest;
    private final Visitors visitors;
    private final AtomicBoolean left = new AtomicBoolean();

    Staying(BodyStream rest, Visitors visitors) {
      this.rest = rest;
      this.visitors = visitors;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      rest.writeTo(out);
    }

    @Override
    public void close() {
      try {
        rest.close();
      } finally {
        if (left.compareAndSet(false, true)) {
          visitors.leave();
        }
      }
    }
  }

  private HttpResponse answer(Behind open, HttpRequest request) {
    return open.console() != null
            && open.gate() instanceof BaseGate base
            && base.isForConsole(request)
        ? open.console().handle(request)
        : visit(open.gate(), request);
  }

  private HttpResponse visit(Gate open, HttpRequest request) {
    var at = clock.instant();
    long started = System.nanoTime();
    Passage passage = enter(open, request);
    var visit =
        new Visit(
            passage.requestId(),
            at,
            Duration.ofNanos(System.nanoTime() - started),
            name,
            passage.door(),
            request.method(),
            request.rawPath(),
            request.client(),
            passage.response().status(),
            passage.verdict(),
            passage.steps());
    journal.record(visit);
    visits.record(visit, request, passage.response());
    return passage.response();
  }

  /// A failure of ours is a visit too: the guest gets a bare 500, the owner finds it in the
  /// journal.
  private static Passage enter(Gate gate, HttpRequest request) {
    try {
      return gate.enter(request);
    } catch (RuntimeException e) {
      String id = UUID.randomUUID().toString();
      LOG.error("request {} failed unexpectedly", id, e);
      var reason = new Reason.Broken("Gatehouse failed on request " + id + "; see gatehouse.log");
      return new Passage(
          HttpResponse.of(500), id, request.method(), new Verdict.Denied(reason), List.of());
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
