package dev.gatehouse.host.console;

import dev.gatehouse.door.Step;
import dev.gatehouse.door.Verdict;
import dev.gatehouse.door.Visit;
import dev.gatehouse.host.console.Arrow.Lane;
import dev.gatehouse.host.console.Arrow.Role;
import dev.gatehouse.host.console.Story.Deed;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Tells a story as the lines of a sequence diagram: what really went to and fro, in its order.
final class Sequence {
  private final List<Arrow> arrows = new ArrayList<>();
  private final Function<Visit, Role> gates;

  private Sequence(Function<Visit, Role> gates) {
    this.gates = gates;
  }

  /// @param gates what stands at the address of a visit
  static List<Arrow> of(Story story, Function<Visit, Role> gates) {
    var sequence = new Sequence(gates);
    Lane guest =
        story.cause().map(cause -> Role.CALLER.lane(cause.function())).orElse(Role.CLIENT.lane());
    story.token().ifPresent(token -> sequence.visit(token, guest, List.of()));
    sequence.visit(story.visit(), guest, story.deeds());
    return sequence.arrows;
  }

  /// What a function did when it was invoked without a door.
  static List<Arrow> of(Deed deed) {
    var sequence = new Sequence(visit -> Role.ENDPOINT);
    sequence.deed(Role.CLIENT.lane(), deed);
    return sequence.arrows;
  }

  private void visit(SeenVisit seen, Lane guest, List<Deed> deeds) {
    Visit visit = seen.visit();
    Lane gate = gates.apply(visit).lane();
    arrows.add(Arrow.call(guest, gate, asked(visit)));
    Deque<Deed> left = new ArrayDeque<>(deeds);
    for (Step step : visit.steps()) {
      step(visit, gate, step, left);
    }
    left.forEach(deed -> deed(gate, deed));
    arrows.add(
        refused(visit)
            ? Arrow.refusal(gate, guest, answered(visit), visit.took())
            : Arrow.answer(gate, guest, answered(visit), visit.took()));
  }

  private void step(Visit visit, Lane gate, Step step, Deque<Deed> left) {
    String actor = step.actor();
    if (actor.startsWith("authorizer")) {
      Lane authorizer = Role.AUTHORIZER.lane();
      arrows.add(Arrow.call(gate, authorizer, "may this request pass?"));
      // A function that judges comes before the one that serves.
      if (left.size() > 1 || (!left.isEmpty() && !served(visit))) {
        deed(authorizer, left.removeFirst());
      }
      judged(authorizer, gate, step);
    } else if (actor.equals("signature") || actor.equals("policies")) {
      Lane policies = Role.POLICIES.lane();
      arrows.add(
          Arrow.call(
              gate,
              policies,
              actor.equals("signature") ? "whose signature is this?" : "may they do this?"));
      judged(policies, gate, step);
    } else if (actor.startsWith("integration") || actor.startsWith("function")) {
      if (left.isEmpty()) {
        exchange(gate, Role.BACKEND.lane(), "request", step);
      } else {
        left.forEach(deed -> deed(gate, deed));
        left.clear();
      }
    } else if (actor.equals("token endpoint")) {
      arrows.add(new Arrow(Arrow.Kind.CALL, gate, gate, step.what(), Optional.of(step.took())));
    } else if (actor.equals("dynamodb")) {
      exchange(gate, Role.TABLE.lane(), step.what(), step);
    } else {
      exchange(gate, Role.SERVICE.lane(actor), step.what(), step);
    }
  }

  private static boolean served(Visit visit) {
    return visit.steps().stream().anyMatch(step -> step.actor().startsWith("integration"));
  }

  private void judged(Lane judge, Lane gate, Step step) {
    boolean no = step.what().startsWith("refused") || step.what().startsWith("rejected");
    arrows.add(
        no
            ? Arrow.refusal(judge, gate, step.what(), step.took())
            : Arrow.answer(judge, gate, step.what(), step.took()));
  }

  private void exchange(Lane gate, Lane other, String asked, Step step) {
    arrows.add(Arrow.call(gate, other, asked));
    arrows.add(Arrow.answer(other, gate, step.what(), step.took()));
  }

  private void deed(Lane caller, Deed deed) {
    SeenInvocation invocation = deed.invocation();
    Lane function = Role.FUNCTION.lane(invocation.function());
    arrows.add(
        Arrow.call(
            caller, function, invocation.init().isPresent() ? "event (cold start)" : "event"));
    for (SeenVisit call : deed.calls()) {
      Lane table = service(call.visit());
      arrows.add(Arrow.call(function, table, call.visit().door()));
      arrows.add(
          refused(call.visit())
              ? Arrow.refusal(table, function, answered(call.visit()), call.visit().took())
              : Arrow.answer(table, function, answered(call.visit()), call.visit().took()));
    }
    arrows.add(
        invocation.failure().isPresent()
            ? Arrow.refusal(function, caller, invocation.failure().get(), invocation.took())
            : Arrow.answer(function, caller, "response", invocation.took()));
  }

  /// DynamoDB's operations are the table's answers; IAM judges them on the way.
  private static Lane service(Visit call) {
    return call.steps().stream()
        .map(Step::actor)
        .filter(actor -> !actor.equals("signature") && !actor.equals("policies"))
        .findFirst()
        .map(actor -> actor.equals("dynamodb") ? Role.TABLE.lane() : Role.SERVICE.lane(actor))
        .orElse(Role.ENDPOINT.lane());
  }

  private static String asked(Visit visit) {
    return visit.door().startsWith(visit.method() + " ") || visit.gate().equals("aws")
        ? visit.door()
        : visit.method() + " " + visit.path();
  }

  private static String answered(Visit visit) {
    return switch (visit.verdict()) {
      case Verdict.Allowed _ -> Integer.toString(visit.status());
      case Verdict.Denied(var reason) -> visit.status() + " " + reason.getClass().getSimpleName();
    };
  }

  private static boolean refused(Visit visit) {
    return visit.verdict() instanceof Verdict.Denied;
  }
}
