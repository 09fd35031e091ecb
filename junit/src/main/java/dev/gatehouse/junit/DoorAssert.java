package dev.gatehouse.junit;

import java.net.http.HttpRequest;
import java.util.List;
import java.util.Set;
import org.opentest4j.AssertionFailedError;

/// Says what a door should be like, and knocks to see.
public final class DoorAssert {
  /// Refusals that say nothing of the lock.
  private static final Set<String> OTHER_REASONS =
      Set.of("NoSuchDoor", "BadRequest", "TooMany", "Broken", "KeysUnavailable");

  private final Door door;

  DoorAssert(Door door) {
    this.door = door;
  }

  /// It has a lock, and whoever knocks without credentials is refused by it. A door without any
  /// lock is not knocked at: what stands behind it would answer.
  public DoorAssert isLocked() {
    if (door.lock().equals("none")) {
      throw new AssertionFailedError(
          "anyone gets in at "
              + door
              + "; give it an authorizer, or say that it should be open: isLockedExcept(\""
              + door.name()
              + "\")");
    }
    refusal(door.request(), "a guest without credentials");
    return this;
  }

  /// Whoever knocks without credentials gets in; what stands behind it answers.
  public DoorAssert isOpen() {
    entry(door.request(), "anyone");
    return this;
  }

  /// @param lock `none`, `jwt`, `iam` or `lambda`
  public DoorAssert hasLock(String lock) {
    if (!door.lock().equals(lock)) {
      throw new AssertionFailedError("another lock is on " + door, lock, door.lock());
    }
    return this;
  }

  /// A token needs one of exactly these.
  public DoorAssert asksForScope(String... anyOf) {
    if (!Set.copyOf(door.scopes()).equals(Set.of(anyOf))) {
      throw new AssertionFailedError(
          "other scopes are asked for at " + door, List.of(anyOf), door.scopes());
    }
    return this;
  }

  /// Whoever shows this bearer token gets in; what stands behind it answers.
  public DoorAssert opensTo(String token) {
    entry(bearing(token), "this token");
    return this;
  }

  /// Whoever shows this bearer token is refused by the lock.
  public DoorAssert staysShutTo(String token) {
    refusal(bearing(token), "this token");
    return this;
  }

  private HttpRequest.Builder bearing(String token) {
    return door.request().header("Authorization", "Bearer " + token);
  }

  private void entry(HttpRequest.Builder knock, String who) {
    Visit visit = visit(knock);
    if (!visit.allowed()) {
      throw new AssertionFailedError("%s should open to %s\n  %s".formatted(door, who, visit));
    }
  }

  private void refusal(HttpRequest.Builder knock, String who) {
    Visit visit = visit(knock);
    if (visit.allowed()) {
      throw new AssertionFailedError("%s should stay shut to %s\n  %s".formatted(door, who, visit));
    }
    if (OTHER_REASONS.contains(visit.check())) {
      throw new AssertionFailedError(
          "nothing is known of the lock on %s: the refusal has another reason\n  %s"
              .formatted(door, visit));
    }
  }

  private Visit visit(HttpRequest.Builder knock) {
    Visit visit = door.knock(knock);
    if (!door.isOf(visit)) {
      throw new AssertionFailedError(
          "another door stands before %s: %s answered\n  %s".formatted(door, visit.door(), visit));
    }
    return visit;
  }
}
