package dev.gatehouse.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.aws.Json;
import dev.gatehouse.fidelity.Shows;
import dev.gatehouse.lambda.functions.Actions;
import dev.gatehouse.lambda.functions.FailingInit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.type.TypeReference;

/// Real processes on AWS's runtime interface client.
class JavaFunctionConformanceTest {
  @TempDir static Path folder;
  static LambdaFunction function;

  @BeforeAll
  static void open() {
    function = TestFunctions.open(folder, TestFunctions.java(folder, Actions.class));
  }

  @AfterAll
  static void close() {
    function.close();
  }

  @Test
  @Shows("lambda.process.trace")
  @Shows("lambda.handlers.java")
  void handlerSeesItsInvocation() {
    var invocation = TestFunctions.invocation("{\"name\":\"Nkunku\"}");

    var answer = Json.STRICT.readTree(returned(function.invoke(invocation)));

    assertThat(answer.path("event").path("name").stringValue()).isEqualTo("Nkunku");
    assertThat(answer.path("id").stringValue()).isEqualTo(invocation.requestId());
    assertThat(answer.path("arn").stringValue()).isEqualTo(invocation.invokedFunctionArn());
    assertThat(answer.path("memory").intValue()).isEqualTo(128);
    assertThat(answer.path("trace").stringValue()).isEqualTo(invocation.traceId());
  }

  @Test
  @Shows("lambda.process.variables")
  @Shows("lambda.process.execution-env")
  @Shows("lambda.process.locale")
  void environmentHoldsAwsVariablesAndTheOwnersOnly() {
    var all =
        new TreeMap<>(
            Json.STRICT.readValue(
                returned(invoke("env")), new TypeReference<Map<String, String>>() {}));
    all.remove("_"); // Some shells leave it behind.

    assertThat(all.keySet())
        .containsExactlyInAnyOrder(
            "_HANDLER",
            "AWS_REGION",
            "AWS_DEFAULT_REGION",
            "AWS_EXECUTION_ENV",
            "AWS_LAMBDA_FUNCTION_NAME",
            "AWS_LAMBDA_FUNCTION_VERSION",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
            "AWS_LAMBDA_INITIALIZATION_TYPE",
            "AWS_LAMBDA_LOG_GROUP_NAME",
            "AWS_LAMBDA_LOG_STREAM_NAME",
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "AWS_LAMBDA_RUNTIME_API",
            "AWS_ENDPOINT_URL",
            "AWS_XRAY_CONTEXT_MISSING",
            "AWS_XRAY_DAEMON_ADDRESS",
            "_AWS_XRAY_DAEMON_ADDRESS",
            "_AWS_XRAY_DAEMON_PORT",
            "LAMBDA_TASK_ROOT",
            "LAMBDA_RUNTIME_DIR",
            "LANG",
            "LD_LIBRARY_PATH",
            "PATH",
            "TMPDIR",
            "TZ",
            "TABLE_NAME");
    assertThat(all)
        .containsEntry("AWS_EXECUTION_ENV", "AWS_Lambda_java25")
        .containsEntry("AWS_SESSION_TOKEN", "token")
        .containsEntry("AWS_ENDPOINT_URL", "http://localhost:4566")
        .containsEntry("TZ", ":UTC")
        .containsEntry("TABLE_NAME", "Players");
    assertThat(all.get("AWS_LAMBDA_LOG_STREAM_NAME"))
        .matches("\\d{4}/\\d{2}/\\d{2}/\\[\\$LATEST][0-9a-f]{32}");
  }

  @Test
  @Shows("lambda.lifecycle.exception-reuses")
  @Shows("lambda.errors.java")
  void exceptionIsAFunctionErrorAndItsProcessStays() {
    String before = returned(invoke("pid"));

    var failed = failed(invoke("throw"));

    assertThat(failed.errorType()).isEqualTo("java.lang.IllegalArgumentException");
    assertThat(failed.payload().text())
        .startsWith(
            "{\"errorMessage\":\"no such player\","
                + "\"errorType\":\"java.lang.IllegalArgumentException\",\"stackTrace\":[\"");
    assertThat(returned(invoke("pid"))).isEqualTo(before);
  }

  @Test
  @Shows("lambda.errors.clean-exit")
  void cleanExitHasNoReason() {
    var invocation = TestFunctions.invocation("{\"do\":\"exit\"}");

    assertThat(failed(function.invoke(invocation)).payload().text())
        .isEqualTo(
            "{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: "
                + invocation.requestId()
                + " Error: Runtime exited without providing a reason\"}");
  }

  @Test
  @Shows("lambda.lifecycle.tmp-survives-crash")
  @Shows("lambda.errors.exit-status")
  void exitStatusIsNamedAndTmpSurvives() {
    returned(function.invoke(TestFunctions.invocation("{\"do\":\"keep\",\"text\":\"saved\"}")));
    var invocation = TestFunctions.invocation("{\"do\":\"exit\",\"status\":\"3\"}");

    assertThat(failed(function.invoke(invocation)).payload().text())
        .isEqualTo(
            "{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: "
                + invocation.requestId()
                + " Error: Runtime exited with error: exit status 3\"}");
    assertThat(returned(invoke("kept"))).isEqualTo("\"saved\"");
    assertThat(returned(invoke("count"))).isEqualTo("2");
  }

  @Test
  @Shows("lambda.invoke.response-too-large")
  void answerOverTheLimitIsReplaced() {
    assertThat(failed(invoke("large")).payload().text())
        .isEqualTo(
            "{\"errorMessage\":\"Response payload size exceeded maximum allowed payload size"
                + " (6291556 bytes).\",\"errorType\":\"Function.ResponseSizeTooLarge\"}");
    assertThat(returned(invoke("count"))).matches("\\d+");
  }

  @Test
  void payloadOverSixMegabytesNeverReachesTheFunction() {
    assertThat(function.invoke(TestFunctions.invocation("\"" + "x".repeat(6_291_455) + "\"")))
        .isEqualTo(new InvokeResult.RequestTooLarge());
  }

  @Test
  @Shows("lambda.log-lines.end")
  void logShowsStartOutputEndReport() throws IOException {
    var invocation = TestFunctions.invocation("{\"do\":\"print\"}");
    returned(function.invoke(invocation));

    String log = Files.readString(folder.resolve("logs/player_fc_api.log"));
    String id = invocation.requestId();
    assertThat(log.substring(log.indexOf("START RequestId: " + id)))
        .matches(
            "START RequestId: "
                + id
                + " Version: \\$LATEST\n"
                + "a line of the function\na line of its logger\n"
                + "END RequestId: "
                + id
                + "\nREPORT RequestId: "
                + id
                + "\tDuration: \\d+\\.\\d\\d ms\tBilled Duration: \\d+ ms\tMemory Size: 128 MB"
                + "\tMax Memory Used: \\d+ MB\t(Init Duration: \\d+\\.\\d\\d ms\t)?\n");
  }

  @Test
  @Shows("lambda.errors.init")
  void failingConstructorIsTheInitErrorsOwnObject(@TempDir Path other) throws IOException {
    try (var failing = TestFunctions.open(other, TestFunctions.java(other, FailingInit.class))) {
      var failed = failed(failing.invoke(TestFunctions.invocation("{}")));

      assertThat(failed.payload().text())
          .contains("\"errorType\":\"java.lang.")
          .contains("no table");
      assertThat(Files.readString(other.resolve("logs/player_fc_api.log")))
          .contains("INIT_REPORT Init Duration: ", "\tPhase: init\tStatus: error");
    }
  }

  @Test
  @Shows("lambda.errors.missing-handler")
  void missingHandlerClassIsClassNotFound(@TempDir Path other) {
    var config = TestFunctions.config("java25", "no.Such::handle", TestFunctions.zip(other));
    try (var missing = TestFunctions.open(other, config)) {
      var failed = failed(missing.invoke(TestFunctions.invocation("{}")));

      assertThat(failed.errorType()).isEqualTo("java.lang.ClassNotFoundException");
      assertThat(failed.payload().text()).contains("Class not found: no.Such");
    }
  }

  @Test
  @Shows("lambda.lifecycle.timeout-kills")
  @Shows("lambda.errors.timeout")
  void timeoutKillsTheProcessAndTheNextInvocationStartsAnew(@TempDir Path other) {
    var config =
        TestFunctions.limited(
            TestFunctions.java(other, Actions.class), Duration.ofSeconds(5), OptionalInt.empty());
    try (var slow = TestFunctions.open(other, config)) {
      slow.warmUp();
      var invocation = TestFunctions.invocation("{\"do\":\"block\"}");

      assertThat(failed(slow.invoke(invocation)).payload().text())
          .isEqualTo(
              "{\"errorType\":\"Sandbox.Timedout\",\"errorMessage\":\"RequestId: "
                  + invocation.requestId()
                  + " Error: Task timed out after 5.00 seconds\"}");
      assertThat(returned(slow.invoke(TestFunctions.invocation("{\"do\":\"count\"}"))))
          .isEqualTo("1");
    }
  }

  private static InvokeResult invoke(String action) {
    return function.invoke(TestFunctions.invocation("{\"do\":\"" + action + "\"}"));
  }

  private static String returned(InvokeResult result) {
    assertThat(result).isInstanceOf(InvokeResult.Returned.class);
    return ((InvokeResult.Returned) result).payload().text();
  }

  private static InvokeResult.Failed failed(InvokeResult result) {
    assertThat(result).isInstanceOf(InvokeResult.Failed.class);
    return (InvokeResult.Failed) result;
  }
}
