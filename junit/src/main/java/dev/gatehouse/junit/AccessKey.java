package dev.gatehouse.junit;

/// A long-term access key, to sign with.
public record AccessKey(String id, String secret) {
  /// Without the secret.
  @Override
  public String toString() {
    return "AccessKey[" + id + "]";
  }
}
