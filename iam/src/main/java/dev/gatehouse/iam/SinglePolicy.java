package dev.gatehouse.iam;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.aws.AccessCheck;
import dev.gatehouse.aws.AccessRequest;
import dev.gatehouse.aws.AccountId;
import dev.gatehouse.aws.Tags;
import dev.gatehouse.iam.PolicySet.Source;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// One document that has the only say, whoever asks: what a Lambda authorizer answers, for one. A
/// deny counts before any allow, and what is not allowed is refused.
public final class SinglePolicy implements AccessCheck {
  private final PolicySet policy;
  private final AccountId account;
  private final InstantSource clock;

  /// @param name how its owner knows it
  /// @param account whose resources it speaks of
  public SinglePolicy(
      String name, PolicyDocument document, AccountId account, InstantSource clock) {
    this.policy = new PolicySet(PolicyType.IDENTITY, List.of(new NamedPolicy(name, document)));
    this.account = requireNonNull(account, "account");
    this.clock = requireNonNull(clock, "clock");
  }

  @Override
  public Decision check(AccessRequest request) {
    var inquiry =
        new Inquiry(
            request.principal(),
            request.action(),
            request.resource(),
            PrincipalKeys.context(request, account.digits(), Tags.NONE, clock.instant()),
            false);
    var explanation = new Explanation(inquiry);
    Optional<Source> deny = policy.denial(inquiry);
    if (deny.isPresent()) {
      return Policies.refused(request, "with an explicit deny", explanation.denied(deny.get()));
    }
    return policy.allows(inquiry)
        ? new Decision.Granted()
        : Policies.refused(request, "", explanation.notAllowed(policy));
  }
}
