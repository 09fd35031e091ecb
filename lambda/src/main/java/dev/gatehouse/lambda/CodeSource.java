package dev.gatehouse.lambda;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;

/// A function's code where its author keeps it, looked at again whenever the function is invoked:
/// seldom enough to cost next to nothing.
final class CodeSource {
  /// Code is taken when it has stayed the same for so long.
  private static final Duration SETTLED = Duration.ofMillis(200);

  /// How long an invocation waits for that before it runs on the old code.
  private static final Duration LONGEST = Duration.ofSeconds(5);

  /// Between two looks goes this many times as long as a look takes.
  private static final int REST = 20;

  sealed interface Look {
    record Same() implements Look {}

    record Changed(Path task) implements Look {}

    /// @param problem for the function's log
    record Unusable(String problem) implements Look {}
  }

  private final Path path;
  private final UnaryOperator<Path> unpack;
  private final Clock clock;
  private String state;
  private Instant next = Instant.MIN;

  /// @param unpack makes of the code a folder that runs
  CodeSource(Path path, UnaryOperator<Path> unpack, Clock clock) {
    this.path = path;
    this.unpack = unpack;
    this.clock = clock;
    this.state = FolderCopy.state(path);
  }

  /// Not for several threads at once.
  Look look() {
    Instant begun = clock.instant();
    if (begun.isBefore(next)) {
      return new Look.Same();
    }
    String found = FolderCopy.state(path);
    Instant ended = clock.instant();
    next = ended.plus(Duration.between(begun, ended).multipliedBy(REST));
    return found.equals(state) ? new Look.Same() : take(found);
  }

  private Look take(String changed) {
    long end = System.nanoTime() + LONGEST.toNanos();
    String before = changed;
    while (System.nanoTime() < end) {
      String now = settle();
      if (now.equals(before)) {
        Look look = unpacked();
        if (now.equals(FolderCopy.state(path))) {
          state = now;
          return look;
        }
      }
      before = now;
    }
    return new Look.Same();
  }

  private String settle() {
    try {
      Thread.sleep(SETTLED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return FolderCopy.state(path);
  }

  private Look unpacked() {
    try {
      return new Look.Changed(unpack.apply(path));
    } catch (FunctionException e) {
      return new Look.Unusable(String.valueOf(e.getMessage()));
    }
  }
}
