package dev.gatehouse.aws;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a signer holds: an access key id, its secret, and for temporary credentials a session.
///
/// @param id `AKIA…` for a user, `ASIA…` for a session
/// @param session null for a long-term key
public record AccessKey(String id, Secret secret, Principal principal, @Nullable Session session) {
  /// @param token sent as `x-amz-security-token`
  public record Session(Secret token, Instant issued, Instant expires) {
    public Session {
      requireNonNull(token, "token");
      requireNonNull(issued, "issued");
      requireNonNull(expires, "expires");
    }
  }

  public AccessKey {
    requireNonNull(id, "id");
    requireNonNull(secret, "secret");
    requireNonNull(principal, "principal");
  }
}
