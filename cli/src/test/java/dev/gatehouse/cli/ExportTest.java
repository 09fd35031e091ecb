package dev.gatehouse.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.aws.Json;
import dev.gatehouse.host.Host;
import dev.gatehouse.host.HostConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// `gatehouse export` of a stack whose function fails at its start, so nothing documents itself.
final class ExportTest {
  @TempDir private static Path folder;
  private static Host host;

  @BeforeAll
  static void start() throws IOException {
    Path template = folder.resolve("template.json");
    try (var in = ExportTest.class.getResourceAsStream("doors.template.json")) {
      Files.write(template, Objects.requireNonNull(in).readAllBytes());
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
    var all = new ArrayList<>(List.of("export"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--state", folder.resolve("state").toString()));
    return CommandLineRun.of(all.toArray(String[]::new));
  }

  private static String env(String name) {
    return Objects.requireNonNull(host.running().environment().get(name), name);
  }

  /// The one file in a new folder.
  private static Path exported(String what, String suffix, String... more) throws IOException {
    Path output = Files.createTempDirectory(folder, what);
    var arguments = new ArrayList<>(List.of(what, "--output", output.toString()));
    arguments.addAll(List.of(more));
    var run = run(arguments.toArray(String[]::new));
    assertThat(run.status()).as("%s", run.err()).isZero();
    try (var files = Files.list(output)) {
      Path file = files.filter(each -> each.toString().endsWith(suffix)).findFirst().orElseThrow();
      assertThat(run.out()).contains(file.toString());
      return file;
    }
  }

  private static JsonNode json(Path file) throws IOException {
    return Json.STRICT.readTree(Files.readString(file));
  }

  @Test
  void openApiIsPrintedAsJson() {
    var run = run("openapi");
    assertThat(run.status()).isZero();
    var document = Json.STRICT.readTree(run.out());
    assertThat(document.at("/servers/0/url").asString())
        .isEqualTo(env("GATEHOUSE_API_URL") + "/{basePath}");
    assertThat(document.path("paths").propertyNames()).containsExactly("/items", "/{proxy+}");
  }

  @Test
  void openApiIsPrintedAsYamlWithoutExtensions() {
    var run = run("openapi", "--format", "yaml", "--no-extensions", "--stage", "$default");
    assertThat(run.out()).startsWith("---\nopenapi: \"3.0.1\"\n").doesNotContain("x-amazon");
    assertThat(new YAMLMapper().readTree(run.out()).path("paths").size()).isEqualTo(2);
  }

  @Test
  void unknownApiAndStageAreOneSentenceEach() {
    assertThat(run("openapi", "--api", "nothing").err())
        .matches("gatehouse: no HTTP API called nothing in stack template; there are \\[.*]\\n");
    var stage = run("openapi", "--stage", "nothing");
    assertThat(stage.status()).isEqualTo(1);
    assertThat(stage.err()).endsWith(" has no stage called nothing\n");
  }

  @Test
  void nothingToMergeIsOneSentence() {
    var run = run("openapi", "--merge");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("gatehouse: nothing to merge: no function behind API ");
  }

  @Test
  void whatToExportMustBeSaid() {
    var run = CommandLineRun.of("export");
    assertThat(run.status()).isEqualTo(64);
    assertThat(run.err()).startsWith("gatehouse: what to export?");
  }

  @Test
  void postmanEnvironmentHoldsNoSecretUnlessAskedFor() throws IOException {
    var secrets = List.of(env("GATEHOUSE_CLIENT_ID"), env("GATEHOUSE_CLIENT_SECRET"));
    Path empty = exported("postman", "environment.json");
    assertThat(Files.readString(empty)).doesNotContain(secrets);
    assertThat(json(empty).path("values").valueStream())
        .filteredOn(value -> value.path("type").asString().equals("secret"))
        .extracting(value -> value.path("key").asString() + "=" + value.path("value").asString())
        .containsExactly("client_id=", "client_secret=", "access_token=");

    Path filled = exported("postman", "environment.json", "--with-secrets");
    assertThat(Files.readString(filled)).contains(secrets);
    assertThat(Files.getPosixFilePermissions(filled)).hasSize(2);
  }

  @Test
  void postmanCollectionBeginsWithTheToken() throws IOException {
    var collection = json(exported("postman", "collection.json", "--with-secrets"));
    assertThat(collection.toString()).doesNotContain(env("GATEHOUSE_CLIENT_SECRET"));
    assertThat(collection.at("/info/schema").asString()).contains("v2.1.0");
    var first = collection.path("item").path(0);
    assertThat(first.path("name").asString()).isEqualTo("Generate access token");
    assertThat(first.at("/request/body/urlencoded").valueStream())
        .extracting(field -> field.path("key").asString())
        .containsExactly("grant_type", "client_id", "client_secret", "scope");
    assertThat(first.at("/event/0/script/exec").toString())
        .contains("pm.environment.set('access_token', token);");
    assertThat(collection.at("/item/1/request/auth/type").asString()).isEqualTo("bearer");
  }

  @Test
  void httpFileReadsTheTokenInTheEditorsWords() throws IOException {
    Path vscode = exported("http", ".http");
    assertThat(Files.readString(vscode))
        .contains("@client_secret = \n")
        .contains("# @name token\nPOST {{token_url}}\n")
        .contains("\n@access_token = {{token.response.body.$.access_token}}\n")
        .contains("\nGET {{base_url}}/items\nAuthorization: Bearer {{access_token}}\n");
    Path intellij = exported("http", ".http", "--editor", "intellij", "--with-secrets");
    assertThat(Files.readString(intellij))
        .contains("@client_secret = " + env("GATEHOUSE_CLIENT_SECRET") + "\n")
        .contains("> {% client.global.set(\"access_token\", response.body[\"access_token\"]); %}");
    assertThat(Files.getPosixFilePermissions(intellij)).hasSize(2);
  }

  @Test
  void curlScriptWalksEveryRoute() throws Exception {
    Path script = exported("curl", ".sh");
    assertThat(Files.readString(script)).doesNotContain(env("GATEHOUSE_CLIENT_SECRET"));
    var process = new ProcessBuilder(script.toString()).redirectErrorStream(true);
    process.environment().putAll(host.running().environment());
    var running = process.start();
    String output = new String(running.getInputStream().readAllBytes(), UTF_8);
    assertThat(running.waitFor(30, TimeUnit.SECONDS)).isTrue();
    // Behind the locks stands a function that fails at its start.
    assertThat(output.lines())
        .containsExactly(
            "200 %-55s ok".formatted("Generate access token"),
            "500 %-55s ok".formatted("GET /items"),
            "500 %-55s ok".formatted("GET /{proxy}"),
            "401 %-55s ok".formatted("GET /items without credentials"));
    assertThat(running.exitValue()).isZero();
  }

  @Test
  void curlScriptSaysWhichLockStaysShut() throws Exception {
    Path script = exported("curl", ".sh");
    var process = new ProcessBuilder(script.toString()).redirectErrorStream(true);
    process.environment().putAll(host.running().environment());
    process.environment().put("GATEHOUSE_CLIENT_SECRET", "wrong");
    var running = process.start();
    String output = new String(running.getInputStream().readAllBytes(), UTF_8);
    assertThat(running.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(output)
        .contains("400 %-55s DIFFERS: expected 200\n".formatted("Generate access token"))
        .contains("401 %-55s DIFFERS: the lock should open\n".formatted("GET /items"));
    assertThat(running.exitValue()).isEqualTo(1);
  }
}
