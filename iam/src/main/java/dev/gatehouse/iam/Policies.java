package dev.gatehouse.iam;

import dev.gatehouse.aws.AccessCheck;
import dev.gatehouse.aws.AccessRequest;
import dev.gatehouse.aws.Arn;
import dev.gatehouse.aws.Principal;
import dev.gatehouse.aws.SessionPolicies;
import dev.gatehouse.aws.Tags;
import dev.gatehouse.door.Reason;
import dev.gatehouse.iam.PolicyDocument.Reading;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Judges requests by the policies of one account. Organizations do not exist here. Safe for use by
/// many threads.
public final class Policies implements AccessCheck {
  /// @param limits the permissions boundary, if there is one
  private record Holder(PolicySet identity, List<PolicySet> limits, Tags tags) {
    Holder within(PolicySet limit) {
      return new Holder(identity, Stream.concat(limits.stream(), Stream.of(limit)).toList(), tags);
    }

    /// A session's own tags stand over its role's (id_session-tags.html).
    Holder tagged(Tags session) {
      return new Holder(identity, limits, session.over(tags));
    }
  }

  private static final Holder NOBODY =
      new Holder(new PolicySet(PolicyType.IDENTITY, List.of()), List.of(), Tags.NONE);

  private final String account;
  private final InstantSource clock;
  private final Map<String, NamedPolicy> managed;
  private final Map<Principal.User, Holder> users = new HashMap<>();
  private final Map<Principal.RoleSession, Holder> roles = new HashMap<>();
  private final Map<String, NamedPolicy> resources = new HashMap<>();
  private final Map<String, NamedPolicy> trust = new HashMap<>();

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
      users.put(user.principal(), holder(identity, user.policies(), user.tags()));
    }
    for (var role : config.roles()) {
      roles.put(role.anySession(), holder(identity(role.policies()), role.policies(), role.tags()));
      trust.put(role.arn(), new NamedPolicy("trust of " + role.name(), role.trust()));
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
            holder.limits(),
            policiesOfResource(request),
            PrincipalEntry.accountOf(request.principal()).equals(owner));
    var inquiry =
        new Inquiry(
            request.principal(),
            request.action(),
            request.resource(),
            PrincipalKeys.context(request, owner, holder.tags(), clock.instant()),
            !holder.limits().isEmpty());
    return decision(request, new Explanation(inquiry), Judgement.of(inquiry, policies));
  }

  /// Why these session policies cannot be given to a session; empty when they can.
  public List<PolicyFault> faults(SessionPolicies session) {
    var faults = new ArrayList<PolicyFault>();
    session
        .document()
        .ifPresent(text -> {
          switch (SessionDocument.read(text)) {
            case Reading.Faulty(var wrong) -> faults.addAll(wrong);
            case Reading.Understood(var document) ->
                faults.addAll(document.keysNotSupplied(_ -> true));
          }
        });
    for (var arn : session.managed()) {
      if (findManaged(arn).isEmpty()) {
        faults.add(new PolicyFault(arn, "this managed policy is not known here"));
      }
    }
    return faults;
  }

  private static Decision decision(
      AccessRequest request, Explanation explanation, Judgement judgement) {
    return switch (judgement) {
      case Judgement.Allowed() -> new Decision.Granted();
      case Judgement.ExplicitlyDenied(var type, var source) ->
          refused(
              request, "with an explicit deny in " + type.withArticle, explanation.denied(source));
      case Judgement.NotAllowed(var missing) ->
          refused(request, told(missing.type(), request), explanation.notAllowed(missing));
    };
  }

  /// Whom a role trusts is not told: AWS's sentence ends early.
  private static String told(PolicyType missing, AccessRequest request) {
    return missing == PolicyType.TRUST
        ? ""
        : "because no %s allows the %s action".formatted(missing.words, request.action());
  }

  /// @param told how AWS's sentence ends
  static Decision.Refused refused(AccessRequest request, String told, String because) {
    var principal = request.principal();
    String name = principal instanceof Principal.Anonymous ? "anonymous" : principal.name();
    return new Decision.Refused(
        new Reason.NotPermitted(name, request.action(), request.resource(), because),
        "User: %s is not authorized to perform: %s on resource: %s %s"
            .formatted(name, request.action(), request.resource(), told)
            .stripTrailing());
  }

  /// A principal that is not registered holds no policies.
  private Holder holder(Principal principal) {
    return switch (principal) {
      case Principal.User user -> users.getOrDefault(user, NOBODY);
      case Principal.RoleSession session -> {
        Holder role = roles.getOrDefault(anySession(session), NOBODY).tagged(session.tags().tags());
        yield session.policies().narrow() ? role.within(sessionPolicies(session.policies())) : role;
      }
      case Principal.Root _, Principal.Service _, Principal.Anonymous _ -> NOBODY;
    };
  }

  private static Principal.RoleSession anySession(Principal.RoleSession session) {
    return new Principal.RoleSession(
        session.account(), session.rolePath(), session.roleName(), session.roleId(), "");
  }

  /// Some ARNs name no account, AWS's own policies are in everybody's, and `*` is no ARN: all of
  /// these mean this account.
  private String owner(String resource) {
    return Arn.parse(resource)
        .map(Arn::account)
        .filter(owner -> !owner.isEmpty() && !owner.equals("aws"))
        .orElse(account);
  }

  /// Faultless since the session was opened; a document that is not allows nothing.
  private PolicySet sessionPolicies(SessionPolicies session) {
    var policies = new ArrayList<NamedPolicy>();
    session
        .document()
        .ifPresent(text -> {
          if (SessionDocument.read(text) instanceof Reading.Understood(var document)) {
            policies.add(new NamedPolicy("of the session", document));
          }
        });
    session.managed().forEach(arn -> findManaged(arn).ifPresent(policies::add));
    return new PolicySet(PolicyType.SESSION, policies);
  }

  /// Only a role's trust policy says who may assume it.
  private PolicySet policiesOfResource(AccessRequest request) {
    var trusted = trust.get(request.resource());
    return trusted != null && request.action().startsWith("sts:")
        ? new PolicySet(PolicyType.TRUST, List.of(trusted))
        : new PolicySet(PolicyType.RESOURCE, resourcePolicies(request.resource()));
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

  private Holder holder(List<NamedPolicy> identity, Attachments attachments, Tags tags) {
    var holder = new Holder(new PolicySet(PolicyType.IDENTITY, identity), List.of(), tags);
    String boundary = attachments.boundary();
    return boundary == null
        ? holder
        : holder.within(new PolicySet(PolicyType.BOUNDARY, List.of(managedPolicy(boundary))));
  }

  private List<NamedPolicy> identity(Attachments attachments) {
    var policies = new ArrayList<>(attachments.inline());
    attachments.managed().forEach(arn -> policies.add(managedPolicy(arn)));
    return policies;
  }

  private NamedPolicy managedPolicy(String arn) {
    return findManaged(arn).orElseThrow();
  }

  private Optional<NamedPolicy> findManaged(String arn) {
    return Optional.ofNullable(managed.get(arn))
        .or(() -> AwsManagedPolicies.find(arn).map(document -> new NamedPolicy(arn, document)));
  }
}
