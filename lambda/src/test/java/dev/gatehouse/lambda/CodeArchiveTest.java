package dev.gatehouse.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.fidelity.Shows;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodeArchiveTest {
  @TempDir Path folder;

  @Test
  void archiveIsUnpackedOnceForItsContent() throws IOException {
    Path zip = zip("lib/a.txt", 0);

    Path first = CodeArchive.taskRoot(zip, folder.resolve("code"));
    Path second = CodeArchive.taskRoot(zip, folder.resolve("code"));

    assertThat(second).isEqualTo(first);
    assertThat(first.getFileName().toString()).matches("[0-9a-f]{64}");
    assertThat(first.resolve("lib/a.txt")).hasContent("content");
    try (var all = Files.list(folder.resolve("code"))) {
      assertThat(all).containsExactly(first);
    }
  }

  @Test
  void executableEntryStaysExecutable() throws IOException {
    assertThat(CodeArchive.taskRoot(zip("bootstrap", 0100755), folder.resolve("code")))
        .satisfies(root -> assertThat(root.resolve("bootstrap")).isExecutable());
    assertThat(CodeArchive.taskRoot(zip("bootstrap", 0100644), folder.resolve("code")))
        .satisfies(root -> assertThat(root.resolve("bootstrap").toFile().canExecute()).isFalse());
  }

  @Test
  void symbolicLinkIsRefused() throws IOException {
    refused(zip("link", 0120777), "holds a symbolic link, which is not supported: link");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../outside", "a/../../outside", "/absolute", "a\\..\\b", "./a"})
  void entryOutsideIsRefusedAndNothingStays(String name) throws IOException {
    refused(zip(name, 0), "holds an entry");
    assertThat(folder.resolve("outside")).doesNotExist();
  }

  @Test
  @Shows("lambda.handlers.zip-limit")
  void tooLargeIsRefused() throws IOException {
    Path zip = zip("a", 0);

    assertThatThrownBy(() -> CodeArchive.taskRoot(zip, folder.resolve("code"), 6))
        .isInstanceOf(FunctionException.class)
        .hasMessageEndingWith("unpacks to more than Lambda's 250 MB");
    assertThat(CodeArchive.taskRoot(zip, folder.resolve("code"), 7)).exists();
  }

  @Test
  void brokenArchiveIsRefused() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.zip"), "PK, but not a zip");

    refused(broken, "not a zip file");
  }

  private void refused(Path zip, String message) throws IOException {
    assertThatThrownBy(() -> CodeArchive.taskRoot(zip, folder.resolve("code")))
        .isInstanceOf(FunctionException.class)
        .hasMessageContaining(message);
    Files.createDirectories(folder.resolve("code"));
    assertThat(folder.resolve("code")).isEmptyDirectory();
  }

  /// One entry; its mode is patched into the only central header, which the JDK leaves 0.
  private Path zip(String name, int mode) throws IOException {
    Path zip = folder.resolve("code-" + mode + ".zip");
    try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry(name));
      out.write("content".getBytes(StandardCharsets.UTF_8));
    }
    var bytes = ByteBuffer.wrap(Files.readAllBytes(zip)).order(ByteOrder.LITTLE_ENDIAN);
    int header = bytes.getInt(bytes.limit() - 6);
    bytes.putInt(header + 38, mode << 16);
    return Files.write(zip, bytes.array());
  }
}
