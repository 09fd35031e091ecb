package dev.gatehouse.lambda;

import java.util.List;

/// Keeps events that were taken on, over kills of this process.
public interface EventStore {
  /// On disk when this returns, whole; in place of what was there by this name.
  void put(String name, byte[] content);

  void remove(String name);

  /// All that is kept.
  List<byte[]> all();
}
