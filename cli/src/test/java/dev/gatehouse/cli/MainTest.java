package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Exit codes and sentences while no stack runs.
final class MainTest {
  @TempDir private Path folder;

  @AfterEach
  void forgetDistribution() {
    System.clearProperty("gatehouse.home");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fly                   | Unmatched argument at index 0: 'fly'   | gatehouse --help",
        "status --colour       | Unknown option: '--colour'             | gatehouse status --help",
        "up --port many        | Invalid value for option '--port'      | gatehouse up --help",
        "env --wait            | Missing required parameter for option '--wait' | gatehouse env --help",
      })
  void wrongCommandLineIsAUsageError(String line, String problem, String hint) {
    var run = CommandLineRun.of(line.split(" "));
    assertThat(run.status()).isEqualTo(64);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("gatehouse: " + problem).endsWith("Try: " + hint + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "status --json", "env", "token", "down", "why", "why --json"})
  void commandWithoutAStackIsOneSentence(String command) {
    Path absent = folder.resolve("absent");
    var run = CommandLineRun.of((command + " --state " + absent).split(" "));
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo("gatehouse: no stack is running in " + absent + "; `gatehouse up` starts one\n");
    assertThat(absent).doesNotExist();
  }

  @Test
  void firstArgumentFindsEachCommandAlone() {
    for (String name : Main.commandLine().getSubcommands().keySet()) {
      assertThat(Main.commandLine(Main.named(new String[] {name})).getSubcommands())
          .containsKey(name)
          .hasSize(name.equals("help") || name.equals("completion") ? Main.COMMANDS.size() : 1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "fly", "--help", "Up"})
  void anyOtherFirstArgumentFindsAllCommands(String first) {
    assertThat(Main.named(new String[] {first})).isEqualTo(Main.COMMANDS);
  }

  @Test
  void waitingForDoorsEndsInOneSentence() {
    var run = CommandLineRun.of("env", "--wait", "1", "--state", folder.toString());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isEqualTo("gatehouse: no doors were open within 1 s in " + folder + "\n");
  }

  @Test
  void faultyTemplateIsReportedWhole() throws IOException {
    distribution();
    Path template = folder.resolve("template.json");
    Files.writeString(
        template,
        """
        {"Resources": {
          "Queue": {"Type": "AWS::SQS::Queue"},
          "Api": {"Type": "AWS::ApiGatewayV2::Api",
                  "Properties": {"Name": "a", "ProtocolType": "WEBSOCKET"}}
        }}
        """);
    var run = CommandLineRun.of("up", template.toString(), "--port", "0", "--ephemeral");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines().findFirst())
        .contains("gatehouse: " + template + " has 2 faults; nothing was started");
    assertThat(run.err())
        .contains("AWS::SQS::Queue")
        .contains("Resources.Api.Properties.ProtocolType")
        .doesNotContain("\tat ");
  }

  @Test
  void pathThatIsNothingIsOneSentence() throws IOException {
    distribution();
    var run = CommandLineRun.of("up", folder.resolve("absent").toString());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            "gatehouse: "
                + folder.resolve("absent")
                + " is neither a template file, nor a cloud assembly (manifest.json), nor a CDK"
                + " project (cdk.json), nor a SAM project that is built (.aws-sam/build, which `sam"
                + " build` makes)\n");
  }

  @Test
  void incompleteDistributionIsOneSentence() {
    var run = CommandLineRun.of("up", folder.toString());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).startsWith("gatehouse: the distribution is incomplete: ");
  }

  private void distribution() throws IOException {
    Files.createDirectories(folder.resolve("home/java-runtime"));
    System.setProperty("gatehouse.home", folder.resolve("home").toString());
  }

  @Test
  void completionIsAScriptThatBashReads() throws Exception {
    var run = CommandLineRun.of("completion");
    assertThat(run.out()).contains("complete -F _complete_gatehouse");
    var bash = new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
    try (var in = bash.getOutputStream()) {
      in.write(run.out().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    assertThat(bash.waitFor()).isZero();
  }

  @Test
  void operationsAreListedWithoutAStack() {
    var run = CommandLineRun.of("status", "--operations");
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("sts: 4 of 11\n  built\n    AssumeRole GetAccessKeyInfo GetCallerIdentity")
        .contains("  not built\n    AssumeRoleWithSAML AssumeRoleWithWebIdentity ");
    assertThat(run.out().lines()).allMatch(line -> line.length() <= 100);
    assertThat(CommandLineRun.of("status", "--operations", "--json").out())
        .contains("\"service\" : \"sts\"");
  }
}
