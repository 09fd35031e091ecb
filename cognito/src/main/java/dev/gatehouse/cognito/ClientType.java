package dev.gatehouse.cognito;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.aws.Secret;

/// Whether a client can keep a secret (RFC 6749 §2.1).
public sealed interface ClientType {
  /// Made with `GenerateSecret: true`.
  record Confidential(Secret secret) implements ClientType {
    public Confidential {
      requireNonNull(secret, "secret");
    }
  }

  record Public() implements ClientType {}
}
