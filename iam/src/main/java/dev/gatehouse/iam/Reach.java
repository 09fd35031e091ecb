package dev.gatehouse.iam;

/// How directly a resource-based statement names a principal. It decides which other policies can
/// still stand in the way (reference_policies_evaluation-logic_policy-eval-basics.html).
enum Reach {
  NONE,
  /// Names the principal's account, which leaves the choice to identity-based policies.
  ACCOUNT,
  /// Names the role of a session: a permissions boundary still limits it.
  ROLE,
  /// Names the principal itself, or everyone.
  DIRECT
}
