package dev.gatehouse.host;

import tools.jackson.databind.node.ObjectNode;

/// Reads what an older Gatehouse has written.
final class StateMigration {
  private StateMigration() {}

  /// Version 1 knew one stack and not its name.
  ///
  /// @param stack the one that it is now
  static void toVersion2(ObjectNode state, String stack) {
    if (state.path("version").asInt() != 1) {
      return;
    }
    ObjectNode entry = state.putObject("stacks").putObject(stack);
    if (state.path("stackId").isString()) {
      entry.set("id", state.remove("stackId"));
    }
    if (state.path("created").isString()) {
      entry.put("created", state.path("created").asString());
    }
    if (state.path("resources") instanceof ObjectNode resources) {
      entry.set("resources", resources);
      state.remove("resources");
    }
    if (state.path("ports") instanceof ObjectNode ports) {
      ObjectNode renamed = state.putObject("ports");
      ports
          .properties()
          .forEach(port -> {
            String name = port.getKey();
            String address =
                name.equals(Ports.BASE) ? name : new ResourceKey(stack, name).toString();
            renamed.set(address, port.getValue());
          });
    }
    state.put("version", 2);
  }
}
