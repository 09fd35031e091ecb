package dev.gatehouse.iam;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// One operator on one key: values are alternatives, conditions of a statement must all hold
/// (reference_policies_condition-logic-multiple-context-keys-or-values.html).
///
/// @param expected the values as the policy writes them
/// @param variables the keys that its values take variables from
record Condition(
    Quantifier quantifier,
    Comparison comparison,
    boolean ifExists,
    String key,
    List<String> expected,
    List<Comparison.ValueTest> tests,
    Set<String> variables) {
  /// `ForAllValues:`, `ForAnyValue:`, or neither.
  enum Quantifier {
    ONE(""),
    ALL("ForAllValues:"),
    ANY("ForAnyValue:");

    final String prefix;

    Quantifier(String prefix) {
      this.prefix = prefix;
    }
  }

  Condition {
    expected = List.copyOf(expected);
    tests = List.copyOf(tests);
    variables = Set.copyOf(variables);
  }

  /// @param effect of the statement. Several values under an operator without `For…Values:` are
  ///   undefined on AWS; here they are read against the guest: an allow needs all of them, a deny
  ///   any.
  boolean holds(RequestContext context, Effect effect) {
    var found = context.values(key);
    if (comparison == Comparison.NULL) {
      String absent = found.isEmpty() ? "true" : "false";
      return expected.stream().anyMatch(it -> it.toLowerCase(Locale.ROOT).equals(absent));
    }
    if (found.isEmpty()) {
      return ifExists || holdsWithoutKey();
    }
    boolean every =
        switch (quantifier) {
          case ALL -> true;
          case ANY -> false;
          case ONE -> effect == Effect.ALLOW;
        };
    return every
        ? found.stream().allMatch(value -> passes(value, context))
        : found.stream().anyMatch(value -> passes(value, context));
  }

  private boolean holdsWithoutKey() {
    return switch (quantifier) {
      case ALL -> true;
      case ANY -> false;
      case ONE -> comparison.negated();
    };
  }

  private boolean passes(String value, RequestContext context) {
    return comparison.negated() != tests.stream().anyMatch(test -> test.matches(value, context));
  }

  String operator() {
    return quantifier.prefix + comparison.word() + (ifExists ? "IfExists" : "");
  }
}
