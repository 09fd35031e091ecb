package dev.gatehouse.cloudformation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;

/// Names with what they depend on first; independent ones keep the order in which they are written.
///
/// @param cycles each from a name back to itself; what they contain is missing from `ordered`, as
///   is what depends on it
record DependencyOrder(List<String> ordered, List<List<String>> cycles) {

  /// @param dependencies in written order; names that are not keys are of no account
  static DependencyOrder of(SequencedMap<String, ? extends Set<String>> dependencies) {
    Map<String, SequencedSet<String>> waitingFor = new LinkedHashMap<>();
    Map<String, List<String>> neededBy = new HashMap<>();
    Map<String, Integer> written = new HashMap<>();
    dependencies.forEach((name, needs) -> {
      written.put(name, written.size());
      SequencedSet<String> open = new LinkedHashSet<>(needs);
      open.retainAll(dependencies.keySet());
      open.forEach(need -> neededBy.computeIfAbsent(need, _ -> new ArrayList<>()).add(name));
      waitingFor.put(name, open);
    });

    List<String> ordered = new ArrayList<>();
    PriorityQueue<Integer> ready = new PriorityQueue<>();
    List<String> names = List.copyOf(dependencies.keySet());
    waitingFor.forEach((name, open) -> {
      if (open.isEmpty()) {
        ready.add(written.getOrDefault(name, 0));
      }
    });
    while (!ready.isEmpty()) {
      String name = names.get(ready.remove());
      ordered.add(name);
      waitingFor.remove(name);
      for (String waiting : neededBy.getOrDefault(name, List.of())) {
        SequencedSet<String> open = waitingFor.getOrDefault(waiting, new LinkedHashSet<>());
        if (open.remove(name) && open.isEmpty()) {
          ready.add(written.getOrDefault(waiting, 0));
        }
      }
    }
    return new DependencyOrder(List.copyOf(ordered), cycles(waitingFor));
  }

  /// Follows first dependencies from each name left over until a name repeats.
  private static List<List<String>> cycles(Map<String, SequencedSet<String>> waitingFor) {
    List<List<String>> cycles = new ArrayList<>();
    Set<String> seen = new LinkedHashSet<>();
    for (String start : waitingFor.keySet()) {
      SequencedSet<String> way = new LinkedHashSet<>();
      String name = start;
      while (seen.add(name)) {
        way.add(name);
        name = Objects.requireNonNull(waitingFor.get(name)).getFirst();
      }
      if (way.contains(name)) {
        List<String> cycle = new ArrayList<>(way);
        cycle = new ArrayList<>(cycle.subList(cycle.indexOf(name), cycle.size()));
        cycle.add(name);
        cycles.add(List.copyOf(cycle));
      }
    }
    return List.copyOf(cycles);
  }
}
