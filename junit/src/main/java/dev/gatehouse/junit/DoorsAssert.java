package dev.gatehouse.junit;

import java.util.ArrayList;
import java.util.List;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.MultipleFailuresError;

/// Says what all doors should be like.
public final class DoorsAssert {
  private final Gatehouse gatehouse;

  DoorsAssert(Gatehouse gatehouse) {
    this.gatehouse = gatehouse;
  }

  /// Each refuses whoever knocks without credentials.
  public void isLocked() {
    isLockedExcept();
  }

  /// Each but these refuses whoever knocks without credentials; these have no lock at all. All that
  /// differ are told at once.
  ///
  /// @param open names as [Door#name] has them, or logical ids
  public void isLockedExcept(String... open) {
    var exceptions = new ArrayList<Door>();
    var failures = new ArrayList<Throwable>();
    for (String name : open) {
      List<Door> named = gatehouse.named(name);
      exceptions.addAll(named);
      if (named.isEmpty()) {
        failures.add(
            new AssertionFailedError(
                "no door is called " + name + "; there are " + gatehouse.names()));
      }
    }
    List<Door> doors = gatehouse.doors();
    if (doors.isEmpty()) {
      failures.add(new AssertionFailedError("the template opens no door"));
    }
    for (Door door : doors) {
      try {
        check(door, exceptions.stream().anyMatch(door::isSameAs));
      } catch (AssertionFailedError failure) {
        failures.add(failure);
      }
    }
    if (!failures.isEmpty()) {
      throw new MultipleFailuresError("not every door is as it should be", failures);
    }
  }

  private static void check(Door door, boolean open) {
    if (!open) {
      new DoorAssert(door).isLocked();
    } else if (!door.lock().equals("none")) {
      throw new AssertionFailedError("%s has a lock: it is no exception".formatted(door));
    }
  }
}
