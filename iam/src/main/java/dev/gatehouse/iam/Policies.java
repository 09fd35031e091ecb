package dev.gatehouse.iam;

import dev.gatehouse.aws.AccessCheck;
import dev.gatehouse.aws.AccessRequest;
import dev.gatehouse.aws.Arn;
import dev.gatehouse.aws.Principal;
import dev.gatehouse.door.Reason;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Judges requests by the policies of one account. Session policies and organizations do not exist
/// here. Safe for use by many threads.
public final class Policies implements AccessCheck {
  private record Holder(PolicySet identity, PolicySet boundary) {}

  private static final Holder NOBODY =
      new Holder(
          new PolicySet(PolicyType.IDENTITY, List.of()),
          new PolicySet(PolicyType.BOUNDARY, List.of()));

  private final String account;
  private final InstantSource clock;
  private final Map<String, NamedPolicy> managed;
  private final Map<Principal.User, Holder> users = new HashMap<>();
  private final Map<Principal.RoleSession, Holder> roles = new HashMap<>();
  private final Map<String, NamedPolicy> resources = new HashMap<>();

  /// @throws IllegalArgumentException when the configuration has [faults][IamConfig#faults]
  public Policies(IamConfig config, InstantSource clock) {
    config.checked();
    this.account = config.account().digits();
    this.clock = clock;
    this.managed =
        config.managedPolicies().stream()
            .collect(Collectors.toMap(NamedPolicy::name, Function.identity()));
    for (var user : config.users()) {
      var identity = new ArrayList<>(identity(user.policies()));
      config.groups().stream()
          .filter(group -> user.groups().contains(group.name()))
          .forEach(group -> identity.addAll(identity(group.policies())));
      users.put(user.principal(), holder(identity, user.policies()));
    }
    for (var role : config.roles()) {
      roles.put(anySession(role.session("")), holder(identity(role.policies()), role.policies()));
    }
    for (var policy : config.resourcePolicies()) {
      String name = "of " + policy.resourceArn();
      resources.put(policy.resourceArn(), new NamedPolicy(name, policy.document()));
    }
  }

  @Override
  public Decision check(AccessRequest request) {
    var holder = holder(request.principal());
    String owner = owner(request.resource());
    var policies =
        new Judgement.Policies(
            holder.identity(),
            holder.boundary(),
            new PolicySet(PolicyType.RESOURCE, resourcePolicies(request.resource())),
            PrincipalEntry.accountOf(request.principal()).equals(owner));
    var inquiry =
        new Inquiry(
            request.principal(),
            request.action(),
            request.resource(),
            PrincipalKeys.context(request, owner, clock.instant()),
            policies.bounded());
    return decision(inquiry, Judgement.of(inquiry, policies));
  }

  private static Decision decision(Inquiry inquiry, Judgement judgement) {
    var explanation = new Explanation(inquiry);
    return switch (judgement) {
      case Judgement.Allowed() -> new Decision.Granted();
      case Judgement.ExplicitlyDenied(var type, var source) ->
          refused(
              inquiry, "with an explicit deny in " + type.withArticle, explanation.denied(source));
      case Judgement.NotAllowed(var missing) ->
          refused(
              inquiry,
              "because no %s allows the %s action"
                  .formatted(missing.type().words, inquiry.action()),
              explanation.notAllowed(missing));
    };
  }

  private static Decision refused(Inquiry inquiry, String told, String because) {
    var principal = inquiry.principal();
    String name = principal instanceof Principal.Anonymous ? "anonymous" : principal.name();
    return new Decision.Refused(
        new Reason.NotPermitted(name, inquiry.action(), inquiry.resource(), because),
        "User: %s is not authorized to perform: %s on resource: %s %s"
            .formatted(name, inquiry.action(), inquiry.resource(), told));
  }

  /// A principal that is not registered holds no policies.
  private Holder holder(Principal principal) {
    return switch (principal) {
      case Principal.User user -> users.getOrDefault(user, NOBODY);
      case Principal.RoleSession session -> roles.getOrDefault(anySession(session), NOBODY);
      case Principal.Root _, Principal.Service _, Principal.Anonymous _ -> NOBODY;
    };
  }

  private static Principal.RoleSession anySession(Principal.RoleSession session) {
    return new Principal.RoleSession(
        session.account(), session.rolePath(), session.roleName(), session.roleId(), "");
  }

  /// Some ARNs name no account, and `*` is no ARN: both mean this account's own.
  private String owner(String resource) {
    return Arn.parse(resource).map(Arn::account).filter(owner -> !owner.isEmpty()).orElse(account);
  }

  /// Those of the resource and of what it is part of.
  private List<NamedPolicy> resourcePolicies(String resource) {
    var found = new ArrayList<NamedPolicy>();
    for (String arn = resource; !arn.isEmpty(); arn = parent(arn)) {
      var policy = resources.get(arn);
      if (policy != null) {
        found.add(policy);
      }
    }
    return found;
  }

  private static String parent(String arn) {
    return arn.substring(0, Math.max(0, Math.max(arn.lastIndexOf(':'), arn.lastIndexOf('/'))));
  }

  private Holder holder(List<NamedPolicy> identity, Attachments attachments) {
    String boundary = attachments.boundary();
    return new Holder(
        new PolicySet(PolicyType.IDENTITY, identity),
        new PolicySet(
            PolicyType.BOUNDARY, boundary == null ? List.of() : List.of(managedPolicy(boundary))));
  }

  private List<NamedPolicy> identity(Attachments attachments) {
    var policies = new ArrayList<>(attachments.inline());
    attachments.managed().forEach(arn -> policies.add(managedPolicy(arn)));
    return policies;
  }

  private NamedPolicy managedPolicy(String arn) {
    var own = managed.get(arn);
    return own != null ? own : new NamedPolicy(arn, AwsManagedPolicies.find(arn).orElseThrow());
  }
}
