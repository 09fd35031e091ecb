package dev.gatehouse.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// PlayerFC as its users run it: the built launcher, the assembly synthesized from `players-stack`,
/// real processes.
final class PlayerFcIT {
  private static final String MBAPPE =
      """
      {"name": "Kylian Mbappé", "country": "France", "date_of_birth": "1998-12-20",
       "team": "Real Madrid", "position": "Forward", "club_number": 9, "national_team_number": 10}
      """;

  @TempDir private static Path folder;
  private static Launcher launcher;

  @BeforeAll
  static void findLauncher() {
    launcher = new Launcher(folder);
  }

  @BeforeEach
  void start() throws Exception {
    if (!launcher.isUp()) {
      launcher.up();
    }
  }

  @AfterAll
  static void stop() throws Exception {
    launcher.stop();
  }

  @Test
  void everyDoorAnswersAndNothingAcknowledgedIsLostWhenKilled() throws Exception {
    Map<String, String> before = launcher.env();
    String token = launcher.run("token").output().strip();
    String id;
    try (var client = HttpClient.newHttpClient()) {
      HttpResponse<String> created =
          client.send(
              bearer(before.get("GATEHOUSE_API_URL") + "/players", token)
                  .POST(BodyPublishers.ofString(MBAPPE))
                  .build(),
              BodyHandlers.ofString());
      assertThat(created.statusCode()).isEqualTo(200);
      id = created.body().replaceAll(".*\"player_id\":\"([^\"]+)\".*", "$1");
    }

    // The tour makes and deletes a player of its own.
    tourIsWalked();
    List<ProcessHandle> functions = launcher.kill();
    assertThat(functions).isNotEmpty();
    for (ProcessHandle function : functions) {
      function.onExit().get(30, TimeUnit.SECONDS);
    }

    launcher.up();
    assertThat(launcher.env()).isEqualTo(before);
    try (var client = HttpClient.newHttpClient()) {
      HttpResponse<String> found =
          client.send(
              bearer(before.get("GATEHOUSE_API_URL") + "/players/" + id, token).GET().build(),
              BodyHandlers.ofString());
      assertThat(found.statusCode()).isEqualTo(200);
      assertThat(found.body()).contains("\"Kylian Mbappé\"");
    }
    refusalIsExplained(before);
    assertThat(launcher.run("down").status()).isZero();
    assertThat(launcher.run("status").status()).isEqualTo(1);
    launcher.stop();
  }

  private void tourIsWalked() throws Exception {
    Launcher.Result tour = launcher.run("tour");
    assertThat(tour.output()).doesNotContain("DIFFERS").contains("Every door answered");
    assertThat(tour.status()).isZero();
  }

  private void refusalIsExplained(Map<String, String> env) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      HttpResponse<String> refused =
          client.send(
              HttpRequest.newBuilder(URI.create(env.get("GATEHOUSE_API_URL") + "/players")).build(),
              BodyHandlers.ofString());
      assertThat(refused.statusCode()).isEqualTo(401);
      assertThat(refused.body()).isEqualTo("{\"message\":\"Unauthorized\"}");
    }
    assertThat(launcher.run("why", "-n", "1").output())
        .contains("NoCredential")
        .contains("GET /players -> 401");
  }

  @Test
  void secretsAreTheirOwnersOnly() throws Exception {
    String secret = requireNonNull(launcher.env().get("GATEHOUSE_CLIENT_SECRET"));
    try (var files = Files.walk(launcher.state())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Files.readString(file, ISO_8859_1).contains(secret)) {
          assertThat(Files.getPosixFilePermissions(file)).as("%s", file).hasSize(2);
        }
      }
    }
    assertThat(Files.getPosixFilePermissions(launcher.state())).hasSize(3);
  }

  @Test
  void stateInUseIsOneSentence() throws Exception {
    Launcher.Result second = launcher.run("up", "--port", "0");
    assertThat(second.status()).isEqualTo(1);
    assertThat(second.output()).contains("is in use by another process").doesNotContain("\tat ");
  }

  @Test
  void launcherHasRehearsedForQuickStarts() {
    assertThat(launcher.distribution().resolve("gatehouse.aot")).isNotEmptyFile();
  }

  /// What the cache takes in: classes of Java 6 (version 50) and later, out of jars without
  /// signatures.
  @Test
  void librariesThatAStartNeedsFitIntoItsCache() throws Exception {
    assertThat(jars("picocli")).hasSize(1);
    for (String library : List.of("picocli", "AmazonCorrettoCryptoProvider")) {
      for (Path jar : jars(library)) {
        try (var zip = new ZipFile(jar.toFile())) {
          for (ZipEntry entry : zip.stream().toList()) {
            assertThat(entry.getName()).doesNotMatch("META-INF/.*\\.(SF|RSA|DSA|EC)");
            if (entry.getName().endsWith(".class")) {
              byte[] start = zip.getInputStream(entry).readNBytes(8);
              assertThat(ByteBuffer.wrap(start).getShort(6))
                  .as("%s in %s", entry, jar)
                  .isGreaterThanOrEqualTo((short) 50);
            }
          }
        }
      }
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void nativeLibraryIsNotUnpackedAtTheStart() throws Exception {
    assertThat(jars("AmazonCorrettoCryptoProvider")).hasSize(1);
    assertThat(Files.readString(Path.of("/proc", String.valueOf(launcher.pid()), "maps")))
        .contains(
            launcher
                .distribution()
                .resolve("native/libamazonCorrettoCryptoProvider.so")
                .toString());
  }

  private static List<Path> jars(String library) throws IOException {
    try (var files = Files.list(launcher.distribution().resolve("lib"))) {
      return files.filter(file -> file.getFileName().toString().startsWith(library)).toList();
    }
  }

  private static HttpRequest.Builder bearer(String url, String token) throws IOException {
    return HttpRequest.newBuilder(URI.create(url))
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json");
  }
}
