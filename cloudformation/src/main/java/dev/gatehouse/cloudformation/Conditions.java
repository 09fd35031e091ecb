package dev.gatehouse.cloudformation;

import dev.gatehouse.cloudformation.Expression.Faulty;
import dev.gatehouse.cloudformation.Expression.Literal;
import dev.gatehouse.cloudformation.Expression.NoValue;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/// Decides the template's conditions, those that others name first.
final class Conditions {
  private static final PropertyPath ROOT = PropertyPath.root("Conditions");

  private final Reducer values;
  private final Map<String, Boolean> truths;
  private final Findings findings;

  /// @param truths filled while deciding; `values` reads the same map
  Conditions(Reducer values, Map<String, Boolean> truths, Findings findings) {
    this.values = values;
    this.truths = truths;
    this.findings = findings;
  }

  /// Conditions at fault get no truth.
  void decide(SequencedMap<String, Condition> conditions) {
    SequencedMap<String, Set<String>> dependencies = new LinkedHashMap<>();
    conditions.forEach((name, condition) ->
        dependencies.put(
            name, condition.references().collect(Collectors.toCollection(LinkedHashSet::new))));
    DependencyOrder order = DependencyOrder.of(dependencies);
    for (List<String> cycle : order.cycles()) {
      findings.fault(
          ROOT.member(cycle.getFirst()),
          "Circular dependency between conditions: [%s]".formatted(String.join(" -> ", cycle)));
    }
    for (String name : order.ordered()) {
      Optional.ofNullable(conditions.get(name))
          .flatMap(condition -> holds(condition, ROOT.member(name)))
          .ifPresent(truth -> truths.put(name, truth));
    }
  }

  private Optional<Boolean> holds(Condition condition, PropertyPath at) {
    return switch (condition) {
      case Condition.Equals(var left, var right) -> equal(left, right, at);
      case Condition.And(var all) -> fold(all, true, at);
      case Condition.Or(var any) -> fold(any, false, at);
      case Condition.Not(var negated) -> holds(negated, at).map(truth -> !truth);
      case Condition.Named(var name) -> Optional.ofNullable(truths.get(name));
      case Condition.Faulty _ -> Optional.empty();
    };
  }

  private Optional<Boolean> fold(List<Condition> operands, boolean neutral, PropertyPath at) {
    boolean result = neutral;
    for (Condition operand : operands) {
      Optional<Boolean> truth = holds(operand, at);
      if (truth.isEmpty()) {
        return truth;
      }
      result = neutral ? result && truth.get() : result || truth.get();
    }
    return Optional.of(result);
  }

  private Optional<Boolean> equal(Expression left, Expression right, PropertyPath at) {
    Optional<String> one = comparable(values.reduce(left, at), at);
    Optional<String> other = comparable(values.reduce(right, at), at);
    return one.flatMap(text -> other.map(text::equals));
  }

  /// Values compare as text: `true` equals `"true"`.
  private Optional<String> comparable(Expression value, PropertyPath at) {
    return switch (value) {
      case Literal literal -> Optional.of(literal.text());
      case NoValue _ -> {
        findings.fault(at, "AWS::NoValue cannot be compared");
        yield Optional.empty();
      }
      case Faulty _ -> Optional.empty();
      case Expression list -> Literals.known(list).map(Object::toString);
    };
  }
}
