package dev.gatehouse.lambda;

import dev.gatehouse.aws.AccessKey;

/// Where an execution environment's credentials come from.
@FunctionalInterface
public interface RoleCredentials {
  /// @param sessionName the function's name
  /// @return a key with a session; its environment is replaced before the session expires
  AccessKey assume(String roleArn, String sessionName);
}
