package dev.gatehouse.host.prove;

import static java.util.Objects.requireNonNull;

/// An attempt that got in.
///
/// @param attack what was wrong with the request
/// @param request the request itself as a curl command, its tokens shortened
/// @param through the door that it passed
/// @param how why this counts as getting in
public record Intrusion(String attack, String request, String through, String how) {
  public Intrusion {
    requireNonNull(attack, "attack");
    requireNonNull(request, "request");
    requireNonNull(through, "through");
    requireNonNull(how, "how");
  }
}
