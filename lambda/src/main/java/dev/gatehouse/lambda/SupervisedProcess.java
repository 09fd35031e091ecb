package dev.gatehouse.lambda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/// A process that cannot outlive us: a small shell in between kills its whole process group as soon
/// as the pipe from us closes, be it by [#kill] or by our own death.
final class SupervisedProcess {
  private static final String SUPERVISOR = script();
  private static final long REAP_SECONDS = 10;

  /// Nanoseconds for which a look at the memory is good enough.
  private static final long FRESH = 100_000_000;

  private final Process supervisor;
  private final Path pidFile;

  private OptionalLong peak = OptionalLong.empty();
  private long looked = System.nanoTime() - FRESH;

  private SupervisedProcess(Process supervisor, Path pidFile) {
    this.supervisor = supervisor;
    this.pidFile = pidFile;
  }

  /// @param variables all that the process sees
  /// @param output gets standard output and error, appended
  /// @param pidFile written by the supervisor
  static SupervisedProcess start(
      List<String> command, Map<String, String> variables, Path folder, Path output, Path pidFile) {
    var line = new ArrayList<>(List.of("/bin/sh", "-c", SUPERVISOR, "supervise"));
    line.add(pidFile.toString());
    line.addAll(command);
    var builder = new ProcessBuilder(line).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(variables);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    try {
      Files.deleteIfExists(pidFile);
      return new SupervisedProcess(builder.start(), pidFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @param action run once the process has ended, on a thread of its own
  void onExit(Runnable action) {
    Thread.startVirtualThread(() -> {
      supervisor.onExit().join();
      release();
      action.run();
    });
  }

  boolean alive() {
    return supervisor.isAlive();
  }

  /// As the shell reports it: 128 and more for a signal.
  OptionalInt exitStatus() {
    return supervisor.isAlive() ? OptionalInt.empty() : OptionalInt.of(supervisor.exitValue());
  }

  /// MB that the process has held at most, as of a tenth of a second ago or later; empty where
  /// `/proc` does not tell. For one thread at a time.
  OptionalLong peakMemory() {
    long now = System.nanoTime();
    if (now - looked >= FRESH) {
      looked = now;
      peak = lookAtMemory();
    }
    return peak;
  }

  private OptionalLong lookAtMemory() {
    try (var lines = Files.lines(Path.of("/proc", Files.readString(pidFile).strip(), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> (Long.parseLong(line.replaceAll("\\D", "")) + 1023) / 1024)
          .findFirst();
    } catch (IOException | UncheckedIOException e) {
      return OptionalLong.empty();
    }
  }

  /// Kills the process group and waits until it is gone.
  void kill() {
    release();
    boolean interrupted = false;
    try {
      if (!supervisor.waitFor(REAP_SECONDS, TimeUnit.SECONDS)) {
        supervisor.destroyForcibly();
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void release() {
    try {
      supervisor.getOutputStream().close();
    } catch (IOException e) {
      // The pipe is closed either way.
    }
  }

  private static String script() {
    try (var in = SupervisedProcess.class.getResourceAsStream("supervise.sh")) {
      if (in == null) {
        throw new IllegalStateException("supervise.sh is missing from the build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
