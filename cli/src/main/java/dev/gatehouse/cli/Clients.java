package dev.gatehouse.cli;

import dev.gatehouse.host.ClientView;
import dev.gatehouse.host.RunningStack;
import dev.gatehouse.host.StartupException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// App clients as a user names them.
final class Clients {
  private Clients() {}

  /// @param named its name, logical id or client id; null for the template's first
  /// @throws StartupException when there is no such client; those that there are are listed
  static ClientView choose(RunningStack running, @Nullable String named) {
    return running.clients().stream()
        .filter(each ->
            named == null || List.of(each.name(), each.resource(), each.id()).contains(named))
        .findFirst()
        .orElseThrow(() ->
            new StartupException(
                (named == null ? "no app client" : "no app client called " + named)
                    + " may fetch tokens with its own credentials here; there are "
                    + running.clients().stream().map(ClientView::name).toList()));
  }
}
