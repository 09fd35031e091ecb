package dev.gatehouse.host;

import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What was generated once and stays: ids, secrets, keys and ports of one stack. In memory until
/// [#save] puts it on disk; nothing made here may be shown to anybody before that.
final class Remembered {
  private final ObjectNode previous;
  private final ObjectNode current;

  private Remembered(ObjectNode previous) {
    this.previous = previous;
    this.current = JsonNodeFactory.instance.objectNode();
  }

  static Remembered in(StateFolder folder) {
    return new Remembered(folder.read().orElseGet(JsonNodeFactory.instance::objectNode));
  }

  /// A value of the stack as a whole.
  String value(String name, Supplier<String> make) {
    return keep(
        current,
        name,
        previous.path(name).isString() ? previous.path(name).asString() : null,
        make);
  }

  /// A value of one resource. Forgotten when the logical id is gone from the template, or names a
  /// resource of another type.
  String resource(String logicalId, String type, String name, Supplier<String> make) {
    var before = previous.path("resources").path(logicalId);
    boolean same = before.path("type").asString("").equals(type) && before.path(name).isString();
    var now = current.withObjectProperty("resources").withObjectProperty(logicalId);
    now.put("type", type);
    return keep(now, name, same ? before.path(name).asString() : null, make);
  }

  /// The port that an address had last time.
  Optional<Integer> port(String address) {
    var port = previous.path("ports").path(address);
    return port.isInt() ? Optional.of(port.asInt()) : Optional.empty();
  }

  void keepPort(String address, int port) {
    current.withObjectProperty("ports").put(address, port);
  }

  void save(StateFolder folder) {
    folder.write(current);
  }

  private static String keep(
      ObjectNode now,
      String name,
      @org.jspecify.annotations.Nullable String before,
      Supplier<String> make) {
    if (now.path(name).isString()) {
      return now.path(name).asString();
    }
    String value = before != null ? before : make.get();
    now.put(name, value);
    return value;
  }
}
