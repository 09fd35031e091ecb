package dev.gatehouse.cli;

import dev.gatehouse.aws.Json;
import dev.gatehouse.host.Host;
import dev.gatehouse.host.HostConfig;
import dev.gatehouse.host.prove.Proof;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/// Starts a stack that keeps nothing, on ports that are free, for every door of it to be attacked.
final class StackProof {
  private StackProof() {}

  /// @param config of a stack that keeps nothing
  /// @param progress told what is going on, one line at a time
  static Proof of(HostConfig config, Consumer<String> progress) {
    try (Host host = Host.start(config, progress)) {
      // Of Ctrl-C too: what was started for the proof ends with it.
      var hook = Thread.ofPlatform().unstarted(host::close);
      Runtime.getRuntime().addShutdownHook(hook);
      LogFile.in(Path.of(host.running().stateFolder(), "logs"));
      Proof proof = host.prove(progress);
      Runtime.getRuntime().removeShutdownHook(hook);
      return proof;
    }
  }

  static void print(Proof proof, PrintWriter out) {
    proof.lines().stream().map(Lines::printable).forEach(out::println);
  }

  static ObjectNode json(Proof proof) {
    ObjectNode json = Json.STRICT.createObjectNode();
    json.put("stack", proof.stack());
    json.put("held", proof.held());
    json.put("attempts", proof.attempts());
    json.put("gotIn", proof.intrusions());
    json.set("doors", Json.STRICT.valueToTree(proof.doors()));
    return json;
  }
}
