package dev.gatehouse.iam;

import dev.gatehouse.iam.PolicySet.Source;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Says to the owner which statement came nearest to allowing, and where it falls short.
final class Explanation {
  private static final int SHOWN = 6;

  private final Inquiry inquiry;

  Explanation(Inquiry inquiry) {
    this.inquiry = inquiry;
  }

  String denied(Source source) {
    return source.statement().label() + " of policy " + source.policy().name() + " denies it";
  }

  String notAllowed(PolicySet missing) {
    String none = "no " + missing.type().words + " allows it";
    if (missing.policies().isEmpty()) {
      return none + ": there is none";
    }
    return missing
        .statements(Effect.ALLOW)
        .max(Comparator.comparingInt(source -> closeness(source.statement())))
        .map(nearest -> none + "; " + shortfall(nearest))
        .orElse(none);
  }

  /// How many of its elements fit, the telling ones first.
  private int closeness(Statement statement) {
    return (statement.coversAction(inquiry) ? 8 : 0)
        + (statement.coversResource(inquiry) ? 4 : 0)
        + (statement.named(inquiry) != Reach.NONE ? 2 : 0)
        + (statement.failedCondition(inquiry).isEmpty() ? 1 : 0);
  }

  private String shortfall(Source nearest) {
    var statement = nearest.statement();
    String policy = statement.label() + " of policy " + nearest.policy().name();
    if (!statement.coversAction(inquiry)) {
      return policy
          + " allows "
          + shown(statement.actions())
          + (statement.resources() == null ? "" : " on " + shown(statement.resources()))
          + ", not "
          + inquiry.action();
    }
    if (statement.resources() != null && !statement.coversResource(inquiry)) {
      return policy
          + " allows "
          + inquiry.action()
          + " on "
          + shown(statement.resources())
          + ", not on "
          + inquiry.resource();
    }
    if (statement.principals() != null && statement.named(inquiry) == Reach.NONE) {
      return policy
          + " allows it to "
          + shown(statement.principals().entries().stream().map(PrincipalEntry::shown))
          + ", not to "
          + inquiry.principal().name();
    }
    return statement
        .failedCondition(inquiry)
        .map(condition -> policy + " allows it only when " + shown(condition))
        .orElseGet(
            () -> policy + " names only the account: an identity-based policy must allow it");
  }

  private String shown(Condition condition) {
    var found = inquiry.context().values(condition.key());
    return condition.operator()
        + " "
        + condition.key()
        + " "
        + shown(condition.expected().stream())
        + "; the request has "
        + (found.isEmpty() ? "no such key" : shown(found.stream()));
  }

  private static String shown(Statement.Patterns patterns) {
    return (patterns.negated() ? "all but " : "")
        + shown(patterns.patterns().stream().map(PolicyPattern::toString));
  }

  private static String shown(Stream<String> values) {
    List<String> all = values.toList();
    return all.size() <= SHOWN
        ? all.toString()
        : all.subList(0, SHOWN) + " and " + (all.size() - SHOWN) + " more";
  }
}
