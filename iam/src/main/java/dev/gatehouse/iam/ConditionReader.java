package dev.gatehouse.iam;

import dev.gatehouse.iam.Comparison.ValueTest;
import dev.gatehouse.iam.Condition.Quantifier;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads a `Condition` element: operators, keys, values.
final class ConditionReader {
  private static final String IF_EXISTS = "IfExists";

  private record Operator(Quantifier quantifier, Comparison comparison, boolean ifExists) {}

  private final boolean variables;
  private final String path;
  private final BiConsumer<String, String> faults;

  ConditionReader(boolean variables, String path, BiConsumer<String, String> faults) {
    this.variables = variables;
    this.path = path;
    this.faults = faults;
  }

  List<Condition> read(@Nullable JsonNode json) {
    var conditions = new ArrayList<Condition>();
    if (json == null) {
      return conditions;
    }
    if (!json.isObject()) {
      faults.accept(path, "must be an object of condition operators");
      return conditions;
    }
    for (var member : json.properties()) {
      String where = path + "." + member.getKey();
      var operator = operator(member.getKey(), where);
      if (!member.getValue().isObject() || member.getValue().isEmpty()) {
        faults.accept(where, "must be an object of condition keys");
      } else if (operator != null) {
        for (var key : member.getValue().properties()) {
          conditions.add(condition(operator, key.getKey(), key.getValue(), where));
        }
      }
    }
    return conditions;
  }

  private @Nullable Operator operator(String text, String where) {
    var quantifier = Quantifier.ONE;
    for (var candidate : List.of(Quantifier.ALL, Quantifier.ANY)) {
      if (text.startsWith(candidate.prefix)) {
        quantifier = candidate;
      }
    }
    String word = text.substring(quantifier.prefix.length());
    boolean ifExists = word.endsWith(IF_EXISTS);
    word = ifExists ? word.substring(0, word.length() - IF_EXISTS.length()) : word;
    var comparison = Comparison.named(word);
    if (comparison.isEmpty()) {
      faults.accept(where, "is not a condition operator");
      return null;
    }
    if (comparison.get() == Comparison.NULL && (ifExists || quantifier != Quantifier.ONE)) {
      faults.accept(where, "Null takes neither IfExists nor a set operator");
    }
    return new Operator(quantifier, comparison.get(), ifExists);
  }

  private Condition condition(Operator operator, String key, JsonNode values, String path) {
    String where = path + "." + key;
    if (key.indexOf(':') < 1) {
      faults.accept(where, "is not a condition key such as aws:SourceIp");
    }
    if (values.isArray() && values.isEmpty()) {
      faults.accept(where, "has no values");
    }
    var expected = new ArrayList<String>();
    var tests = new ArrayList<ValueTest>();
    if (values.isArray()) {
      for (int i = 0; i < values.size(); i++) {
        value(operator, values.get(i), where + "[" + i + "]", expected, tests);
      }
    } else {
      value(operator, values, where, expected, tests);
    }
    return new Condition(
        operator.quantifier(),
        operator.comparison(),
        operator.ifExists(),
        key,
        expected,
        tests,
        variablesOf(operator.comparison(), expected));
  }

  private Set<String> variablesOf(Comparison comparison, List<String> expected) {
    var keys = new LinkedHashSet<String>();
    if (variables && comparison.takesVariables()) {
      expected.forEach(text -> keys.addAll(PolicyPattern.variables(text)));
    }
    return keys;
  }

  private void value(
      Operator operator,
      JsonNode value,
      String where,
      List<String> expected,
      List<ValueTest> tests) {
    if (!value.isString() && !value.isBoolean() && !value.isNumber()) {
      faults.accept(where, "must be a string, a number or a boolean");
      return;
    }
    try {
      tests.add(operator.comparison().compile(value.asString(), variables));
      expected.add(value.asString());
    } catch (MalformedValue malformed) {
      faults.accept(where, malformed.problem());
    }
  }
}
