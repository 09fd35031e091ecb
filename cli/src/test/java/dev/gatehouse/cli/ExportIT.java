package dev.gatehouse.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.aws.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What `gatehouse export` writes of PlayerFC, judged by the programs that read such files.
final class ExportIT {
  @TempDir private static Path folder;
  private static Launcher launcher;
  private static Path merged;

  @BeforeAll
  static void start() throws Exception {
    launcher = new Launcher(folder);
    launcher.up();
    merged = openApi("merged.json", "--merge");
    export("postman", "--with-secrets");
  }

  @AfterAll
  static void stop() throws Exception {
    launcher.stop();
  }

  private static Path openApi(String name, String... options) throws Exception {
    var arguments = new ArrayList<>(List.of("export", "openapi"));
    arguments.addAll(List.of(options));
    var run = launcher.run(arguments.toArray(String[]::new));
    assertThat(run.status()).as("%s", run.output()).isZero();
    return Files.writeString(folder.resolve(name), run.output());
  }

  private static void export(String what, String... options) throws Exception {
    var arguments = new ArrayList<>(List.of("export", what, "--output", folder.toString()));
    arguments.addAll(List.of(options));
    var run = launcher.run(arguments.toArray(String[]::new));
    assertThat(run.status()).as("%s", run.output()).isZero();
  }

  private static JsonNode json(Path file) throws IOException {
    return Json.STRICT.readTree(Files.readString(file));
  }

  @Test
  void definitionsAreFaultless() throws Exception {
    for (Path file :
        List.of(
            openApi("latest.json"),
            merged,
            openApi("plain.json", "--merge", "--no-extensions"),
            openApi("merged.yaml", "--merge", "--format", "yaml"))) {
      var judgement = Judges.ask("validate-api", file.toString());
      assertThat(judgement.output()).as("%s", file).contains("\"valid\": true");
    }
    Path faulty = Files.writeString(folder.resolve("faulty.json"), "{\"openapi\":\"3.0.1\"}");
    assertThat(Judges.ask("validate-api", faulty.toString()).output()).contains("\"valid\": false");
  }

  @Test
  void functionFillsInWhatItSaysOfItself() throws Exception {
    var document = json(merged);
    var create = document.path("paths").path("/players").path("post");
    assertThat(create.path("requestBody").at("/content/application~1json/schema/$ref").asString())
        .isEqualTo("#/components/schemas/NewPlayer");
    assertThat(document.at("/components/schemas/NewPlayer/example/name").asString())
        .isEqualTo("Kylian Mbappé");
    assertThat(create.path("security").path(0).toString()).contains("/read_write");
    assertThat(document.path("paths").path("/players/{player_id}").path("get").path("responses"))
        .hasSize(3);
    assertThat(document.path("openapi").asString()).isEqualTo("3.0.1");
  }

  @Test
  void postmanImportsTheDefinition() throws Exception {
    Path collection = folder.resolve("imported.json");
    var judgement =
        Judges.ask("openapi2postmanv2", "-s", merged.toString(), "-o", collection.toString());
    assertThat(judgement.output()).contains("Conversion successful");
    assertThat(requests(json(collection).path("item")))
        .containsExactlyInAnyOrder(
            "GET /players",
            "POST /players",
            "GET /players/:player_id",
            "PATCH /players/:player_id",
            "DELETE /players/:player_id");
  }

  private static List<String> requests(JsonNode items) {
    var requests = new ArrayList<String>();
    for (JsonNode item : items) {
      if (item.has("request")) {
        var path = new StringBuilder();
        item.at("/request/url/path")
            .forEach(segment -> path.append('/').append(segment.asString()));
        requests.add(item.at("/request/method").asString() + " " + path);
      }
      requests.addAll(requests(item.path("item")));
    }
    return requests;
  }

  @Test
  void collectionRunsGreenAsImported() throws Exception {
    JsonNode run = newman("PlayerFCHttpApi.postman_environment.json");
    assertThat(run.path("failures")).isEmpty();
    assertThat(run.at("/stats/requests/total").asInt()).isEqualTo(11);
    assertThat(run.at("/stats/assertions/total").asInt()).isEqualTo(17);
  }

  @Test
  void collectionTellsALockThatStaysShut() throws Exception {
    Path environment = folder.resolve("wrong");
    Files.createDirectories(environment);
    String text = Files.readString(folder.resolve("PlayerFCHttpApi.postman_environment.json"));
    String secret = launcher.env().get("GATEHOUSE_CLIENT_SECRET");
    Path wrong = Files.writeString(environment.resolve("wrong.json"), text.replace(secret, "no"));
    JsonNode run = newman(wrong.toString());
    assertThat(run.path("failures").valueStream())
        .anyMatch(failure -> failure.at("/error/test").asString().equals("the lock opens"));
  }

  private static JsonNode newman(String environment) throws Exception {
    Path report = Files.createTempFile(folder, "newman", ".json");
    var judgement =
        Judges.ask(
            "newman",
            "run",
            folder.resolve("PlayerFCHttpApi.postman_collection.json").toString(),
            "-e",
            folder.resolve(environment).toString(),
            "--reporters",
            "json",
            "--reporter-json-export",
            report.toString());
    JsonNode run = json(report).path("run");
    assertThat(judgement.status() == 0).isEqualTo(run.path("failures").isEmpty());
    return run;
  }

  @Test
  void curlScriptWalksThePlayers() throws Exception {
    export("curl");
    var script = new ProcessBuilder(folder.resolve("PlayerFCHttpApi.sh").toString());
    for (Map.Entry<String, String> line : launcher.env().entrySet()) {
      script.environment().put(line.getKey(), line.getValue());
    }
    var running = script.redirectErrorStream(true).start();
    String output = new String(running.getInputStream().readAllBytes(), UTF_8);
    assertThat(running.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(output).doesNotContain("DIFFERS").contains("200 DELETE /players/{player_id}");
    assertThat(running.exitValue()).as("%s", output).isZero();
  }
}
