package dev.gatehouse.host.prove;

import dev.gatehouse.door.Reason;
import dev.gatehouse.door.Step;
import dev.gatehouse.door.Verdict;
import dev.gatehouse.door.Visit;
import java.util.List;

/// Says of one attempt whether it got in. What counts is whether something behind a door was set to
/// work, whatever the answer's status.
final class Witness {
  /// The base port's gate, as visits name it.
  private static final String BASE = "aws";

  private final Grounds grounds;
  private final Routing routing;

  Witness(Grounds grounds, Routing routing) {
    this.grounds = grounds;
    this.routing = routing;
  }

  sealed interface Finding {
    record KeptOut() implements Finding {}

    /// Turned away before the lock saw it.
    record Throttled() implements Finding {}

    /// Turned away by a lock that failed itself.
    record Failed() implements Finding {}

    /// Passed another door, which lets such guests in.
    record Elsewhere() implements Finding {}

    /// @param through the name of the door that was passed
    record GotIn(String through, String how) implements Finding {}
  }

  Finding attempt(Target target, Attack attack) {
    long before = grounds.visits().count();
    if (Wire.send(attack.shot()) instanceof Wire.Outcome.Silence) {
      return new Finding.GotIn(
          target.name(),
          "no answer within "
              + Wire.PATIENCE.toSeconds()
              + " seconds: a lock says no at once, only what stands behind it takes so long");
    }
    Finding worst = new Finding.KeptOut();
    for (Visit visit : grounds.visits().after(before)) {
      Finding found = judged(target, attack, visit);
      if (found instanceof Finding.GotIn) {
        return found;
      }
      worst = found instanceof Finding.KeptOut ? worst : found;
    }
    return worst;
  }

  private Finding judged(Target target, Attack attack, Visit visit) {
    if (visit.verdict() instanceof Verdict.Denied(Reason.TooMany _)) {
      return new Finding.Throttled();
    }
    if (visit.steps().stream().noneMatch(Witness::behindTheDoor)) {
      return visit.verdict() instanceof Verdict.Denied(Reason.Broken _)
          ? new Finding.Failed()
          : new Finding.KeptOut();
    }
    List<Target> passed = passed(visit);
    if (passed.contains(target)) {
      return new Finding.GotIn(visit.door(), "the door itself let it in");
    }
    if (passed.isEmpty()) {
      return new Finding.GotIn(visit.door(), "it was let in by a door that nobody declared");
    }
    if (!attack.valid() && passed.stream().noneMatch(Target::open)) {
      return new Finding.GotIn(visit.door(), "another locked door let it in");
    }
    return routing.leadsTo(target, attack.shot())
        ? new Finding.GotIn(
            visit.door(),
            "the request can be read as one to %s, and it went round the lock"
                .formatted(target.name()))
        : new Finding.Elsewhere();
  }

  /// Steps are told by their actors: an API's integration, a function URL's function.
  private static boolean behindTheDoor(Step step) {
    return step.actor().startsWith("integration ") || step.actor().equals("function");
  }

  /// The door that a visit was to, in each of its stages: they share one lock.
  private List<Target> passed(Visit visit) {
    return grounds.targets().stream()
        .filter(target -> target.name().equals(visit.door()))
        .filter(target -> target.address().equals(visit.gate()) || visit.gate().equals(BASE))
        .toList();
  }
}
