package dev.gatehouse.cloudformation;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What one parameter's declaration says of its value.
final class ParameterConstraints {
  private static final int LONGEST_VALUE = 4096;
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]{1,30}(\\.[0-9]{0,30})?|\\.[0-9]{1,30})([eE][+-]?[0-9]{1,3})?");

  private final ObjectNode declaration;
  private final PropertyPath at;
  private final Findings findings;

  ParameterConstraints(ObjectNode declaration, PropertyPath at, Findings findings) {
    this.declaration = declaration;
    this.at = at;
    this.findings = findings;
  }

  boolean allowText(String value) {
    if (value.length() > LONGEST_VALUE) {
      return refuse("the value is longer than " + LONGEST_VALUE + " characters");
    }
    return allowListed(value)
        && allowPattern(value)
        && bound("MinLength", value, least -> least <= 0, "must contain at least %s characters")
        && bound("MaxLength", value, most -> most >= 0, "must contain at most %s characters");
  }

  boolean allowNumber(String value) {
    Optional<BigDecimal> number = number(value.strip());
    if (number.isEmpty()) {
      return refuse("the value must be a number");
    }
    return allowListed(value)
        && limit("MinValue", number.get(), order -> order >= 0, "must be a number not less than %s")
        && limit(
            "MaxValue", number.get(), order -> order <= 0, "must be a number not greater than %s");
  }

  private static Optional<BigDecimal> number(String text) {
    return NUMBER.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
  }

  private boolean allowListed(String value) {
    JsonNode allowed = declaration.path("AllowedValues");
    if (allowed.isMissingNode()) {
      return true;
    }
    if (!allowed.isArray()) {
      findings.fault(at.member("AllowedValues"), "expected a list");
      return false;
    }
    return allowed
            .valueStream()
            .anyMatch(one -> one.isValueNode() && new Expression.Literal(one).text().equals(value))
        || refuse("Parameter '" + OneLine.quote(at.step()) + "' must be one of AllowedValues");
  }

  private boolean allowPattern(String value) {
    JsonNode allowed = declaration.path("AllowedPattern");
    if (allowed.isMissingNode()) {
      return true;
    }
    String pattern = allowed.asString("");
    try {
      return Pattern.compile(pattern).matcher(new PatientText(value)).matches()
          || refuse(
              "Parameter '%s' must match pattern %s"
                  .formatted(OneLine.quote(at.step()), OneLine.quote(pattern)));
    } catch (PatternSyntaxException e) {
      findings.fault(
          at.member("AllowedPattern"),
          "not a regular expression: " + OneLine.quote(e.getDescription()));
    } catch (PatientText.OutOfPatience | StackOverflowError e) {
      findings.fault(at.member("AllowedPattern"), "this pattern takes too long to match");
    }
    return false;
  }

  /// @param fits given the bound minus the value's length
  private boolean bound(String member, String value, IntPredicate fits, String sentence) {
    return limit(member, BigDecimal.valueOf(value.length()), order -> fits.test(-order), sentence);
  }

  /// @param fits given how the value compares to the bound
  private boolean limit(String member, BigDecimal value, IntPredicate fits, String sentence) {
    JsonNode node = declaration.path(member);
    if (node.isMissingNode()) {
      return true;
    }
    Optional<BigDecimal> limit =
        node.isValueNode() ? number(new Expression.Literal(node).text()) : Optional.empty();
    if (limit.isEmpty()) {
      findings.fault(at.member(member), "expected a number");
      return false;
    }
    return fits.test(value.compareTo(limit.get()))
        || refuse(
            "Parameter '%s' %s"
                .formatted(OneLine.quote(at.step()), sentence.formatted(limit.get())));
  }

  private boolean refuse(String problem) {
    JsonNode description = declaration.path("ConstraintDescription");
    findings.fault(
        at,
        description.isString()
            ? "Parameter %s failed to satisfy constraint: %s"
                .formatted(OneLine.quote(at.step()), OneLine.quote(description.stringValue()))
            : problem);
    return false;
  }

  /// A text that ends the search of a pattern which backtracks without end.
  private static final class PatientText implements CharSequence {
    private static final int MOST_READS = 1_000_000;

    private final String text;
    private int reads;

    PatientText(String text) {
      this.text = text;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (++reads > MOST_READS) {
        throw new OutOfPatience();
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }

    private static final class OutOfPatience extends RuntimeException {}
  }
}
