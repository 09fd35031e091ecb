package dev.gatehouse.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.fidelity.Shows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Custom runtimes: shell scripts that speak the Runtime API through curl.
class ScriptFunctionConformanceTest {
  private static final String LOOP =
      """
      while :; do
        event=$(curl -sS -D "$TMPDIR/headers" "$api/invocation/next") || exit 1
        id=$(grep -i '^lambda-runtime-aws-request-id' "$TMPDIR/headers" | tr -d '\\r' | cut -d' ' -f2)
        %s
        curl -sS -o /dev/null -d "$answer" "$api/invocation/$id/response"
      done
      """;
  private static final String ECHO = LOOP.formatted("answer=$event");
  private static final String PID = LOOP.formatted("answer=$$");

  @TempDir Path folder;

  @Test
  @Shows("lambda.handlers.provided")
  void bootstrapAnswers() {
    try (var function = TestFunctions.open(folder, TestFunctions.script(folder, ECHO))) {
      assertThat(invoke(function, "{\"a\":1}")).isEqualTo("{\"a\":1}");
    }
  }

  @Test
  @Shows("lambda.handlers.provided")
  void missingBootstrapIsAnInvalidEntrypoint() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    var config = TestFunctions.config("provided.al2023", "any", empty);
    try (var function = TestFunctions.open(folder, config)) {
      assertThat(function.invoke(TestFunctions.invocation("{}")))
          .isInstanceOfSatisfying(
              InvokeResult.Failed.class,
              failed -> assertThat(failed.errorType()).isEqualTo("Runtime.InvalidEntrypoint"));
    }
  }

  @Test
  @Shows("lambda.errors.killed")
  void killedProcessIsNamedAndReplaced() {
    String body = LOOP.formatted("[ \"$event\" = 1 ] && kill -9 $$; answer=$event");
    try (var function = TestFunctions.open(folder, TestFunctions.script(folder, body))) {
      var invocation = TestFunctions.invocation("1");

      assertThat(function.invoke(invocation))
          .isInstanceOfSatisfying(
              InvokeResult.Failed.class,
              failed ->
                  assertThat(failed.payload().text())
                      .isEqualTo(
                          "{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: "
                              + invocation.requestId()
                              + " Error: Runtime exited with error: signal: killed\"}"));
      assertThat(invoke(function, "2")).isEqualTo("2");
    }
  }

  @Test
  void processThatEndedBetweenInvocationsIsReplacedUnnoticed() throws Exception {
    try (var function = TestFunctions.open(folder, TestFunctions.script(folder, PID))) {
      var first = ProcessHandle.of(Long.parseLong(invoke(function, "1"))).orElseThrow();
      first.destroyForcibly();
      first.onExit().get(20, TimeUnit.SECONDS);

      assertThat(invoke(function, "2")).isNotEqualTo(Long.toString(first.pid()));
    }
  }

  @Test
  @Shows("lambda.lifecycle.init-limit")
  void initOverTheLimitIsRepeatedWithinTheInvocation() {
    var settings = TestFunctions.settings(folder);
    var impatient =
        new LambdaSettings(
            settings.code(),
            settings.logs(),
            settings.temporary(),
            settings.runtimeClient(),
            settings.awsEndpoint(),
            1,
            Duration.ofNanos(1),
            settings.maxLog());
    try (var function =
        LambdaFunction.open(
            TestFunctions.script(folder, ECHO),
            impatient,
            TestFunctions.CREDENTIALS,
            Clock.systemUTC(),
            new Random())) {
      assertThat(invoke(function, "3")).isEqualTo("3");
      assertThat(folder.resolve("logs/player_fc_api.log"))
          .content()
          .containsPattern("INIT_REPORT Init Duration: .* ms\tPhase: init\tStatus: timeout\n");
    }
  }

  @Test
  @Shows("lambda.lifecycle.one-at-a-time")
  void concurrentInvocationsHaveEnvironmentsOfTheirOwnUpToTheLimit() throws Exception {
    String gated =
        LOOP.formatted(
            "gate=${event#?}; gate=${gate%%?}; [ -p \"$gate\" ] && { echo up >\"$gate.up\"; read -r"
                + " _ <\"$gate\"; }; answer=$$");
    var config =
        TestFunctions.limited(
            TestFunctions.script(folder, gated), Duration.ofSeconds(60), OptionalInt.of(2));
    Path one = gate("one");
    Path two = gate("two");
    try (var function = TestFunctions.open(folder, config);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = threads.submit(() -> invoke(function, "\"" + one + "\""));
      var second = threads.submit(() -> invoke(function, "\"" + two + "\""));
      Files.readString(up(one));
      Files.readString(up(two));

      assertThat(function.invoke(TestFunctions.invocation("{}")))
          .isEqualTo(
              new InvokeResult.Throttled("ReservedFunctionConcurrentInvocationLimitExceeded"));
      Files.writeString(one, "go\n");
      Files.writeString(two, "go\n");
      assertThat(first.get()).isNotEqualTo(second.get());
      assertThat(invoke(function, "{}")).isIn(first.get(), second.get());
    }
  }

  @Test
  void invocationsBeyondThisMachinesProcessesWaitForOne() throws Exception {
    var usual = TestFunctions.settings(folder);
    var narrow =
        new LambdaSettings(
            usual.code(),
            usual.logs(),
            usual.temporary(),
            usual.runtimeClient(),
            usual.awsEndpoint(),
            1,
            usual.initTimeout(),
            usual.maxLog());
    try (var function =
            LambdaFunction.open(
                TestFunctions.script(folder, PID),
                narrow,
                TestFunctions.CREDENTIALS,
                Clock.systemUTC(),
                new Random());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          Stream.generate(() -> threads.submit(() -> invoke(function, "1"))).limit(20).toList();
      String first = answers.getFirst().get();
      for (var answer : answers) {
        assertThat(answer.get()).isEqualTo(first);
      }
    }
  }

  @Test
  void reservedConcurrencyOfZeroRefusesAll() {
    var config =
        TestFunctions.limited(
            TestFunctions.script(folder, ECHO), Duration.ofSeconds(3), OptionalInt.of(0));
    try (var function = TestFunctions.open(folder, config)) {
      assertThat(function.invoke(TestFunctions.invocation("{}")))
          .isEqualTo(
              new InvokeResult.Throttled("ReservedFunctionConcurrentInvocationLimitExceeded"));
    }
  }

  @Test
  void environmentIsReplacedBeforeItsCredentialsExpire() {
    RoleCredentials brief = (role, session) -> TestFunctions.key(Instant.now().plusSeconds(30));
    try (var function =
        LambdaFunction.open(
            TestFunctions.script(folder, PID),
            TestFunctions.settings(folder),
            brief,
            Clock.systemUTC(),
            new Random())) {
      assertThat(invoke(function, "1")).isNotEqualTo(invoke(function, "2"));
    }
  }

  @Test
  @Shows("lambda.log-lines.end")
  void warmEnvironmentServesTheFirstInvocation() {
    try (var function = TestFunctions.open(folder, TestFunctions.script(folder, PID))) {
      function.warmUp();
      function.warmUp();

      assertThat(invoke(function, "1")).isEqualTo(invoke(function, "2"));
      assertThat(folder.resolve("logs/player_fc_api.log"))
          .content()
          .containsOnlyOnce("INIT_START")
          .containsOnlyOnce("Init Duration");
    }
  }

  @Test
  @Shows("lambda.lifecycle.shutdown")
  void closingKillsWhatTheProcessStarted() throws Exception {
    String body = LOOP.formatted("sleep 1000 & answer=$!");
    ProcessHandle grandchild;
    try (var function = TestFunctions.open(folder, TestFunctions.script(folder, body))) {
      grandchild = ProcessHandle.of(Long.parseLong(invoke(function, "1"))).orElseThrow();
    }

    grandchild.onExit().get(20, TimeUnit.SECONDS);
    assertThat(folder.resolve("tmp/player_fc_api")).isEmptyDirectory();
  }

  private Path gate(String name) throws IOException, InterruptedException {
    Path gate = folder.resolve(name);
    var made = new ProcessBuilder(List.of("mkfifo", gate.toString(), up(gate).toString())).start();
    assertThat(made.waitFor()).isZero();
    return gate;
  }

  private static Path up(Path gate) {
    return gate.resolveSibling(gate.getFileName() + ".up");
  }

  private static String invoke(LambdaFunction function, String payload) {
    var result = function.invoke(TestFunctions.invocation(payload));
    assertThat(result).isInstanceOf(InvokeResult.Returned.class);
    return ((InvokeResult.Returned) result).payload().text();
  }
}
