package dev.gatehouse.apigateway;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// What a key source knows of a key id.
public sealed interface KeyLookup {
  /// @param keys one, except at providers that give several keys one id
  record Found(List<VerificationKey> keys) implements KeyLookup {
    public Found {
      keys = List.copyOf(keys);
    }
  }

  record Unknown() implements KeyLookup {}

  /// The keys could not be fetched.
  record Unavailable(Endpoint endpoint, String problem) implements KeyLookup {
    public Unavailable {
      requireNonNull(endpoint, "endpoint");
      requireNonNull(problem, "problem");
    }
  }

  /// Which of a provider's addresses failed; the guest is told this much.
  enum Endpoint {
    DISCOVERY,
    JWKS
  }
}
