package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.aws.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `gatehouse audit` as its users run it, by the built launcher.
final class AuditIT {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final int PATIENCE_SECONDS = 240;

  @TempDir private Path folder;

  private record Result(int status, String out) {}

  private Result audit(String... arguments) throws IOException, InterruptedException {
    Path output = folder.resolve("out");
    var command = new ArrayList<>(List.of(ROOT.resolve("gatehouse").toString(), "audit"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(ROOT.toFile())
            .redirectError(folder.resolve("err").toFile())
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    return new Result(process.exitValue(), Files.readString(output));
  }

  @Test
  void nothingGetsIntoPlayerFc() throws Exception {
    Result result;
    try (var _ = Launcher.turn()) {
      result = audit("--prove", "--json");
    }

    assertThat(result.status()).as("%s", Files.readString(folder.resolve("err"))).isZero();
    JsonNode whole = Json.STRICT.readTree(result.out());
    for (JsonNode finding : whole.path("findings")) {
      assertThat(finding.path("accepted").asString("")).as("%s", finding).isNotBlank();
    }
    assertThat(whole.path("doors")).hasSize(6);
    JsonNode proof = whole.path("proof");
    assertThat(proof.path("gotIn").asInt(-1)).isZero();
    assertThat(proof.path("attempts").asInt(0)).isGreaterThan(1000);
    var doors = new ArrayList<String>();
    for (JsonNode door : proof.path("doors")) {
      doors.add(
          "%s %s %s opened: %s"
              .formatted(
                  door.path("method").asString(""),
                  door.path("path").asString(""),
                  door.path("lock").asString(""),
                  door.path("opened").asString("")));
    }
    assertThat(doors)
        .containsExactlyInAnyOrder(
            "* /* iam opened: yes",
            "GET /players jwt opened: yes",
            "POST /players jwt opened: yes",
            "GET /players/{player_id} jwt opened: yes",
            "PATCH /players/{player_id} jwt opened: yes",
            "DELETE /players/{player_id} jwt opened: yes");
  }

  @Test
  void whatGotInIsToldAndIsAFailure() throws Exception {
    Path template = folder.resolve("template.yaml");
    try (var in = AuditIT.class.getResourceAsStream("careless.template.yaml")) {
      Files.write(template, java.util.Objects.requireNonNull(in).readAllBytes());
    }

    Result result = audit("--prove", template.toString());

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out())
        .contains("GET /careless  (lambda)")
        .contains("GOT IN: garbage credential `admin`, through GET /careless")
        .containsPattern("curl -i --path-as-is -X 'GET' -H 'X-Token: admin' 'http://127.0.0.1:");
  }
}
