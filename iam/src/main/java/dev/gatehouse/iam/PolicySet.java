package dev.gatehouse.iam;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Policies of one type that apply together.
record PolicySet(PolicyType type, List<NamedPolicy> policies) {
  /// A statement and the policy that it stands in.
  record Source(NamedPolicy policy, Statement statement) {}

  PolicySet {
    policies = List.copyOf(policies);
  }

  Stream<Source> statements(Effect effect) {
    return policies.stream()
        .flatMap(policy ->
            policy.document().statements().stream()
                .filter(statement -> statement.effect() == effect)
                .map(statement -> new Source(policy, statement)));
  }

  boolean allows(Inquiry inquiry) {
    return reach(inquiry) != Reach.NONE;
  }

  /// The most direct of its allowing statements.
  Reach reach(Inquiry inquiry) {
    Reach most = Reach.NONE;
    for (var policy : policies) {
      for (var statement : policy.document().statements()) {
        if (statement.effect() == Effect.ALLOW) {
          Reach reach = statement.reach(inquiry);
          most = reach.compareTo(most) > 0 ? reach : most;
        }
      }
    }
    return most;
  }

  /// The first of its denying statements that says anything about this inquiry.
  Optional<Source> denial(Inquiry inquiry) {
    for (var policy : policies) {
      for (var statement : policy.document().statements()) {
        if (statement.effect() == Effect.DENY && statement.applies(inquiry)) {
          return Optional.of(new Source(policy, statement));
        }
      }
    }
    return Optional.empty();
  }
}
