package dev.gatehouse.host;

import dev.gatehouse.aws.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/// What a running stack tells the commands of other processes, through `running.json` in its state
/// folder. The file is there only while its doors are open.
///
/// @param startedAt the process's start, epoch milliseconds: tells a reused process id
/// @param environment the lines of `gatehouse env`, secrets included: the file is its owner's only
/// @param addresses of what has a port of its own, by its logical id, without a slash at the end
/// @param retained what left its template and was kept, a line each
/// @param outputs the template's outputs, AWS's host names replaced by the local addresses
public record RunningStack(
    long pid,
    long startedAt,
    String stateFolder,
    int port,
    String source,
    String stack,
    Map<String, String> environment,
    Map<String, String> addresses,
    List<DoorView> doors,
    List<ClientView> clients,
    Map<String, String> outputs,
    List<String> notices,
    List<String> retained) {
  private static final String FILE = "running.json";

  void writeTo(StateFolder folder) {
    folder.replace(FILE, Json.STRICT.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
  }

  static void remove(StateFolder folder) {
    folder.delete(FILE);
  }

  /// The stack that runs in this folder with its doors open. Empty when none does: a file that a
  /// kill left behind does not count.
  public static Optional<RunningStack> in(Path folder) {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file) || !StateFolder.inUse(folder)) {
      return Optional.empty();
    }
    try {
      var stack = Json.STRICT.readValue(Files.readAllBytes(file), RunningStack.class);
      return stack.process().isPresent() ? Optional.of(stack) : Optional.empty();
    } catch (IOException | JacksonException goneOrHalfKnown) {
      return Optional.empty();
    }
  }

  /// The stack whose AWS endpoint is on this port, wherever its state is.
  public static Optional<RunningStack> onPort(int port) {
    return PortRegistry.stateFolder(port)
        .flatMap(RunningStack::in)
        .filter(stack -> stack.port() == port);
  }

  /// The process, if it is still the one that wrote the file.
  public Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(process ->
            process.info().startInstant().map(at -> at.toEpochMilli() == startedAt).orElse(true));
  }

  static long startOfThisProcess() {
    return ProcessHandle.current().info().startInstant().map(at -> at.toEpochMilli()).orElse(0L);
  }

  /// Secrets stay out of logs.
  @Override
  public String toString() {
    return "RunningStack[" + stack + " on port " + port + ", process " + pid + "]";
  }
}
