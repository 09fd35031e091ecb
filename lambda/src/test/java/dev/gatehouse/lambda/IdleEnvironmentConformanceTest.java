package dev.gatehouse.lambda;

import static dev.gatehouse.lambda.TestFunctions.invocation;
import static dev.gatehouse.lambda.TestFunctions.returned;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdleEnvironmentConformanceTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /// Answers its process id once the named pipe that the payload names lets it.
  private static final String GATED =
      """
      while :; do
        event=$(curl -sS -D "$TMPDIR/headers" "$api/invocation/next") || exit 1
        id=$(grep -i '^lambda-runtime-aws-request-id' "$TMPDIR/headers" | tr -d '\\r' | cut -d' ' -f2)
        gate=${event#?}; gate=${gate%?}
        [ -p "$gate" ] && { echo up >"$gate.up"; read -r _ <"$gate"; }
        curl -sS -o /dev/null -d "$$" "$api/invocation/$id/response"
      done
      """;

  private record Planned(Duration delay, Runnable action) {}

  @TempDir Path folder;
  private Instant now = Instant.parse("2026-05-01T12:00:00Z");
  private final Queue<Planned> planned = new ArrayDeque<>();

  @Test
  void longestIdleEnvironmentIsClosedAndTheLastOneStays() throws Exception {
    try (var function = open()) {
      String[] pids = twoAtATime(function);
      var plan = planned.remove();
      assertThat(plan.delay()).isEqualTo(LambdaFunction.IDLE);

      now = now.plus(LambdaFunction.IDLE);
      plan.action().run();

      assertThat(environments()).isEqualTo(1);
      assertThat(planned).isEmpty();
      assertThat(returned(function.invoke(invocation("1")))).isIn((Object[]) pids);
      assertThat(planned).isEmpty();
    }
  }

  @Test
  void environmentThatHasNotIdledForSoLongStaysAndIsLookedAtAgain() throws Exception {
    try (var function = open()) {
      twoAtATime(function);
      var plan = planned.remove();

      now = now.plus(LambdaFunction.IDLE).minus(SECOND);
      plan.action().run();

      assertThat(environments()).isEqualTo(2);
      assertThat(planned.remove().delay()).isEqualTo(SECOND);
    }
  }

  @Test
  void closedFunctionHasNothingLeftToClose() throws Exception {
    var function = open();
    twoAtATime(function);
    function.close();
    now = now.plus(LambdaFunction.IDLE);

    planned.remove().action().run();

    assertThat(environments()).isZero();
    assertThat(planned).isEmpty();
  }

  private LambdaFunction open() {
    Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    return LambdaFunction.open(
        TestFunctions.script(folder, GATED),
        TestFunctions.settings(folder),
        TestFunctions.CREDENTIALS,
        clock,
        new Random(),
        (delay, action) -> planned.add(new Planned(delay, action)));
  }

  private String[] twoAtATime(LambdaFunction function) throws Exception {
    Path gate = folder.resolve("gate");
    Path up = folder.resolve("gate.up");
    assertThat(new ProcessBuilder("mkfifo", gate.toString(), up.toString()).start().waitFor())
        .isZero();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = threads.submit(() -> returned(function.invoke(invocation("\"" + gate + "\""))));
      Files.readString(up);
      String second = returned(function.invoke(invocation("1")));
      Files.writeString(gate, "go\n");
      assertThat(environments()).isEqualTo(2);
      return new String[] {first.get(), second};
    }
  }

  private long environments() throws IOException {
    try (var folders = Files.list(folder.resolve("tmp/player_fc_api"))) {
      return folders.count();
    }
  }
}
