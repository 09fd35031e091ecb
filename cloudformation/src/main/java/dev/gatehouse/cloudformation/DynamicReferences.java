package dev.gatehouse.cloudformation;

import dev.gatehouse.cloudformation.Expression.Literal;
import java.util.regex.Pattern;

/// `{{resolve:ssm:…}}`, `{{resolve:ssm-secure:…}}`, `{{resolve:secretsmanager:…}}`: what they name
/// is not here, and their text must never stand for the value.
final class DynamicReferences {
  private static final Pattern REFERENCE =
      Pattern.compile("\\{\\{resolve:(?<service>[^:}]*)[^}]*\\}\\}");

  private DynamicReferences() {}

  static void refuse(Expression value, PropertyPath at, Findings findings) {
    value.walk(
        at,
        (part, place) -> {
          if (part instanceof Literal literal) {
            var reference = REFERENCE.matcher(literal.text());
            if (reference.find()) {
              findings.fault(
                  place,
                  "%s cannot be resolved: there is no %s here; give the value as a parameter"
                      .formatted(
                          OneLine.quote(reference.group()),
                          reference.group("service").equals("secretsmanager")
                              ? "Secrets Manager"
                              : "Parameter Store"));
            }
          }
        });
  }
}
