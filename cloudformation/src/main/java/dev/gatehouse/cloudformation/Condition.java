package dev.gatehouse.cloudformation;

import java.util.List;
import java.util.stream.Stream;

/// An entry of the template's `Conditions`, or a part of one.
sealed interface Condition {
  record Equals(Expression left, Expression right) implements Condition {}

  record And(List<Condition> all) implements Condition {}

  record Or(List<Condition> any) implements Condition {}

  record Not(Condition negated) implements Condition {}

  record Named(String name) implements Condition {}

  /// Already reported as a fault.
  record Faulty() implements Condition {}

  /// The other conditions that must be known first.
  default Stream<String> references() {
    return switch (this) {
      case Equals(var left, var right) -> Stream.concat(conditionsOf(left), conditionsOf(right));
      case And(var all) -> all.stream().flatMap(Condition::references);
      case Or(var any) -> any.stream().flatMap(Condition::references);
      case Not(var negated) -> negated.references();
      case Named(var name) -> Stream.of(name);
      case Faulty _ -> Stream.empty();
    };
  }

  private static Stream<String> conditionsOf(Expression value) {
    Stream<String> own =
        value instanceof Expression.If choice ? Stream.of(choice.condition()) : Stream.empty();
    return Stream.concat(own, value.parts().flatMap(Condition::conditionsOf));
  }
}
