package dev.gatehouse.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The npm packages in `src/test/node` that judge what `gatehouse export` writes. Installed on
/// first use, and again when their list has changed.
final class Judges {
  private static final Path FOLDER = Path.of("src/test/node").toAbsolutePath();
  private static final int PATIENCE_SECONDS = 180;

  private Judges() {}

  record Judgement(int status, String output) {}

  /// @param command of one of the packages
  static Judgement ask(String command, String... arguments)
      throws IOException, InterruptedException {
    if (!installed()) {
      var npm = run(List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
      assertThat(npm.status()).as("%s", npm.output()).isZero();
    }
    var line = new ArrayList<>(List.of(FOLDER.resolve("node_modules/.bin/" + command).toString()));
    line.addAll(List.of(arguments));
    return run(line);
  }

  private static boolean installed() throws IOException {
    Path mark = FOLDER.resolve("node_modules/.package-lock.json");
    return Files.exists(mark)
        && Files.getLastModifiedTime(mark)
                .compareTo(Files.getLastModifiedTime(FOLDER.resolve("package-lock.json")))
            >= 0;
  }

  private static Judgement run(List<String> line) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(line).directory(FOLDER.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    return new Judgement(process.exitValue(), output);
  }
}
