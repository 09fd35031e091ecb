package dev.gatehouse.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `bin/find-jdk`, which launcher and build ask before any JVM runs.
final class FindJdkTest {
  @TempDir private Path folder;

  private record Run(int status, String output) {}

  private static Run findJdk(Path home) throws Exception {
    var builder = new ProcessBuilder(Path.of("../bin/find-jdk").toAbsolutePath().toString());
    builder.environment().put("GATEHOUSE_JAVA_HOME", home.toString());
    Process process = builder.redirectErrorStream(true).start();
    try (var out = process.getInputStream()) {
      String output = new String(out.readAllBytes(), UTF_8);
      return new Run(process.waitFor(), output);
    }
  }

  private void jdk(String version) throws IOException {
    Files.createDirectories(folder.resolve("bin"));
    Path javac = Files.createFile(folder.resolve("bin/javac"));
    Files.setPosixFilePermissions(javac, PosixFilePermissions.fromString("rwx------"));
    Files.writeString(folder.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
  }

  private void assertNoJdk(Path home) throws Exception {
    assertThat(findJdk(home))
        .isEqualTo(
            new Run(1, "gatehouse: GATEHOUSE_JAVA_HOME=" + home + " is not a JDK 25 or newer.\n"));
  }

  @Test
  void namedJdkWins() throws Exception {
    jdk("25.0.3");
    assertThat(findJdk(folder)).isEqualTo(new Run(0, folder + "\n"));
  }

  @Test
  void nameThatPointsNowhereIsOneSentence() throws Exception {
    assertNoJdk(folder.resolve("absent"));
  }

  @Test
  void olderJdkIsOneSentence() throws Exception {
    jdk("17.0.9");
    assertNoJdk(folder);
  }

  @Test
  void runtimeWithoutACompilerIsOneSentence() throws Exception {
    jdk("25.0.3");
    Files.delete(folder.resolve("bin/javac"));
    assertNoJdk(folder);
  }
}
