package dev.gatehouse.host.console;

import dev.gatehouse.http.HttpRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where the console may be asked from. A name that leads to this machine by a stranger's DNS, a
/// page of another origin and one on another local port are all turned away, whatever cookie they
/// bring.
final class Origins {
  private final Set<String> hosts;

  Origins(int port) {
    this.hosts = Set.of("localhost:" + port, "127.0.0.1:" + port);
  }

  /// @return what is wrong; empty when the request may go on
  Optional<String> fault(HttpRequest request) {
    Optional<String> wrongHost = wrongHost(request);
    if (wrongHost.isPresent()) {
      return wrongHost;
    }
    List<String> sites = request.headers().all("sec-fetch-site");
    if (!sites.isEmpty()
        && !sites.equals(List.of("same-origin"))
        && !sites.equals(List.of("none"))) {
      return Optional.of("Another page sent this request; open the console itself.");
    }
    return Optional.empty();
  }

  /// All that can be asked of a request that another programme opens the browser with.
  Optional<String> wrongHost(HttpRequest request) {
    List<String> named = request.headers().all("host");
    return named.size() == 1 && hosts.contains(named.getFirst())
        ? Optional.empty()
        : Optional.of("The console answers to " + String.join(" or ", sorted()) + " only.");
  }

  /// For requests that change something: browsers say where those come from.
  boolean own(HttpRequest request) {
    String own = "http://" + request.headers().first("host").orElse("");
    return request.headers().all("origin").equals(List.of(own));
  }

  private List<String> sorted() {
    return hosts.stream().sorted().toList();
  }
}
