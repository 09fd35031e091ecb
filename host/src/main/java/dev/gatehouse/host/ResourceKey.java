package dev.gatehouse.host;

import org.jspecify.annotations.Nullable;

/// Which resource of which stack.
///
/// @param stack empty for what was made through AWS's APIs and belongs to none
record ResourceKey(String stack, String logicalId) {
  static ResourceKey made(String name) {
    return new ResourceKey("", name);
  }

  /// The reverse of [#toString]. A stack's name has no slash.
  static ResourceKey parse(String text) {
    int slash = text.indexOf('/');
    return new ResourceKey(text.substring(0, Math.max(slash, 0)), text.substring(slash + 1));
  }

  boolean isMade() {
    return stack.isEmpty();
  }

  /// A record's own equality is put together at its first use: 15 ms of each start.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ResourceKey key
        && key.stack.equals(stack)
        && key.logicalId.equals(logicalId);
  }

  @Override
  public int hashCode() {
    return 31 * stack.hashCode() + logicalId.hashCode();
  }

  @Override
  public String toString() {
    return stack + "/" + logicalId;
  }
}
