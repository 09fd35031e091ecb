package dev.gatehouse.cli;

import dev.gatehouse.host.Journal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
    name = "why",
    mixinStandardHelpOptions = true,
    description = "Explains the last refusals: what was expected, what was found.")
final class WhyCommand implements Callable<Integer> {
  @Mixin private StackOptions stack;
  @Spec private CommandSpec spec;

  @Option(
      names = {"-n", "--last"},
      paramLabel = "COUNT",
      defaultValue = "10",
      description = "how many, ${DEFAULT-VALUE} if not given")
  private int count;

  @Option(names = "--json", description = "one JSON text a line, as the journal has them")
  private boolean json;

  @Override
  public Integer call() {
    Path folder = folder();
    List<JsonNode> refusals =
        Journal.last(
            folder,
            Math.clamp(count, 1, 10_000),
            visit -> visit.path("verdict").asString("").equals("denied"));
    var out = spec.commandLine().getOut();
    if (refusals.isEmpty() && !json) {
      out.println("nothing was refused so far");
    }
    for (JsonNode visit : refusals) {
      out.println(json ? Lines.json(visit) : Lines.refusal(visit));
    }
    return 0;
  }

  /// A stack that was stopped can be asked as well, if its folder is named.
  private Path folder() {
    if (stack.state != null && Files.isDirectory(stack.state)) {
      return stack.state;
    }
    return Path.of(stack.require().stateFolder());
  }
}
