package dev.gatehouse.host.audit;

import java.util.List;
import java.util.stream.Stream;

/// Only where it is weaker than a lock of the same API.
record GreedyRoute() implements Rule {
  @Override
  public String id() {
    return "greedy-route";
  }

  @Override
  public Severity severity() {
    return Severity.HIGH;
  }

  @Override
  public String title() {
    return "A greedy or $default route around locked ones";
  }

  @Override
  public String why() {
    return "What does not match a locked route exactly (another method, another spelling, one "
        + "segment more) falls to this one, whose lock is weaker, and often ends in the same "
        + "function.";
  }

  @Override
  public String remedy() {
    return "Lock it as the others are locked, or replace it by the routes that are meant.";
  }

  @Override
  public List<Finding> findings(Blueprint blueprint) {
    return blueprint.doors().stream()
        .filter(door -> door.greedy() && !door.api().isEmpty())
        .flatMap(door -> {
          List<String> stronger =
              blueprint.doors().stream()
                  .filter(other -> other.api().equals(door.api()) && weaker(door, other))
                  .map(AuditedDoor::name)
                  .toList();
          return stronger.isEmpty()
              ? Stream.empty()
              : Stream.of(
                  finding(
                      door.open() ? Severity.HIGH : Severity.MEDIUM,
                      door.resource(),
                      "`%s` (%s) takes what passes by %s"
                          .formatted(
                              door.name(),
                              door.open() ? "no lock" : "any token, no scope",
                              Blueprint.few(stronger))));
        })
        .toList();
  }

  private static boolean weaker(AuditedDoor greedy, AuditedDoor other) {
    return (greedy.open() && other.locked())
        || (greedy.lock().equals(AuditedDoor.JWT)
            && greedy.scopes().isEmpty()
            && other.lock().equals(AuditedDoor.JWT)
            && !other.scopes().isEmpty());
  }
}
