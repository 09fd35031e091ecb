package dev.gatehouse.cli;

import dev.gatehouse.host.RunningStack;
import dev.gatehouse.host.StartupException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which running stack a command means.
final class StackOptions {
  static final int DEFAULT_PORT = 4566;

  @Option(names = "--state", paramLabel = "DIR", description = "the running stack's state folder")
  @Nullable Path state;

  @Option(names = "--port", paramLabel = "N", description = "the running stack's base port")
  @Nullable Integer port;

  /// By folder if one is given, else by port, else the one whose state is here, else the one on the
  /// default port.
  Optional<RunningStack> find() {
    if (state != null) {
      return RunningStack.in(state).filter(stack -> port == null || stack.port() == port);
    }
    if (port != null) {
      return RunningStack.onPort(port);
    }
    return RunningStack.in(Path.of(".gatehouse")).or(() -> RunningStack.onPort(DEFAULT_PORT));
  }

  /// @throws StartupException when no such stack runs
  RunningStack require() {
    return find()
        .orElseThrow(() ->
            new StartupException("no stack is running " + place() + "; `gatehouse up` starts one"));
  }

  String place() {
    if (state != null) {
      return "in " + state;
    }
    return port != null
        ? "on port " + port
        : "in .gatehouse here or on port " + DEFAULT_PORT + " (--state and --port name another)";
  }
}
