package dev.gatehouse.host.console;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;

/// A path below the console's, taken apart.
///
/// @param shape the path with `*` for what is a name: every second segment
/// @param name the first of those; empty when there is none
/// @param part the second
record Place(String shape, String name, String part) {
  Place {
    requireNonNull(shape, "shape");
    requireNonNull(name, "name");
    requireNonNull(part, "part");
  }

  static Place of(String path) {
    List<String> segments =
        Arrays.stream(path.split("/")).filter(segment -> !segment.isEmpty()).toList();
    var shape = new StringBuilder();
    for (int i = 0; i < segments.size(); i++) {
      shape.append(i == 0 ? "" : "/").append(i % 2 == 1 ? "*" : segments.get(i));
    }
    return new Place(
        shape.toString(),
        segments.size() > 1 ? segments.get(1) : "",
        segments.size() > 3 ? segments.get(3) : "");
  }
}
