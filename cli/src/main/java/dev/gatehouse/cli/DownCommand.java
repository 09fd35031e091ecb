package dev.gatehouse.cli;

import dev.gatehouse.host.RunningStack;
import dev.gatehouse.host.StartupException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "down",
    mixinStandardHelpOptions = true,
    description = "Stops the running stack and its functions; its state stays.")
final class DownCommand implements Callable<Integer> {
  private static final int PATIENCE_SECONDS = 15;

  @Mixin private StackOptions stack;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    RunningStack running = stack.require();
    ProcessHandle process =
        running.process().orElseThrow(() -> new StartupException("the stack has just stopped"));
    process.destroy();
    try {
      process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new StartupException(
          "process " + running.pid() + " did not stop within " + PATIENCE_SECONDS + " s");
    } catch (ExecutionException e) {
      throw new StartupException("process " + running.pid() + " cannot be waited for: " + e);
    }
    spec.commandLine().getOut().println("stopped " + running.stack());
    return 0;
  }
}
