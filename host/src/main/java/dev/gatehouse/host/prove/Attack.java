package dev.gatehouse.host.prove;

import static java.util.Objects.requireNonNull;

/// One attempt to get through a door.
///
/// @param name what is wrong with it, for the owner
/// @param valid whether its credential opens other doors: what it opens beside this one is no
///   intrusion
record Attack(String name, Shot shot, boolean valid) {
  Attack {
    requireNonNull(name, "name");
    requireNonNull(shot, "shot");
  }

  /// With nothing that opens anything.
  static Attack of(String name, Shot shot) {
    return new Attack(name, shot, false);
  }
}
