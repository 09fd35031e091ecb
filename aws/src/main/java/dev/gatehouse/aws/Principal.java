package dev.gatehouse.aws;

/// Who signed a request, or on whose behalf a service acts.
public sealed interface Principal {
  /// How policies and error messages name it: an ARN, a service's host name, or `*`.
  String name();

  /// The account's owner: allowed everything.
  record Root(AccountId account) implements Principal {
    @Override
    public String name() {
      return Arn.global("iam", account, "root").toString();
    }
  }

  /// @param userId the unique id, `AIDA…`
  record User(AccountId account, String path, String userName, String userId) implements Principal {
    @Override
    public String name() {
      return Arn.global("iam", account, "user" + path + userName).toString();
    }
  }

  /// A session of an assumed role.
  ///
  /// @param roleId the unique id, `AROA…`
  /// @param policies carried along, so that no check of this session can leave them out
  /// @param tags the session's own; the role's are its role's
  record RoleSession(
      AccountId account,
      String rolePath,
      String roleName,
      String roleId,
      String sessionName,
      SessionPolicies policies,
      SessionTags tags)
      implements Principal {
    /// A session that may do whatever its role may do.
    public RoleSession(
        AccountId account, String rolePath, String roleName, String roleId, String sessionName) {
      this(
          account, rolePath, roleName, roleId, sessionName, SessionPolicies.NONE, SessionTags.NONE);
    }

    @Override
    public String name() {
      return Arn.global("sts", account, "assumed-role/" + roleName + "/" + sessionName).toString();
    }

    public String roleArn() {
      return Arn.global("iam", account, "role" + rolePath + roleName).toString();
    }
  }

  /// An AWS service, `apigateway.amazonaws.com` say.
  record Service(String host) implements Principal {
    @Override
    public String name() {
      return host;
    }
  }

  /// Nobody in particular: an unsigned request.
  record Anonymous() implements Principal {
    @Override
    public String name() {
      return "*";
    }
  }
}
