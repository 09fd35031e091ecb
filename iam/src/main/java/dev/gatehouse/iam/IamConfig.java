package dev.gatehouse.iam;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.aws.AccessKey;
import dev.gatehouse.aws.AccountId;
import dev.gatehouse.aws.Principal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Everything that IAM knows of one account. Never changes once it is in use.
///
/// @param account whose resources these are, where an ARN does not say
/// @param managedPolicies the customer's own, named by ARN; AWS's are found by themselves
/// @param accessKeys long-term keys of these users, or of the root user
public record IamConfig(
    AccountId account,
    List<User> users,
    List<Group> groups,
    List<Role> roles,
    List<NamedPolicy> managedPolicies,
    List<AccessKey> accessKeys,
    List<ResourcePolicy> resourcePolicies) {
  public IamConfig {
    requireNonNull(account, "account");
    users = List.copyOf(users);
    groups = List.copyOf(groups);
    roles = List.copyOf(roles);
    managedPolicies = List.copyOf(managedPolicies);
    accessKeys = List.copyOf(accessKeys);
    resourcePolicies = List.copyOf(resourcePolicies);
  }

  public static IamConfig empty(AccountId account) {
    return new IamConfig(account, List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
  }

  /// What refers to something that is not there, all of it. [Policies] and [Credentials] refuse a
  /// configuration with faults.
  public List<PolicyFault> faults() {
    var faults = new ArrayList<PolicyFault>();
    twice("user", users.stream().map(user -> user.principal().name()).toList(), faults);
    twice("group", groups.stream().map(Group::name).toList(), faults);
    twice("role", roles.stream().map(Role::arn).toList(), faults);
    twice("managed policy", managedPolicies.stream().map(NamedPolicy::name).toList(), faults);
    twice("access key", accessKeys.stream().map(AccessKey::id).toList(), faults);
    twice(
        "resource policy",
        resourcePolicies.stream().map(ResourcePolicy::resourceArn).toList(),
        faults);
    unknownPolicies(faults);
    unknownGroups(faults);
    strangersKeys(faults);
    return List.copyOf(faults);
  }

  IamConfig checked() {
    var faults = faults();
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException("faulty IAM configuration: " + faults);
    }
    return this;
  }

  private static void twice(String what, List<String> names, List<PolicyFault> faults) {
    var seen = new HashSet<String>();
    for (var name : names) {
      if (!seen.add(name)) {
        faults.add(new PolicyFault(name, "there are two of this " + what));
      }
    }
  }

  private void unknownPolicies(List<PolicyFault> faults) {
    var known = managedPolicies.stream().map(NamedPolicy::name).collect(Collectors.toSet());
    users.forEach(user -> unknown(user.principal().name(), user.policies(), known, faults));
    groups.forEach(group -> unknown("group " + group.name(), group.policies(), known, faults));
    roles.forEach(role -> unknown(role.arn(), role.policies(), known, faults));
  }

  private static void unknown(
      String holder, Attachments policies, Set<String> known, List<PolicyFault> faults) {
    for (var arn : policies.references()) {
      if (!known.contains(arn) && AwsManagedPolicies.find(arn).isEmpty()) {
        faults.add(new PolicyFault(holder, "managed policy " + arn + " is not known here"));
      }
    }
  }

  private void unknownGroups(List<PolicyFault> faults) {
    var known = groups.stream().map(Group::name).collect(Collectors.toSet());
    for (var user : users) {
      for (var group : user.groups()) {
        if (!known.contains(group)) {
          faults.add(new PolicyFault(user.principal().name(), "group " + group + " is not there"));
        }
      }
    }
  }

  private void strangersKeys(List<PolicyFault> faults) {
    var known =
        users.stream().map(user -> (Principal) user.principal()).collect(Collectors.toSet());
    known.add(new Principal.Root(account));
    for (var key : accessKeys) {
      if (!known.contains(key.principal()) || key.session() != null) {
        faults.add(
            new PolicyFault(
                "access key " + key.id(),
                "must be a long-term key of a user of this configuration or of the root user"));
      }
    }
  }
}
