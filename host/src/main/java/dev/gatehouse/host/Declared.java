package dev.gatehouse.host;

import dev.gatehouse.cloudformation.Fault;
import dev.gatehouse.cloudformation.StackTemplate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// What should run.
///
/// @param stacks those first that others import from
/// @param edits what was made and changed through AWS's APIs
record Declared(List<StackTemplate> stacks, Edits edits) {
  Declared {
    stacks = List.copyOf(stacks);
  }

  List<String> names() {
    return stacks.stream().map(StackTemplate::name).toList();
  }

  /// The parameters that a template declares.
  static Set<String> parameters(StackTemplate stack) {
    return new HashSet<>(stack.template().tree().path("Parameters").propertyNames());
  }

  /// What is wrong with the stacks as a whole: they share one account, one region, and the
  /// parameters given.
  List<Fault> faults(Set<String> given) {
    var faults = new ArrayList<Fault>();
    var seen = new HashSet<String>();
    for (String name : names()) {
      if (!seen.add(name)) {
        faults.add(new Fault(name, name, "two stacks have this name"));
      }
    }
    differing("regions", StackTemplate::region).ifPresent(faults::add);
    differing("accounts", StackTemplate::account).ifPresent(faults::add);
    if (stacks.size() > 1) {
      var unknown = new TreeSet<>(given);
      stacks.forEach(stack -> unknown.removeAll(parameters(stack)));
      if (!unknown.isEmpty()) {
        faults.add(
            new Fault(
                "Parameters",
                "Parameters",
                "Parameters: " + unknown + " do not exist in any template"));
      }
    }
    return faults;
  }

  private Optional<Fault> differing(
      String what, Function<StackTemplate, Optional<String>> environment) {
    var found = new TreeSet<String>();
    stacks.forEach(stack -> environment.apply(stack).ifPresent(found::add));
    return found.size() < 2
        ? Optional.empty()
        : Optional.of(
            new Fault(
                "stacks",
                "stacks",
                "the stacks are for several "
                    + what
                    + " ("
                    + String.join(", ", found)
                    + "), and one process has one: name the template files one by one"));
  }
}
