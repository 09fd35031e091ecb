package dev.gatehouse.lambda;

import static dev.gatehouse.lambda.TestFunctions.invocation;
import static dev.gatehouse.lambda.TestFunctions.returned;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.fidelity.Shows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Functions whose code changes while they run.
class CodeOnDiskConformanceTest {
  private static final String ANSWER =
      """
      #!/bin/sh
      api=http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime
      while :; do
        curl -sS -o /dev/null -D "$TMPDIR/headers" "$api/invocation/next" || exit 1
        id=$(grep -i '^lambda-runtime-aws-request-id' "$TMPDIR/headers" | tr -d '\\r' | cut -d' ' -f2)
        curl -sS -o /dev/null -d "\\"%s $$\\"" "$api/invocation/$id/response"
      done
      """;

  @TempDir Path folder;

  @Test
  @Shows("lambda.versions.latest-follows-disk")
  @Shows("lambda.lifecycle.update")
  void changedFolderIsRunByTheNextInvocation() throws IOException {
    var config = TestFunctions.script(folder, "");
    Path bootstrap = ((Code.Archive) config.code()).path().resolve("bootstrap");
    Files.writeString(bootstrap, ANSWER.formatted("old"));
    try (var function = open(config)) {
      String before = answer(function);
      assertThat(before).startsWith("\"old");
      assertThat(answer(function)).isEqualTo(before);

      Files.writeString(bootstrap, ANSWER.formatted("brand new"));

      String after = answer(function);
      assertThat(after).startsWith("\"brand new");
      assertThat(answer(function)).isEqualTo(after);
    }
  }

  @Test
  @Shows("lambda.versions.snapshot")
  void publishedVersionStaysAsItWas() throws IOException {
    var config = TestFunctions.script(folder, "");
    Path bootstrap = ((Code.Archive) config.code()).path().resolve("bootstrap");
    Files.writeString(bootstrap, ANSWER.formatted("old"));
    try (var version = open(config.published("1", folder.resolve("published")))) {
      Files.writeString(bootstrap, ANSWER.formatted("brand new"));

      assertThat(answer(version)).startsWith("\"old");
    }
  }

  @Test
  void brokenArchiveIsToldAndTheOldCodeGoesOn() throws IOException {
    assumeTrue(Interpreters.ofThisMachine().python(11).isPresent(), "needs Python");
    Path zip = folder.resolve("function.zip");
    write(zip, "old");
    try (var function = open(TestFunctions.config("python3.11", "index.handler", zip))) {
      String before = answer(function);

      Files.writeString(zip, "half an archive");
      assertThat(answer(function)).isEqualTo(before);
      assertThat(folder.resolve("logs/player_fc_api.log"))
          .content()
          .containsOnlyOnce(
              "The code on disk has changed and cannot be used: cannot unpack " + zip);
      assertThat(answer(function)).isEqualTo(before);
      assertThat(folder.resolve("logs/player_fc_api.log"))
          .content()
          .containsOnlyOnce("cannot be used");

      write(zip, "brand new");
      assertThat(answer(function)).startsWith("\"brand new");
    }
  }

  @Test
  void folderThatIsGoneIsToldAndTheOldCodeGoesOn() throws IOException {
    var config = TestFunctions.script(folder, "");
    Path code = ((Code.Archive) config.code()).path();
    Files.writeString(code.resolve("bootstrap"), ANSWER.formatted("old"));
    try (var function = open(config)) {
      String before = answer(function);

      Files.move(code, folder.resolve("elsewhere"));

      assertThat(answer(function)).isEqualTo(before);
      assertThat(folder.resolve("logs/player_fc_api.log")).content().contains("cannot be used");
    }
  }

  @Test
  void codeThatNobodyWantsAnyMoreIsRemoved() throws IOException {
    var config = TestFunctions.script(folder, "");
    Path code = ((Code.Archive) config.code()).path();
    Path unpacked = folder.resolve("code");
    Path first = CodeFolder.of(code, unpacked);
    Files.writeString(code.resolve("more"), "more");
    Path second = CodeFolder.of(code, unpacked);
    Files.createDirectory(unpacked.resolve(".partial-123"));

    ContentFolder.sweep(unpacked, Instant.now().minusSeconds(600));
    assertThat(unpacked).isDirectoryContaining(first::equals).isDirectoryContaining(second::equals);

    Files.setLastModifiedTime(first, FileTime.from(Instant.EPOCH));
    Files.setLastModifiedTime(second, FileTime.from(Instant.EPOCH));
    assertThat(CodeFolder.of(code, unpacked)).isEqualTo(second);
    ContentFolder.sweep(unpacked, Instant.now().minusSeconds(600));

    try (var left = Files.list(unpacked)) {
      assertThat(left).containsExactly(second);
    }
  }

  private static void write(Path zip, String answer) throws IOException {
    String code =
        "import os\ndef handler(event, context):\n    return '%s %%d' %% os.getpid()\n"
            .formatted(answer);
    try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry("index.py"));
      out.write(code.getBytes(UTF_8));
    }
  }

  private LambdaFunction open(FunctionConfig config) {
    return LambdaFunction.open(
        config,
        TestFunctions.settings(folder),
        TestFunctions.CREDENTIALS,
        Clock.fixed(Instant.parse("2026-05-01T12:00:00Z"), ZoneOffset.UTC),
        new Random());
  }

  private static String answer(LambdaFunction function) {
    return returned(function.invoke(invocation("{}")));
  }
}
