package dev.gatehouse.iam;

import java.util.List;
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
    return statements(Effect.ALLOW)
        .map(source -> source.statement().reach(inquiry))
        .max(Reach::compareTo)
        .orElse(Reach.NONE);
  }
}
