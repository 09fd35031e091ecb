package dev.gatehouse.lambda;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Our own client for `nodejs*`, on the machine's Node.js.
///
/// @param major as the template has it
record NodeClient(Interpreter node, Path file, int major) implements RuntimeClient {
  /// lambda-nodejs.html, "experimental features": off on AWS unless `NODE_OPTIONS` has them.
  private static final List<String> DISABLED = List.of("require-module", "detect-module");

  private static final int LAST_DISABLED = 22;

  static NodeClient in(Path unpacked, Interpreter node, int major) {
    return new NodeClient(node, ClientScript.unpack("node-client.cjs", unpacked), major);
  }

  /// The heap's share of the memory is our choice: AWS publishes none.
  @Override
  public Optional<List<String>> command(Function function, Path temporary) {
    var command = new ArrayList<String>();
    command.add(node.executable().toString());
    command.add("--max-old-space-size=" + function.config().memory() * 9L / 10);
    String options = function.config().environment().getOrDefault("NODE_OPTIONS", "");
    for (String feature : DISABLED) {
      if (disables() && !options.contains("--experimental-" + feature)) {
        command.add("--no-experimental-" + feature);
      }
    }
    command.add(file.toString());
    return Optional.of(List.copyOf(command));
  }

  /// Whether AWS disables features that this Node.js has by default.
  private boolean disables() {
    return major <= LAST_DISABLED
        && (node.major() > 20 || (node.major() == 20 && node.minor() >= 19));
  }

  @Override
  public Map<String, String> variables(Function function) {
    return Map.of(
        "NODE_PATH",
        "%s/nodejs/node%d/node_modules:%s/nodejs/node_modules:%s/node_modules:%s:%s"
            .formatted(function.opt(), major, function.opt(), folder(), folder(), function.task()));
  }

  @Override
  public Path folder() {
    return ClientScript.folder(file);
  }

  @Override
  public Optional<String> notice() {
    return node.major() == major
        ? Optional.empty()
        : Optional.of(
            "nodejs%d.x runs on this machine's Node.js %s: what differs between the two differs here"
                .formatted(major, node.version()));
  }
}
