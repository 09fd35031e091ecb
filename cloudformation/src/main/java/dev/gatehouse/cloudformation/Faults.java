package dev.gatehouse.cloudformation;

import java.util.List;

/// The stack cannot be created, for all of these reasons.
public record Faults(List<Fault> all) implements PlanResult {
  public Faults {
    all = List.copyOf(all);
  }

  public List<String> lines() {
    return all.stream().map(Fault::line).toList();
  }
}
