package dev.gatehouse.host;

import java.util.List;

/// What came of putting a set of resources behind the doors.
///
/// @param running what runs now
/// @param changes a line for each resource that is not as it was: `updated Route Locked`; empty
///   when nothing was there before
public record Deployment(RunningStack running, List<String> changes) {
  public Deployment {
    changes = List.copyOf(changes);
  }
}
