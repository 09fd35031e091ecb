package dev.gatehouse.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a JVM that runs a function, the hard way.
class OrphanConformanceTest {
  /// The JVM to be killed: answers the ids of its function's process and of that one's child.
  static final class Victim {
    private Victim() {}

    public static void main(String[] arguments) throws InterruptedException {
      Path folder = Path.of(arguments[0]);
      String body =
          """
          sleep 1000 &
          curl -sS -o "$TMPDIR/event" -D "$TMPDIR/headers" "$api/invocation/next"
          id=$(grep -i '^lambda-runtime-aws-request-id' "$TMPDIR/headers" | tr -d '\\r' | cut -d' ' -f2)
          curl -sS -o /dev/null -d "$$ $!" "$api/invocation/$id/response"
          wait
          """;
      var function = TestFunctions.open(folder, TestFunctions.script(folder, body));
      if (function.invoke(TestFunctions.invocation("{}")) instanceof InvokeResult.Returned done) {
        System.out.println(done.payload().text());
      }
      Thread.currentThread().join();
    }
  }

  @Test
  void nothingOutlivesAKilledJvm(@TempDir Path folder) throws Exception {
    var jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<ProcessHandle> processes;
    try (var output = jvm.inputReader(StandardCharsets.UTF_8)) {
      String pids =
          output.lines().filter(line -> line.matches("\\d+ \\d+")).findFirst().orElseThrow();
      processes =
          Stream.of(pids.strip().toLowerCase(Locale.ROOT).split(" "))
              .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
              .toList();
      assertThat(processes).hasSize(2).allMatch(ProcessHandle::isAlive);
      jvm.destroyForcibly();
    }

    for (ProcessHandle process : processes) {
      process.onExit().get(20, TimeUnit.SECONDS);
    }
  }
}
