package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The launcher script at the repository's root, as a user calls it, with a state folder of the
/// test's.
final class Launcher {
  private static final int PATIENCE_SECONDS = 180;

  private final Path root = Path.of("..").toAbsolutePath().normalize();
  private final Path folder;
  private final List<String> template;
  private int started;
  private @Nullable Process up;

  record Result(int status, String output) {}

  /// Starts PlayerFC, the checkout's own project.
  Launcher(Path folder) {
    this.folder = folder;
    this.template = List.of();
  }

  /// @param template a file
  Launcher(Path folder, Path template) {
    this.folder = folder;
    this.template = List.of(template.toString());
  }

  Path distribution() {
    return root.resolve("cli/target/dist");
  }

  Path state() {
    return folder.resolve("state");
  }

  /// The first start synthesizes and rehearses into folders of the checkout, which all test classes
  /// share: as long as this is held, no other of them starts a stack.
  static FileChannel turn() throws IOException {
    var channel =
        FileChannel.open(
            Path.of("target", "launcher.lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    channel.lock(); // Released when the channel is closed.
    return channel;
  }

  /// Returns when the doors are open.
  void up() throws IOException, InterruptedException {
    Path log = folder.resolve("up-" + started++ + ".log");
    try (var _ = turn()) {
      var command = new ArrayList<>(List.of("up"));
      command.addAll(template);
      command.addAll(List.of("--port", "0", "--state", state().toString()));
      up = process(log, command).start();
      Result env = run("env", "--wait", String.valueOf(PATIENCE_SECONDS));
      assertThat(env.status()).as("%s", Files.readString(log)).isZero();
    }
  }

  /// Of the process behind the launcher, which has become it.
  long pid() {
    return java.util.Objects.requireNonNull(up).pid();
  }

  boolean isUp() {
    return up != null && up.isAlive();
  }

  Map<String, String> env() throws IOException, InterruptedException {
    var lines = new LinkedHashMap<String, String>();
    run("env")
        .output()
        .lines()
        .forEach(line -> lines.put(line.split("=", 2)[0], line.split("=", 2)[1]));
    return lines;
  }

  /// @return status and both streams
  Result run(String... arguments) throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "run", ".log");
    var all = new ArrayList<>(List.of(arguments));
    all.add("--state");
    all.add(state().toString());
    Process process = process(output, all).start();
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("%s ends", all).isTrue();
    return new Result(process.exitValue(), Files.readString(output));
  }

  private ProcessBuilder process(Path output, List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(root.resolve("gatehouse").toString());
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .directory(root.toFile())
        .redirectErrorStream(true)
        .redirectOutput(output.toFile());
  }

  /// SIGKILL to the process behind the launcher.
  ///
  /// @return the processes that it had started
  List<ProcessHandle> kill() throws InterruptedException {
    Process running = java.util.Objects.requireNonNull(up);
    List<ProcessHandle> children = running.toHandle().descendants().toList();
    running.destroyForcibly().waitFor();
    return children;
  }

  void stop() throws InterruptedException {
    if (up != null) {
      up.destroy();
      if (!up.waitFor(30, TimeUnit.SECONDS)) {
        up.destroyForcibly();
      }
    }
  }
}
