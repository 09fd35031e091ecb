package dev.gatehouse.host.endpoint;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.cognito.SignIn;
import dev.gatehouse.cognito.UserDirectory;

/// The users of one pool, and their way in.
public record PoolUsers(UserDirectory directory, SignIn signIn) {
  public PoolUsers {
    requireNonNull(directory, "directory");
    requireNonNull(signIn, "signIn");
  }
}
