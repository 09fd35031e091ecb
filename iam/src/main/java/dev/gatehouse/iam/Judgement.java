package dev.gatehouse.iam;

import dev.gatehouse.aws.Principal;
import dev.gatehouse.iam.PolicySet.Source;
import java.util.List;
import java.util.Optional;

/// What all the policies together say of one inquiry, by AWS's evaluation logic
/// (reference_policies_evaluation-logic_policy-eval-denyallow.html and, for one account and for
/// two, …_policy-eval-basics.html and reference_policies_evaluation-logic-cross-account.html).
sealed interface Judgement {
  record Allowed() implements Judgement {}

  record ExplicitlyDenied(PolicyType type, Source source) implements Judgement {}

  /// @param missing the policies among which an allow was needed; AWS names one type only
  record NotAllowed(PolicySet missing) implements Judgement {}

  /// @param boundary empty list of policies when the principal has none
  /// @param sameAccount whether principal and resource belong together
  record Policies(PolicySet identity, PolicySet boundary, PolicySet resource, boolean sameAccount) {
    boolean bounded() {
      return !boundary.policies().isEmpty();
    }

    boolean withinBoundary(Inquiry inquiry) {
      return !bounded() || boundary.allows(inquiry);
    }
  }

  static Judgement of(Inquiry inquiry, Policies policies) {
    return deny(inquiry, policies).orElseGet(() -> allow(inquiry, policies));
  }

  /// A deny counts wherever it stands, before any allow, for the root user too.
  private static Optional<Judgement> deny(Inquiry inquiry, Policies policies) {
    return List.of(policies.identity(), policies.resource(), policies.boundary()).stream()
        .flatMap(set ->
            set.statements(Effect.DENY)
                .filter(source -> source.statement().applies(inquiry))
                .map(source -> (Judgement) new ExplicitlyDenied(set.type(), source)))
        .findFirst();
  }

  private static Judgement allow(Inquiry inquiry, Policies policies) {
    Reach reach = policies.resource().reach(inquiry);
    return switch (inquiry.principal()) {
      case Principal.Root _ ->
          policies.sameAccount() || reach != Reach.NONE
              ? new Allowed()
              : new NotAllowed(policies.resource());
      case Principal.User _, Principal.RoleSession _ ->
          policies.sameAccount()
              ? inOneAccount(inquiry, policies, reach)
              : acrossAccounts(inquiry, policies, reach);
      // Neither belongs to an account: only the resource can let them in.
      case Principal.Service _, Principal.Anonymous _ ->
          reach == Reach.NONE ? new NotAllowed(policies.resource()) : new Allowed();
    };
  }

  private static Judgement inOneAccount(Inquiry inquiry, Policies policies, Reach reach) {
    if (reach == Reach.DIRECT) {
      return new Allowed();
    }
    if (reach != Reach.ROLE && !policies.identity().allows(inquiry)) {
      return new NotAllowed(policies.identity());
    }
    return policies.withinBoundary(inquiry) ? new Allowed() : new NotAllowed(policies.boundary());
  }

  private static Judgement acrossAccounts(Inquiry inquiry, Policies policies, Reach reach) {
    if (!policies.identity().allows(inquiry)) {
      return new NotAllowed(policies.identity());
    }
    if (!policies.withinBoundary(inquiry)) {
      return new NotAllowed(policies.boundary());
    }
    return reach == Reach.NONE ? new NotAllowed(policies.resource()) : new Allowed();
  }
}
