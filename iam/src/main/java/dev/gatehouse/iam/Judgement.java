package dev.gatehouse.iam;

import dev.gatehouse.aws.Principal;
import dev.gatehouse.iam.PolicySet.Source;
import java.util.ArrayList;
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

  /// @param limits what the principal was narrowed to, each on its own: a permissions boundary,
  ///   session policies
  /// @param resource the resource's policies, or a role's trust policy
  /// @param sameAccount whether principal and resource belong together
  record Policies(
      PolicySet identity, List<PolicySet> limits, PolicySet resource, boolean sameAccount) {
    public Policies {
      limits = List.copyOf(limits);
    }

    /// The first limit that allows nothing of this.
    Optional<PolicySet> beyond(Inquiry inquiry) {
      return limits.stream().filter(limit -> !limit.allows(inquiry)).findFirst();
    }

    private List<PolicySet> all() {
      var all = new ArrayList<PolicySet>();
      all.add(resource);
      all.add(identity);
      all.addAll(limits);
      return all;
    }
  }

  static Judgement of(Inquiry inquiry, Policies policies) {
    return deny(inquiry, policies).orElseGet(() -> allow(inquiry, policies));
  }

  /// A deny counts wherever it stands, before any allow, for the root user too.
  private static Optional<Judgement> deny(Inquiry inquiry, Policies policies) {
    for (var set : policies.all()) {
      var denial = set.denial(inquiry);
      if (denial.isPresent()) {
        return Optional.of(new ExplicitlyDenied(set.type(), denial.get()));
      }
    }
    return Optional.empty();
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
    // Other than a bucket's or a function's policy, a trust policy must name whom it lets in.
    if (policies.resource().type() == PolicyType.TRUST && reach == Reach.NONE) {
      return new NotAllowed(policies.resource());
    }
    if (reach == Reach.DIRECT) {
      return new Allowed();
    }
    if (reach != Reach.ROLE && !policies.identity().allows(inquiry)) {
      return new NotAllowed(policies.identity());
    }
    return policies.beyond(inquiry).<Judgement>map(NotAllowed::new).orElseGet(Allowed::new);
  }

  private static Judgement acrossAccounts(Inquiry inquiry, Policies policies, Reach reach) {
    if (!policies.identity().allows(inquiry)) {
      return new NotAllowed(policies.identity());
    }
    return policies
        .beyond(inquiry)
        .<Judgement>map(NotAllowed::new)
        .orElseGet(() -> reach == Reach.NONE ? new NotAllowed(policies.resource()) : new Allowed());
  }
}
