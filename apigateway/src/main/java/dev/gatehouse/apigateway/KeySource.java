package dev.gatehouse.apigateway;

import java.util.List;

/// The signing keys of one issuer.
@FunctionalInterface
public interface KeySource {
  KeyLookup find(String keyId);

  /// Who gets tokens signed with these keys, as far as that is known: for the owner, who is told
  /// names and not ids.
  default List<TokenClient> clients() {
    return List.of();
  }
}
