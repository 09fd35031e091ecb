package dev.gatehouse.aws;

import java.util.Optional;

/// Finds the keys that signatures are verified with.
@FunctionalInterface
public interface CredentialStore {
  /// Also finds keys whose session has expired, so that the refusal can say so.
  Optional<AccessKey> find(String accessKeyId);
}
