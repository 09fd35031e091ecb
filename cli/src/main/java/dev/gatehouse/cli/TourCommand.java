package dev.gatehouse.cli;

import dev.gatehouse.host.Host;
import dev.gatehouse.host.RunningStack;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "tour",
    mixinStandardHelpOptions = true,
    description = {
      "Walks PlayerFC's two phases with real requests: signatures, then tokens.",
      "Starts an ephemeral stack from this folder if none is running.",
      "Leaves no player behind. Exit code 1 if an answer differs."
    })
final class TourCommand implements Callable<Integer> {
  @Mixin private StackOptions stack;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Optional<RunningStack> running = stack.find();
    if (running.isPresent()) {
      return walk(running.get());
    }
    var err = spec.commandLine().getErr();
    try (Host host =
        Host.start(
            UpCommand.configuration(Path.of("."), null, 0, true, null, Map.of()), err::println)) {
      return walk(host.running());
    }
  }

  private int walk(RunningStack running) {
    try (var http = new Http()) {
      return new Tour(running, http, spec.commandLine().getOut()).walk() ? 0 : Main.FAILED;
    }
  }
}
