package dev.gatehouse.iam;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;

/// The condition operators without their prefixes and suffix
/// (reference_policies_elements_condition_operators.html). A negated one holds when its positive
/// twin does not.
enum Comparison {
  STRING_EQUALS("StringEquals", false, Comparison::stringEquals),
  STRING_NOT_EQUALS("StringNotEquals", true, Comparison::stringEquals),
  STRING_EQUALS_IGNORE_CASE("StringEqualsIgnoreCase", false, Comparison::stringEqualsIgnoreCase),
  STRING_NOT_EQUALS_IGNORE_CASE(
      "StringNotEqualsIgnoreCase", true, Comparison::stringEqualsIgnoreCase),
  STRING_LIKE("StringLike", false, Comparison::stringLike),
  STRING_NOT_LIKE("StringNotLike", true, Comparison::stringLike),
  NUMERIC_EQUALS("NumericEquals", false, numeric(order -> order == 0)),
  NUMERIC_NOT_EQUALS("NumericNotEquals", true, numeric(order -> order == 0)),
  NUMERIC_LESS_THAN("NumericLessThan", false, numeric(order -> order < 0)),
  NUMERIC_LESS_THAN_EQUALS("NumericLessThanEquals", false, numeric(order -> order <= 0)),
  NUMERIC_GREATER_THAN("NumericGreaterThan", false, numeric(order -> order > 0)),
  NUMERIC_GREATER_THAN_EQUALS("NumericGreaterThanEquals", false, numeric(order -> order >= 0)),
  DATE_EQUALS("DateEquals", false, date(order -> order == 0)),
  DATE_NOT_EQUALS("DateNotEquals", true, date(order -> order == 0)),
  DATE_LESS_THAN("DateLessThan", false, date(order -> order < 0)),
  DATE_LESS_THAN_EQUALS("DateLessThanEquals", false, date(order -> order <= 0)),
  DATE_GREATER_THAN("DateGreaterThan", false, date(order -> order > 0)),
  DATE_GREATER_THAN_EQUALS("DateGreaterThanEquals", false, date(order -> order >= 0)),
  BOOL("Bool", false, Comparison::bool),
  BINARY_EQUALS("BinaryEquals", false, Comparison::binary),
  IP_ADDRESS("IpAddress", false, Comparison::ipAddress),
  NOT_IP_ADDRESS("NotIpAddress", true, Comparison::ipAddress),
  ARN_EQUALS("ArnEquals", false, Comparison::arn),
  ARN_NOT_EQUALS("ArnNotEquals", true, Comparison::arn),
  ARN_LIKE("ArnLike", false, Comparison::arn),
  ARN_NOT_LIKE("ArnNotLike", true, Comparison::arn),
  /// Asks whether the key is absent; [Condition] answers it without comparing values.
  NULL("Null", false, Comparison::bool);

  /// One value of the policy, ready to be compared with one value of the request.
  @FunctionalInterface
  interface ValueTest {
    boolean matches(String found, RequestContext context);
  }

  @FunctionalInterface
  private interface Compiler {
    ValueTest compile(String expected, boolean variables);
  }

  private final String word;
  private final boolean negated;

  // The lambdas above hold constants only.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Compiler compiler;

  Comparison(String word, boolean negated, Compiler compiler) {
    this.word = word;
    this.negated = negated;
    this.compiler = compiler;
  }

  static Optional<Comparison> named(String word) {
    return Arrays.stream(values()).filter(it -> it.word.equals(word)).findFirst();
  }

  String word() {
    return word;
  }

  boolean negated() {
    return negated;
  }

  /// Only the string and ARN operators do (reference_policies_variables.html).
  boolean takesVariables() {
    return word.startsWith("String") || word.startsWith("Arn");
  }

  /// The positive test, also for a negated operator.
  ///
  /// @throws MalformedValue when the operator cannot have this value
  ValueTest compile(String expected, boolean variables) {
    return compiler.compile(expected, variables);
  }

  private static ValueTest stringEquals(String expected, boolean variables) {
    return PolicyPattern.exact(expected, variables, Glob::of)::matches;
  }

  private static ValueTest stringEqualsIgnoreCase(String expected, boolean variables) {
    return PolicyPattern.exact(expected, variables, Glob::ignoringCase)::matches;
  }

  private static ValueTest stringLike(String expected, boolean variables) {
    return PolicyPattern.like(expected, variables, Glob::of)::matches;
  }

  private static ValueTest arn(String expected, boolean variables) {
    var pattern = PolicyPattern.like(expected, variables, ArnGlob::of);
    if (!pattern.hasVariables() && expected.split(":", ArnGlob.PARTS).length != ArnGlob.PARTS) {
      throw new MalformedValue("not an ARN of six parts: " + expected);
    }
    return pattern::matches;
  }

  private static Compiler numeric(IntPredicate order) {
    return (expected, _) -> {
      var bound =
          number(expected).orElseThrow(() -> new MalformedValue("not a number: " + expected));
      return (found, _) -> number(found).filter(it -> order.test(it.compareTo(bound))).isPresent();
    };
  }

  private static Compiler date(IntPredicate order) {
    return (expected, _) -> {
      Instant bound =
          PolicyDate.parse(expected)
              .orElseThrow(() -> new MalformedValue("not an ISO 8601 date or time: " + expected));
      return (found, _) ->
          PolicyDate.parse(found).filter(it -> order.test(it.compareTo(bound))).isPresent();
    };
  }

  private static ValueTest bool(String expected, boolean variables) {
    String bool = expected.toLowerCase(Locale.ROOT);
    if (!bool.equals("true") && !bool.equals("false")) {
      throw new MalformedValue("neither true nor false: " + expected);
    }
    return (found, _) -> found.equalsIgnoreCase(bool);
  }

  private static ValueTest binary(String expected, boolean variables) {
    byte[] bytes =
        base64(expected).orElseThrow(() -> new MalformedValue("not base64: " + expected));
    return (found, _) -> base64(found).filter(it -> Arrays.equals(it, bytes)).isPresent();
  }

  private static ValueTest ipAddress(String expected, boolean variables) {
    var block =
        IpBlock.parse(expected)
            .orElseThrow(() -> new MalformedValue("not an IP address or CIDR block: " + expected));
    return (found, _) -> block.contains(found);
  }

  private static Optional<BigDecimal> number(String text) {
    // Bounded: BigDecimal compares 1e999999999 by writing it out.
    if (!text.matches("[+-]?[0-9]{1,30}(\\.[0-9]{1,30})?")) {
      return Optional.empty();
    }
    return Optional.of(new BigDecimal(text));
  }

  private static Optional<byte[]> base64(String text) {
    try {
      return Optional.of(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
