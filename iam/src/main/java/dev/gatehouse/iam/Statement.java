package dev.gatehouse.iam;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    Stream<String> variables() {
      return patterns.stream().flatMap(pattern -> pattern.variables().stream());
    }
  }

  Statement {
    conditions = List.copyOf(conditions);
  }

  /// @param asked whether a pattern of actions covers one that may be asked for
  boolean mayCover(Predicate<String> asked) {
    return actions.negated()
        || actions.patterns().stream().map(PolicyPattern::toString).anyMatch(asked);
  }

  /// The condition keys that it looks at, itself or through variables.
  Set<String> keys() {
    return Stream.of(
            conditions.stream().map(Condition::key),
            conditions.stream().flatMap(condition -> condition.variables().stream()),
            resources == null ? Stream.<String>of() : resources.variables())
        .flatMap(keys -> keys)
        .collect(Collectors.toCollection(LinkedHashSet::new));
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
