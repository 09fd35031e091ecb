package dev.gatehouse.lambda;

import static dev.gatehouse.lambda.TestFunctions.invocation;
import static dev.gatehouse.lambda.TestFunctions.returned;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.fidelity.Shows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Versions of one function side by side, and the log that each invocation has for itself.
class VersionConformanceTest {
  private static final String LOOP =
      """
      while :; do
        event=$(curl -sS -D "$TMPDIR/headers" "$api/invocation/next") || exit 1
        id=$(grep -i '^lambda-runtime-aws-request-id' "$TMPDIR/headers" | tr -d '\\r' | cut -d' ' -f2)
        %s
        curl -sS -o /dev/null -d "$answer" "$api/invocation/$id/response"
      done
      """;

  /// Waits at the named pipe that the event names.
  private static final String GATED =
      LOOP.formatted(
          "echo in $event; gate=${event#?}; gate=${gate%?}; answer=1; [ -p \"$gate\" ] && { echo up"
              + " >\"$gate.up\"; read -r _ <\"$gate\"; }; echo out $event");

  @TempDir Path folder;

  @Test
  @Shows("lambda.process.version")
  @Shows("lambda.process.log-stream")
  @Shows("lambda.log-lines.start")
  void versionTellsItsNumberToItsProcessAndItsLog() {
    String script =
        LOOP.formatted(
            "answer=\"\\\"$AWS_LAMBDA_FUNCTION_VERSION $AWS_LAMBDA_LOG_STREAM_NAME\\\"\"");
    var latest = TestFunctions.script(folder, script);
    try (var function = TestFunctions.open(folder, latest);
        var version = TestFunctions.open(folder, latest.published("7", folder))) {
      assertThat(returned(function.invoke(invocation("{}"))))
          .matches("\"\\$LATEST \\d{4}/\\d\\d/\\d\\d/\\[\\$LATEST][0-9a-f]{32}\"");
      assertThat(returned(version.invoke(invocation("{}"))))
          .matches("\"7 \\d{4}/\\d\\d/\\d\\d/\\[7][0-9a-f]{32}\"");
      assertThat(folder.resolve("logs/player_fc_api.log"))
          .content()
          .containsPattern("START RequestId: [0-9a-f-]{36} Version: \\$LATEST\n")
          .containsPattern("START RequestId: [0-9a-f-]{36} Version: 7\n");
    }
  }

  @Test
  @Shows("lambda.versions.shared-concurrency")
  void versionsShareTheFunctionsReservedConcurrency() throws Exception {
    var config =
        TestFunctions.limited(
            TestFunctions.script(folder, GATED), Duration.ofSeconds(60), OptionalInt.of(1));
    var settings = TestFunctions.settings(folder);
    var share = FunctionShare.of(config, settings);
    Path gate = gate("gate");
    try (var latest = open(config, share);
        var version = open(config.published("1", folder), share);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = threads.submit(() -> latest.invoke(invocation("\"" + gate + "\"")));
      Files.readString(up(gate));

      assertThat(version.invoke(invocation("1")))
          .isEqualTo(
              new InvokeResult.Throttled("ReservedFunctionConcurrentInvocationLimitExceeded"));
      Files.writeString(gate, "go\n");
      assertThat(returned(first.get())).isEqualTo("1");
      assertThat(returned(version.invoke(invocation("1")))).isEqualTo("1");
    }
  }

  @Test
  @Shows("lambda.versions.weights")
  void aliasSharesInvocationsOutByWeight() {
    var config = TestFunctions.script(folder, LOOP.formatted("answer=1"));
    try (var one = TestFunctions.open(folder, config.published("1", folder));
        var two = TestFunctions.open(folder, config.published("2", folder))) {
      var alias = new Alias(one, two, 0.25, new Random(1));
      List<LambdaFunction> picked = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        picked.add(alias.pick());
      }

      assertThat(picked.stream().filter(two::equals).count()).isBetween(200L, 300L);
      assertThat(new Alias(one, two, 0, new Random()).pick()).isEqualTo(one);
      assertThat(new Alias(one, two, 1, new Random()).pick()).isEqualTo(two);
      assertThat(new Alias(one, null, 0, new Random()).pick()).isEqualTo(one);
    }
  }

  @Test
  @Shows("lambda.invoke.log-tail")
  void invocationsLogIsItsOwnAlsoBesideAnother() throws Exception {
    Path gate = gate("gate");
    try (var function = TestFunctions.open(folder, TestFunctions.script(folder, GATED));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var slow = invocation("\"" + gate + "\"");
      var first = threads.submit(() -> function.invokeLogged(slow));
      Files.readString(up(gate));
      var quick = invocation("1");
      var second = function.invokeLogged(quick);
      Files.writeString(gate, "go\n");

      assertThat(second.log().text())
          .startsWith(
              "START RequestId: " + quick.requestId() + " Version: $LATEST\nin 1\nout 1\nEND")
          .contains("REPORT RequestId: " + quick.requestId())
          .doesNotContain(slow.requestId());
      assertThat(first.get().log().text())
          .startsWith("START RequestId: " + slow.requestId())
          .contains("in \"" + gate + "\"\nout \"" + gate + "\"\nEND RequestId: " + slow.requestId())
          .doesNotContain(quick.requestId());
      assertThat(folder.resolve("logs/player_fc_api.log"))
          .content()
          .contains("START RequestId: " + slow.requestId(), "in 1\nout 1\nEND");
    }
  }

  @Test
  @Shows("lambda.invoke.log-tail")
  void onlyTheLastFourKilobytesOfALogAreTold() {
    String script = LOOP.formatted("head -c 10000 /dev/zero | tr '\\0' x; answer=1");
    try (var function = TestFunctions.open(folder, TestFunctions.script(folder, script))) {
      var log = function.invokeLogged(invocation("1")).log();

      assertThat(log.bytes()).hasSize(4096);
      assertThat(log.text()).startsWith("xxx").contains("x\nEND RequestId: ");
    }
  }

  @Test
  @Shows("lambda.lifecycle.tmp-survives-crash")
  void temporaryFilesSurviveACrashAndAreOfOneEnvironmentOnly() throws Exception {
    String script =
        LOOP.formatted(
            "[ \"$event\" = 1 ] && { echo kept >\"$TMPDIR/file\"; kill -9 $$; };"
                + " answer=\"\\\"$(cat \"$TMPDIR/file\" 2>/dev/null || echo none)\\\"\"");
    var config = TestFunctions.script(folder, script);
    try (var function = TestFunctions.open(folder, config);
        var version = TestFunctions.open(folder, config.published("1", folder))) {
      assertThat(function.invoke(invocation("1"))).isInstanceOf(InvokeResult.Failed.class);

      assertThat(returned(function.invoke(invocation("2")))).isEqualTo("\"kept\"");
      assertThat(returned(version.invoke(invocation("2")))).isEqualTo("\"none\"");
    }
  }

  private LambdaFunction open(FunctionConfig config, FunctionShare share) {
    return LambdaFunction.open(
        config,
        share,
        TestFunctions.settings(folder),
        TestFunctions.CREDENTIALS,
        Clock.systemUTC(),
        new Random());
  }

  private Path gate(String name) throws IOException, InterruptedException {
    Path gate = folder.resolve(name);
    var made = new ProcessBuilder("mkfifo", gate.toString(), up(gate).toString()).start();
    String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(made.waitFor()).as(said).isZero();
    return gate;
  }

  private static Path up(Path gate) {
    return gate.resolveSibling(gate.getFileName() + ".up");
  }
}
