package dev.gatehouse.host;

import dev.gatehouse.http.HttpServerException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// The ports of a stack: the base port for the AWS endpoint, then one for each API, pool domain and
/// function URL. Bound before anything else, so that every URL is known; opened last.
final class Addresses implements AutoCloseable {
  /// The base port's name among the remembered ports.
  private static final String BASE = "";

  private static final int ATTEMPTS = 100;

  private final SequencedMap<String, Listener> listeners = new LinkedHashMap<>();
  private final Remembered remembered;
  private final Journal journal;
  private final Clock clock;

  Addresses(Remembered remembered, Journal journal, Clock clock) {
    this.remembered = remembered;
    this.journal = journal;
    this.clock = clock;
  }

  /// To be called once, before any address is asked for.
  ///
  /// @param wanted the base port asked for; empty takes the last time's, or the usual one; 0 lets
  ///   the system choose wherever no port is remembered
  /// @param names logical ids in template order
  /// @throws StartupException naming the port that is taken
  void bind(Optional<Integer> wanted, int usual, List<String> names) {
    Optional<Integer> before = remembered.port(BASE);
    boolean moved = wanted.isPresent() && wanted.get() != 0 && !wanted.equals(before);
    int base = moved ? wanted.get() : before.or(() -> wanted).orElse(usual);
    take(BASE, base);
    int next = base == 0 ? 0 : base + 1;
    for (String name : names) {
      Optional<Integer> last = moved ? Optional.empty() : remembered.port(name);
      if (last.isPresent()) {
        take(name, last.get());
        next = base == 0 ? 0 : Math.max(next, last.get() + 1);
      } else {
        next = takeFreeFrom(name, next);
      }
    }
  }

  private void take(String name, int port) {
    try {
      keep(name, port);
    } catch (HttpServerException taken) {
      throw new StartupException(
          "port "
              + port
              + " is taken by another process"
              + (name.isEmpty() ? "" : " (it belongs to " + name + ")")
              + "; stop that process, or choose another base port with --port N",
          taken);
    }
  }

  /// @return where to go on looking
  private int takeFreeFrom(String name, int first) {
    for (int port = first; port <= first + ATTEMPTS; port++) {
      try {
        keep(name, port);
        return first == 0 ? 0 : port + 1;
      } catch (HttpServerException taken) {
        // The next one may be free.
      }
    }
    throw new StartupException(
        "no free port from " + first + " on; choose another base port with --port N");
  }

  private void keep(String name, int port) {
    var listener = Listener.bind(name.isEmpty() ? "aws" : name, port, journal, clock);
    listeners.put(name, listener);
    remembered.keepPort(name, listener.port());
  }

  int basePort() {
    return listener(BASE).port();
  }

  Listener base() {
    return listener(BASE);
  }

  Listener listener(String name) {
    Listener listener = listeners.get(name);
    if (listener == null) {
      throw new IllegalStateException("no address for " + name);
    }
    return listener;
  }

  /// Logical ids with a port of their own, in template order.
  List<String> names() {
    return listeners.keySet().stream().filter(name -> !name.equals(BASE)).toList();
  }

  /// The AWS endpoint and the issuers. By name, because architecture and clients' settings say so.
  String endpointUrl() {
    return "http://localhost:" + basePort();
  }

  /// A door's own address, by number: names below localhost do not resolve everywhere.
  String url(String name) {
    return "http://127.0.0.1:" + listener(name).port();
  }

  @Override
  public void close() {
    for (Map.Entry<String, Listener> entry : new ArrayList<>(listeners.reversed().entrySet())) {
      entry.getValue().close();
    }
    listeners.clear();
  }
}
