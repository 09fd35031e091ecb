package dev.gatehouse.host;

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

  @Override
  public String toString() {
    return stack + "/" + logicalId;
  }
}
