package dev.gatehouse.cli;

import dev.gatehouse.aws.Json;
import dev.gatehouse.host.DoorView;
import dev.gatehouse.host.RunningStack;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Lists the running stack's doors and their locks.")
final class StatusCommand implements Callable<Integer> {
  @Mixin private StackOptions stack;
  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "for machines")
  private boolean json;

  @Option(
      names = "--operations",
      description = "which operations of AWS's services are carried out, and which are not")
  private boolean operations;

  @Override
  public Integer call() {
    if (operations) {
      OperationTable.print(json, spec.commandLine().getOut());
      return 0;
    }
    RunningStack running = stack.require();
    var out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.STRICT.writerWithDefaultPrettyPrinter().writeValueAsString(json(running)));
    } else {
      print(running, out);
    }
    return 0;
  }

  static void print(RunningStack running, PrintWriter out) {
    out.printf(
        "%s  http://localhost:%d  (process %d, state in %s)%n%n",
        running.stack(), running.port(), running.pid(), running.stateFolder());
    DoorTable.print(running.doors(), out);
    if (!running.outputs().isEmpty()) {
      out.printf("%nOutputs%n");
      running.outputs().forEach((name, value) -> out.printf("  %s = %s%n", name, value));
    }
    if (!running.retained().isEmpty()) {
      out.printf("%nRetained%n");
      running.retained().forEach(line -> out.printf("  %s%n", line));
    }
  }

  private static ObjectNode json(RunningStack running) {
    var node = Json.STRICT.createObjectNode();
    node.put("stack", running.stack());
    node.put("port", running.port());
    node.put("pid", running.pid());
    node.put("state", running.stateFolder());
    var doors = node.putArray("doors");
    var endpoints = node.putArray("endpoints");
    for (DoorView door : running.doors()) {
      boolean isDoorOfTheApi = List.of("route", "function-url").contains(door.kind());
      var entry = (isDoorOfTheApi ? doors : endpoints).addObject();
      StackAuditLines.door(
          entry, door.method(), door.path(), door.lock(), door.scopes(), door.resource());
      entry.put("url", door.url());
    }
    running.outputs().forEach(node.putObject("outputs")::put);
    running.notices().forEach(node.putArray("notices")::add);
    running.retained().forEach(node.putArray("retained")::add);
    return node;
  }
}
