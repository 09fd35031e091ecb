package dev.gatehouse.host;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// What each resource is called where stacks do not matter: in doors, variables, configurations and
/// faults. Its logical id, with its stack's name and a slash before it where a stack before has the
/// same one.
final class Names {
  private final Map<ResourceKey, String> names = new HashMap<>();
  private final SequencedMap<String, ResourceKey> keys = new LinkedHashMap<>();

  void add(ResourceKey key) {
    String name = keys.containsKey(key.logicalId()) ? key.toString() : key.logicalId();
    names.put(key, name);
    keys.put(name, key);
  }

  String name(ResourceKey key) {
    String name = names.get(key);
    return name != null ? name : key.toString();
  }

  /// Also of what follows from a resource: `Api GET /items` is of the stack of `Api`.
  ResourceKey key(String name) {
    ResourceKey key = keys.get(name);
    if (key != null) {
      return key;
    }
    int space = name.indexOf(' ');
    if (space < 0) {
      throw new IllegalArgumentException("no resource is called " + name);
    }
    ResourceKey parent = key(name.substring(0, space));
    return new ResourceKey(parent.stack(), parent.logicalId() + name.substring(space));
  }

  Optional<ResourceKey> find(String name) {
    return Optional.ofNullable(keys.get(name));
  }

  /// In template order.
  SequencedMap<String, ResourceKey> all() {
    return keys;
  }
}
