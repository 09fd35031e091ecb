package dev.gatehouse.lambda;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Our own client for `nodejs*`, on the machine's Node.js.
///
/// @param major as the template has it
record NodeClient(Interpreter node, Path file, int major) implements RuntimeClient {
  static NodeClient in(Path unpacked, Interpreter node, int major) {
    return new NodeClient(node, ClientScript.unpack("node-client.cjs", unpacked), major);
  }

  /// The heap's share of the memory is our choice: AWS publishes none.
  @Override
  public Optional<List<String>> command(FunctionConfig config, Path task, Path temporary) {
    return Optional.of(
        List.of(
            node.executable().toString(),
            "--max-old-space-size=" + config.memory() * 9L / 10,
            file.toString()));
  }

  @Override
  public Map<String, String> variables(Path task) {
    return Map.of(
        "NODE_PATH",
        "/opt/nodejs/node%d/node_modules:/opt/nodejs/node_modules:%s/node_modules:%s:%s"
            .formatted(major, folder(), folder(), task));
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
