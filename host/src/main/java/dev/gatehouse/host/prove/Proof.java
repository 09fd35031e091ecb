package dev.gatehouse.host.prove;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/// What came of the attempts on all doors of a stack.
public record Proof(String stack, List<DoorProof> doors) {
  public Proof {
    requireNonNull(stack, "stack");
    doors = List.copyOf(doors);
  }

  /// Whether nothing got in.
  public boolean held() {
    return intrusions() == 0;
  }

  public int attempts() {
    return doors.stream().mapToInt(DoorProof::attempts).sum();
  }

  public int intrusions() {
    return doors.stream().mapToInt(door -> door.gotIn().size()).sum();
  }

  /// In one line.
  String summary() {
    long locked = doors.stream().filter(door -> !door.open()).count();
    return "Proof of %s: %d attempts on %d locked %s, %s"
        .formatted(
            stack,
            attempts(),
            locked,
            locked == 1 ? "door" : "doors",
            held() ? "nothing got in" : intrusions() + " got in");
  }

  /// For people.
  public List<String> lines() {
    var lines = new ArrayList<String>();
    lines.add(summary());
    for (DoorProof door : doors) {
      lines.add("");
      lines.add("  %s %s  (%s)  %s".formatted(door.method(), door.path(), door.lock(), door.url()));
      if (door.open()) {
        lines.add("    open: anyone gets in, by design");
      } else {
        lines.add("    %d attempts, %d got in".formatted(door.attempts(), door.gotIn().size()));
        lines.add("    opened for its own credential: " + door.opened());
        addDetails(door, lines);
      }
    }
    return lines;
  }

  private static void addDetails(DoorProof door, List<String> lines) {
    door.counts().forEach(count -> lines.add("    " + count));
    door.notTried().forEach(what -> lines.add("    not tried: " + what));
    for (Intrusion intrusion : door.gotIn()) {
      lines.add("    GOT IN: %s, through %s".formatted(intrusion.attack(), intrusion.through()));
      lines.add("      " + intrusion.how());
      lines.add("      " + intrusion.request());
    }
  }
}
