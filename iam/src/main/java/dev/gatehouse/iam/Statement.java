package dev.gatehouse.iam;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One statement of a policy, checked and compiled.
///
/// @param label its Sid, or its place in the document when it has none
/// @param principals null in an identity-based policy, whose principal is who it is attached to
/// @param resources null in a trust policy, whose resource is the role
record Statement(
    String label,
    Effect effect,
    @Nullable Principals principals,
    Patterns actions,
    @Nullable Patterns resources,
    List<Condition> conditions) {
  /// `Principal`, or `NotPrincipal` when negated.
  record Principals(List<PrincipalEntry> entries, boolean negated) {
    Reach reach(Inquiry inquiry) {
      if (negated) {
        return PrincipalEntry.spares(entries, inquiry) ? Reach.NONE : Reach.DIRECT;
      }
      return entries.stream()
          .map(entry -> entry.reach(inquiry.principal()))
          .max(Reach::compareTo)
          .orElse(Reach.NONE);
    }
  }

  /// `Action` or `Resource`; `NotAction` or `NotResource` when negated.
  record Patterns(List<PolicyPattern> patterns, boolean negated) {
    boolean cover(String candidate, RequestContext context) {
      return negated != patterns.stream().anyMatch(pattern -> pattern.matches(candidate, context));
    }
  }

  Statement {
    conditions = List.copyOf(conditions);
  }

  boolean covers(Inquiry inquiry) {
    return coversAction(inquiry) && coversResource(inquiry) && failedCondition(inquiry).isEmpty();
  }

  /// [Reach#NONE] when the statement says nothing about this inquiry.
  Reach reach(Inquiry inquiry) {
    Reach reach = named(inquiry);
    return reach != Reach.NONE && covers(inquiry) ? reach : Reach.NONE;
  }

  boolean applies(Inquiry inquiry) {
    return reach(inquiry) != Reach.NONE;
  }

  Reach named(Inquiry inquiry) {
    return principals == null ? Reach.DIRECT : principals.reach(inquiry);
  }

  boolean coversAction(Inquiry inquiry) {
    return actions.cover(inquiry.action(), inquiry.context());
  }

  boolean coversResource(Inquiry inquiry) {
    return resources == null || resources.cover(inquiry.resource(), inquiry.context());
  }

  Optional<Condition> failedCondition(Inquiry inquiry) {
    return conditions.stream()
        .filter(condition -> !condition.holds(inquiry.context(), effect))
        .findFirst();
  }
}
