package dev.gatehouse.cognito;

import java.util.List;

/// Where the users and groups of one pool are kept. What it was given is on disk when its methods
/// return.
public interface UserStore {
  /// @param name letters, digits and hyphens
  void put(String name, byte[] content);

  void remove(String name);

  /// All contents, in no order.
  List<byte[]> all();
}
