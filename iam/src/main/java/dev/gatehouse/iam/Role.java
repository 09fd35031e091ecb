package dev.gatehouse.iam;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.aws.AccountId;
import dev.gatehouse.aws.Arn;
import dev.gatehouse.aws.Principal;
import dev.gatehouse.aws.SessionPolicies;
import dev.gatehouse.aws.SessionTags;
import dev.gatehouse.aws.Tags;
import java.time.Duration;

/// @param path begins and ends with a slash
/// @param roleId the unique id, `AROA…`
/// @param trust who may assume it
/// @param maxSession 1 to 12 hours (API_CreateRole)
public record Role(
    AccountId account,
    String path,
    String name,
    String roleId,
    PolicyDocument trust,
    Attachments policies,
    Duration maxSession,
    Tags tags) {
  public static final Duration DEFAULT_MAX_SESSION = Duration.ofHours(1);

  public Role {
    requireNonNull(account, "account");
    requireNonNull(path, "path");
    requireNonNull(name, "name");
    requireNonNull(roleId, "roleId");
    requireNonNull(trust, "trust");
    requireNonNull(policies, "policies");
    requireNonNull(tags, "tags");
    if (maxSession.compareTo(Duration.ofHours(1)) < 0
        || maxSession.compareTo(Duration.ofHours(12)) > 0) {
      throw new IllegalArgumentException("a role's sessions last 1 to 12 hours: " + maxSession);
    }
  }

  public String arn() {
    return Arn.global("iam", account, "role" + path + name).toString();
  }

  /// Who a session of this role is; its credentials are [Credentials#assume]'s to make.
  public Principal.RoleSession session(String sessionName) {
    return session(sessionName, SessionPolicies.NONE, SessionTags.NONE);
  }

  /// As [#session(String, SessionPolicies, SessionTags)], of whatever session it is.
  Principal.RoleSession anySession() {
    return session("", SessionPolicies.NONE, SessionTags.NONE);
  }

  Principal.RoleSession session(
      String sessionName, SessionPolicies narrowedTo, SessionTags sessionTags) {
    return new Principal.RoleSession(
        account, path, name, roleId, sessionName, narrowedTo, sessionTags);
  }
}
