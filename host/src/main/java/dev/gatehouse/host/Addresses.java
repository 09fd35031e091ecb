package dev.gatehouse.host;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Where the doors of one deployment are: known as soon as [Ports] has bound them.
final class Addresses {
  private @Nullable Listener base;
  private final SequencedMap<String, Listener> listeners = new LinkedHashMap<>();

  void base(Listener listener) {
    base = listener;
  }

  /// @param name the resource's
  void add(String name, Listener listener) {
    listeners.put(name, listener);
  }

  int basePort() {
    return base().port();
  }

  Listener base() {
    if (base == null) {
      throw new IllegalStateException("no port is bound yet");
    }
    return base;
  }

  Listener listener(String name) {
    Listener listener = listeners.get(name);
    if (listener == null) {
      throw new IllegalStateException("no address for " + name);
    }
    return listener;
  }

  /// Names of those with a port of their own, in template order.
  List<String> names() {
    return List.copyOf(listeners.keySet());
  }

  /// The AWS endpoint and the issuers. By name, because architecture and clients' settings say so.
  String endpointUrl() {
    return "http://localhost:" + basePort();
  }

  /// A door's own address, by number: names below localhost do not resolve everywhere.
  String url(String name) {
    return "http://127.0.0.1:" + listener(name).port();
  }
}
