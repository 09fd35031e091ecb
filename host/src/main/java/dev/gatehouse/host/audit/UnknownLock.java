package dev.gatehouse.host.audit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/// Whatever is not understood counts as not locked.
record UnknownLock() implements Rule {
  @Override
  public String id() {
    return "unknown-lock";
  }

  @Override
  public Severity severity() {
    return Severity.MEDIUM;
  }

  @Override
  public String title() {
    return "A door whose lock nobody has looked at";
  }

  @Override
  public String why() {
    return "Gatehouse does not run this kind of door, or cannot tell which lock it has, so "
        + "nothing here says that it is locked.";
  }

  @Override
  public String remedy() {
    return "Look at its lock yourself and accept the finding with what you saw, or let an HTTP "
        + "API open the door.";
  }

  @Override
  public List<Finding> findings(Blueprint blueprint) {
    return blueprint.doors().stream()
        .filter(door -> door.lock().equals(AuditedDoor.UNKNOWN))
        .collect(
            Collectors.groupingBy(
                AuditedDoor::resource,
                LinkedHashMap::new,
                Collectors.mapping(AuditedDoor::name, Collectors.toList())))
        .entrySet()
        .stream()
        .map(entry -> finding(entry.getKey(), "opens " + Blueprint.few(entry.getValue())))
        .toList();
  }
}
