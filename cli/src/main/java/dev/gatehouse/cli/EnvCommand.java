package dev.gatehouse.cli;

import dev.gatehouse.aws.Json;
import dev.gatehouse.host.RunningStack;
import dev.gatehouse.host.StartupException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "env",
    mixinStandardHelpOptions = true,
    description = {
      "Prints KEY=value lines for shells and tests, secrets included:",
      "  set -a; eval \"$(gatehouse env)\"; set +a"
    })
final class EnvCommand implements Callable<Integer> {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  @Mixin private StackOptions stack;
  @Spec private CommandSpec spec;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      description = "wait until the doors are open, at most this long; exit code 1 if they are not")
  private int wait;

  @Option(names = "--json", description = "one JSON object, for machines")
  private boolean json;

  @Override
  public Integer call() {
    RunningStack running =
        waitForDoors()
            .orElseThrow(() ->
                new StartupException(
                    wait > 0
                        ? "no doors were open within " + wait + " s " + stack.place()
                        : "no stack is running " + stack.place() + "; `gatehouse up` starts one"));
    var out = spec.commandLine().getOut();
    if (json) {
      out.println(
          Json.STRICT.writerWithDefaultPrettyPrinter().writeValueAsString(running.environment()));
    } else {
      running
          .environment()
          .forEach((key, value) -> out.println(key + "=" + Lines.shellWord(value)));
    }
    return 0;
  }

  private Optional<RunningStack> waitForDoors() {
    long deadline = System.nanoTime() + Duration.ofSeconds(wait).toNanos();
    Optional<RunningStack> found = stack.find();
    while (found.isEmpty() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
      found = stack.find();
    }
    return found;
  }
}
