package dev.gatehouse.host.audit;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// It is worse when one of them has no lock and takes every path.
record TwoDoors() implements Rule {
  @Override
  public String id() {
    return "two-doors";
  }

  @Override
  public Severity severity() {
    return Severity.MEDIUM;
  }

  @Override
  public String title() {
    return "Two doors with different locks lead to one function";
  }

  @Override
  public String why() {
    return "A function is as safe as the weakest door to it: who is refused at one goes to the "
        + "other, and the function must know by which they came.";
  }

  @Override
  public String remedy() {
    return "Lock all of its doors alike, take the weaker one away, or split the function.";
  }

  @Override
  public List<Finding> findings(Blueprint blueprint) {
    return blueprint
        .parts("AWS::Lambda::Function")
        .flatMap(function -> {
          List<AuditedDoor> doors =
              blueprint.doors().stream()
                  .filter(door -> door.function().equals(function.id()) && !door.preflight())
                  .filter(door -> !door.lock().equals(AuditedDoor.UNKNOWN))
                  .toList();
          List<String> locks = doors.stream().map(AuditedDoor::lock).distinct().toList();
          boolean wideOpen = doors.stream().anyMatch(door -> door.open() && door.greedy());
          return locks.size() < 2
              ? Stream.empty()
              : Stream.of(
                  finding(
                      wideOpen ? Severity.HIGH : severity(),
                      function.id(),
                      "is reached through "
                          + locks.stream()
                              .map(lock ->
                                  lock
                                      + " ("
                                      + Blueprint.few(
                                          doors.stream()
                                              .filter(door -> door.lock().equals(lock))
                                              .map(AuditedDoor::name)
                                              .toList())
                                      + ")")
                              .collect(Collectors.joining(" and "))));
        })
        .toList();
  }
}
