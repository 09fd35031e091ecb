package dev.gatehouse.cloudformation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads the entries of the template's `Conditions`.
final class ConditionReader {
  private static final Set<String> FUNCTIONS =
      Set.of("Condition", "Fn::And", "Fn::Equals", "Fn::Not", "Fn::Or");
  private static final int MOST_OPERANDS = 10;

  private final ExpressionReader values;
  private final Findings findings;

  ConditionReader(ExpressionReader values, Findings findings) {
    this.values = values;
    this.findings = findings;
  }

  Condition read(JsonNode node, PropertyPath at) {
    if (!(node instanceof ObjectNode object) || object.size() != 1) {
      return fault(at, "a condition is an object with one function, one of " + names());
    }
    var only = object.properties().iterator().next();
    JsonNode argument = only.getValue();
    PropertyPath inside = at.member(only.getKey());
    return switch (only.getKey()) {
      case "Fn::Equals" -> equalTo(argument, inside);
      case "Fn::And" -> operands(argument, inside, Condition.And::new);
      case "Fn::Or" -> operands(argument, inside, Condition.Or::new);
      case "Fn::Not" ->
          argument.isArray() && argument.size() == 1
              ? new Condition.Not(read(argument.path(0), inside.element(0)))
              : fault(inside, "Fn::Not takes a list of one condition");
      case "Condition" -> named(argument, inside);
      default ->
          fault(
              at,
              "%s is no condition, expected one of %s%s"
                  .formatted(
                      OneLine.quote(only.getKey()),
                      names(),
                      NearestName.hint(only.getKey(), FUNCTIONS)));
    };
  }

  private Condition equalTo(JsonNode argument, PropertyPath at) {
    return argument.isArray() && argument.size() == 2
        ? new Condition.Equals(
            values.read(argument.path(0), at.element(0)),
            values.read(argument.path(1), at.element(1)))
        : fault(at, "Fn::Equals takes a list of two values");
  }

  private Condition operands(
      JsonNode argument, PropertyPath at, Function<List<Condition>, Condition> operator) {
    if (!argument.isArray() || argument.size() < 2 || argument.size() > MOST_OPERANDS) {
      return fault(at, "takes a list of 2 to " + MOST_OPERANDS + " conditions");
    }
    List<Condition> operands = new ArrayList<>();
    for (int i = 0; i < argument.size(); i++) {
      operands.add(read(argument.path(i), at.element(i)));
    }
    return operator.apply(List.copyOf(operands));
  }

  private Condition named(JsonNode argument, PropertyPath at) {
    if (!argument.isString()) {
      return fault(at, "Condition takes a condition's name");
    }
    return values.condition(argument.stringValue(), at)
        ? new Condition.Named(argument.stringValue())
        : new Condition.Faulty();
  }

  private Condition fault(PropertyPath at, String problem) {
    findings.fault(at, problem);
    return new Condition.Faulty();
  }

  private static String names() {
    return String.join(", ", FUNCTIONS.stream().sorted().toList());
  }
}
