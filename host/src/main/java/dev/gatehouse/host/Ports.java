package dev.gatehouse.host;

import dev.gatehouse.host.console.Visits;
import dev.gatehouse.http.HttpServerException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// Every port that is bound: the base port for the AWS endpoint, then one for each API, pool domain
/// and function URL. Bound before anything else, so that every URL is known; opened last.
final class Ports implements AutoCloseable {
  /// The base port's name among the remembered ports.
  static final String BASE = "";

  private static final int ATTEMPTS = 100;

  private final SequencedMap<String, Listener> bound = new LinkedHashMap<>();
  private final Journal journal;
  private final Visits visits;
  private final Clock clock;

  Ports(Journal journal, Visits visits, Clock clock) {
    this.journal = journal;
    this.visits = visits;
    this.clock = clock;
  }

  /// Binds what is not bound yet. When it throws, nothing more is bound than before.
  ///
  /// @param wanted the base port asked for; empty takes the last time's, or the usual one; 0 lets
  ///   the system choose wherever no port is remembered
  /// @param names of those that need a port, in template order
  /// @throws StartupException naming the port that is taken
  void bind(
      Optional<Integer> wanted,
      int usual,
      SequencedMap<String, ResourceKey> names,
      Remembered remembered,
      Addresses addresses) {
    var before = bound();
    try {
      new Binding(wanted, usual, remembered).bind(names, addresses);
    } catch (RuntimeException e) {
      release(before);
      throw e;
    }
  }

  /// The addresses that are bound now, by name.
  Set<String> bound() {
    return Set.copyOf(bound.keySet());
  }

  /// Nobody gets in any more at the others than these.
  void shut(Set<String> but) {
    bound.forEach((address, listener) -> {
      if (!but.contains(address)) {
        listener.shut();
      }
    });
  }

  /// Lets go of all ports but these.
  void release(Set<String> but) {
    var leaving = new LinkedHashMap<>(bound);
    leaving.keySet().removeAll(but);
    bound.keySet().retainAll(but);
    leaving.sequencedValues().reversed().forEach(Listener::close);
  }

  private final class Binding {
    private final Optional<Integer> before;
    private final boolean moved;
    private final int base;
    private final Remembered remembered;

    Binding(Optional<Integer> wanted, int usual, Remembered remembered) {
      this.remembered = remembered;
      this.before = remembered.port(BASE);
      this.moved = wanted.isPresent() && wanted.get() != 0 && !wanted.equals(before);
      this.base = moved ? wanted.get() : before.or(() -> wanted).orElse(usual);
    }

    void bind(SequencedMap<String, ResourceKey> names, Addresses addresses) {
      Set<Integer> others = moved ? Set.of() : remembered.portsOfOthers();
      addresses.base(take(BASE, "aws", base));
      int next = base == 0 ? 0 : base + 1;
      for (var entry : names.entrySet()) {
        String address = entry.getValue().toString();
        Optional<Integer> last = moved ? Optional.empty() : remembered.port(address);
        Listener listener =
            last.isPresent()
                ? take(address, entry.getKey(), last.get())
                : takeFreeFrom(address, entry.getKey(), next, others);
        next = base == 0 ? 0 : Math.max(next, listener.port() + 1);
        addresses.add(entry.getKey(), listener);
      }
    }

    private Listener take(String address, String name, int port) {
      try {
        return keep(address, name, port);
      } catch (HttpServerException taken) {
        throw new StartupException(
            "port "
                + port
                + " is taken by another process"
                + (address.isEmpty() ? "" : " (it belongs to " + name + ")")
                + "; stop that process, or choose another base port with --port N",
            taken);
      }
    }

    private Listener takeFreeFrom(String address, String name, int first, Set<Integer> others) {
      for (int port = first; port <= first + ATTEMPTS; port++) {
        if (port != 0 && others.contains(port)) {
          continue;
        }
        try {
          return keep(address, name, port);
        } catch (HttpServerException taken) {
          // The next one may be free.
        }
      }
      throw new StartupException(
          "no free port from " + first + " on; choose another base port with --port N");
    }

    private Listener keep(String address, String name, int port) {
      Listener listener = bound.get(address);
      if (listener == null) {
        listener = Listener.bind(name, port, journal, visits, clock);
        bound.put(address, listener);
      }
      remembered.keepPort(address, listener.port());
      return listener;
    }
  }

  @Override
  public void close() {
    for (Listener listener : new ArrayList<>(bound.sequencedValues().reversed())) {
      listener.close();
    }
    bound.clear();
  }
}
