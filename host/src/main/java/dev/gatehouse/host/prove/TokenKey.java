package dev.gatehouse.host.prove;

import static java.util.Objects.requireNonNull;

import java.security.PrivateKey;
import java.security.interfaces.RSAPublicKey;

/// A key pair, with the id by which its issuer publishes it.
record TokenKey(String id, PrivateKey secret, RSAPublicKey open) {
  TokenKey {
    requireNonNull(id, "id");
    requireNonNull(secret, "secret");
    requireNonNull(open, "open");
  }

  /// Its id alone.
  @Override
  public String toString() {
    return "TokenKey[" + id + "]";
  }
}
