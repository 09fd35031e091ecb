package dev.gatehouse.door;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.http.HttpResponse;
import java.util.List;

/// What a gate hands back: the answer for the guest, and what the owner may know of it.
///
/// @param requestId the id that the guest was told
/// @param door [Door#name()], or what was asked for when no door fits
public record Passage(
    HttpResponse response, String requestId, String door, Verdict verdict, List<Step> steps) {
  public Passage {
    requireNonNull(response, "response");
    requireNonNull(requestId, "requestId");
    requireNonNull(door, "door");
    requireNonNull(verdict, "verdict");
    steps = List.copyOf(steps);
  }
}
