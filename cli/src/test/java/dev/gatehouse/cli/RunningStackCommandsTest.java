package dev.gatehouse.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.aws.Json;
import dev.gatehouse.host.Host;
import dev.gatehouse.host.HostConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Commands that ask a running stack. Its one function is never invoked: its doors stay shut.
final class RunningStackCommandsTest {
  @TempDir private static Path folder;
  private static Host host;

  @BeforeAll
  static void start() throws IOException {
    Path template = folder.resolve("template.json");
    try (var in = RunningStackCommandsTest.class.getResourceAsStream("doors.template.json")) {
      Files.write(template, java.util.Objects.requireNonNull(in).readAllBytes());
    }
    Files.writeString(
        Files.createDirectory(folder.resolve("code")).resolve("bootstrap"), "#!/bin/sh\nexit 1\n");
    host =
        Host.start(
            new HostConfig(template, folder.resolve("state"), 0, false, null, folder), line -> {});
  }

  @AfterAll
  static void stop() {
    host.close();
  }

  private static CommandLineRun run(String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--state", folder.resolve("state").toString()));
    return CommandLineRun.of(all.toArray(String[]::new));
  }

  private static String env(String name) {
    return java.util.Objects.requireNonNull(host.running().environment().get(name), name);
  }

  @Test
  void statusForMachinesHasEachDoorWithItsLock() {
    var run = run("status", "--json");
    assertThat(run.status()).isZero();
    var doors = new ArrayList<String>();
    for (JsonNode door : Json.STRICT.readTree(run.out()).path("doors")) {
      doors.add(
          "%s %s %s %s %s"
              .formatted(
                  door.path("method").asString(),
                  door.path("path").asString(),
                  door.path("lock").asString(),
                  door.path("scopes"),
                  door.path("resource").asString()));
    }
    assertThat(doors)
        .containsExactlyInAnyOrder(
            "GET /items jwt [\"things/read\",\"things/write\"] Locked",
            "ANY /{proxy+} none [] Greedy",
            "* /* iam [] Url");
  }

  @Test
  void statusForPeopleHasATable() {
    var run = run("status");
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .startsWith("template  http://localhost:" + host.running().port())
        .containsPattern("GET +\\S+/items +jwt +token with things/read or things/write\\n")
        .contains("Outputs\n  Issuer = " + env("GATEHOUSE_ISSUER") + "\n");
  }

  @Test
  void environmentSurvivesTheShell() throws Exception {
    var run = run("env");
    assertThat(run.status()).isZero();
    var shell =
        new ProcessBuilder(
                "/bin/sh",
                "-c",
                "set -a; eval \"$1\"; set +a; printf '%s|%s' \"$GATEHOUSE_SCOPE\""
                    + " \"$AWS_SECRET_ACCESS_KEY\"",
                "sh",
                run.out())
            .redirectErrorStream(true)
            .start();
    try (var out = shell.getInputStream()) {
      assertThat(new String(out.readAllBytes(), UTF_8))
          .isEqualTo("things/read things/write|" + env("AWS_SECRET_ACCESS_KEY"));
    }
  }

  @Test
  void environmentForMachinesHasEachLine() {
    var lines = Json.STRICT.readTree(run("env", "--json").out());
    assertThat(lines.path("GATEHOUSE_CLIENT_SECRET").asString())
        .isEqualTo(env("GATEHOUSE_CLIENT_SECRET"));
    assertThat(lines.propertyNames())
        .containsExactlyInAnyOrderElementsOf(host.running().environment().keySet());
  }

  @Test
  void tokenForMachinesIsTheWholeAnswer() {
    var answer = Json.STRICT.readTree(run("token", "--json").out());
    assertThat(answer.propertyNames())
        .containsExactlyInAnyOrder("access_token", "token_type", "expires_in");
  }

  @Test
  void logsForMachinesNameTheirFile() {
    run("call", "GET", env("GATEHOUSE_FUNCTION_URL"));
    assertThat(run("logs", "--json").out().lines())
        .isNotEmpty()
        .allSatisfy(line ->
            assertThat(Json.STRICT.readTree(line).propertyNames()).containsExactly("log", "line"));
  }

  @Test
  void stackIsFoundByItsPort() {
    var run = CommandLineRun.of("env", "--port", String.valueOf(host.running().port()));
    assertThat(run.out()).contains("AWS_ENDPOINT_URL=" + env("AWS_ENDPOINT_URL") + "\n");
  }

  @Test
  void tokenIsPrintedAlone() {
    var run = run("token", "machine", "--scope", "things/read");
    assertThat(run.status()).isZero();
    assertThat(run.out()).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+\\n");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void tokenForAScopeThatTheClientHasNotIsOneSentence() {
    var run = run("token", "--scope", "things/steal");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            "gatehouse: no token for machine: {\"error\":\"invalid_scope\"}; `gatehouse why` says"
                + " more\n");
  }

  @Test
  void tokenForAnUnknownClientIsOneSentence() {
    var run = run("token", "nobody");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            "gatehouse: no app client called nobody may fetch tokens with its own credentials"
                + " here; there are [machine]\n");
  }

  @Test
  void refusalIsExplained() throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create(env("GATEHOUSE_API_URL") + "/items")).build();
      assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
    }
    assertThat(run("why", "-n", "1000").out())
        .containsPattern("  Api GET /items -> 401\\n  NoCredential: no credential: ");
    assertThat(run("why", "-n", "1000", "--json").out().lines())
        .anyMatch(
            line -> Json.STRICT.readTree(line).path("check").asString("").equals("NoCredential"));
  }

  @Test
  void callWithoutCredentialsIsRefusedAndExplained() {
    var run = run("call", "GET", "/items", "--no-credentials");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEqualTo("{\"message\":\"Unauthorized\"}\n");
    assertThat(run.err())
        .startsWith("GET " + env("GATEHOUSE_API_URL") + "/items -> 401\n")
        .contains("  denied by NoCredential: ");
  }

  @Test
  void callFetchesATokenForALockedRoute() {
    // Behind the lock stands a function that fails at its start.
    var run = run("call", "GET", "/items");
    assertThat(run.err()).contains("/items -> 500\n").doesNotContain("Bearer");
  }

  @Test
  void callUsesItsTokenAgain() throws Exception {
    run("call", "GET", "/items", "--scope", "things/read");
    String kept = Files.readString(folder.resolve("state/tokens.json"));
    run("call", "GET", "/items", "--scope", "things/read");
    assertThat(folder.resolve("state/tokens.json")).hasContent(kept);
    assertThat(Files.getPosixFilePermissions(folder.resolve("state/tokens.json"))).hasSize(2);
  }

  @Test
  void callSignsForAFunctionUrl() {
    var run = run("call", "GET", env("GATEHOUSE_FUNCTION_URL"), "--json");
    assertThat(Json.STRICT.readTree(run.out()).path("status").asInt()).isEqualTo(502);
  }

  @Test
  void callNeverSendsCredentialsElsewhere() {
    var run = run("call", "GET", "http://127.0.0.1:1/items");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            "gatehouse: http://127.0.0.1:1/items is neither a path nor at an address of this stack:"
                + " no credentials go there\n");
  }

  @Test
  void signedCurlLineOpensTheDoor() throws Exception {
    String line = run("sign", "GET", env("GATEHOUSE_FUNCTION_URL")).out();
    assertThat(line).startsWith("curl -i -X GET -H 'Authorization: AWS4-HMAC-SHA256 Credential=");
    // Past the lock, the function fails at its start; before it the answer would be 403.
    assertThat(shell(line)).contains("502 Bad Gateway");
    assertThat(shell(line.replace("Signature=", "Signature=0"))).contains("403 Forbidden");
  }

  @Test
  void signedHeadersCanStandAlone() {
    assertThat(run("sign", "POST", env("GATEHOUSE_FUNCTION_URL"), "-d", "{}", "--headers").out())
        .containsPattern("(?m)^X-Amz-Date: \\d{8}T\\d{6}Z$")
        .contains("SignedHeaders=content-type;host;x-amz-");
  }

  @Test
  void logsOfAnUnknownFunctionAreOneSentence() {
    var run = run("logs", "nothing");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).startsWith("gatehouse: no log called nothing in ");
  }

  @Test
  void logsHaveWhatTheFunctionWrote() {
    run("call", "GET", env("GATEHOUSE_FUNCTION_URL"));
    assertThat(run("logs").out()).contains("INIT_START").contains("  ");
  }

  @Test
  void consolePrintsALinkThatWorksOnce() throws Exception {
    var run = run("console", "--no-open");
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .matches("http://localhost:" + host.running().port() + "/_gatehouse/enter\\?key=\\S{43}\n");
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create(run.out().strip())).build();
      assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
      assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
    }
  }

  private static String shell(String line) throws IOException {
    var process = new ProcessBuilder("/bin/sh", "-c", line).start();
    try (var out = process.getInputStream()) {
      return new String(out.readAllBytes(), UTF_8);
    }
  }
}
