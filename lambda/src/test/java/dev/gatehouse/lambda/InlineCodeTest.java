package dev.gatehouse.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.gatehouse.fidelity.Shows;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InlineCodeTest {
  private static final int LIMIT = 4 * 1024 * 1024;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"java25", "provided.al2023"})
  void onlyNodeAndPythonMayBeInline(String runtime) {
    assertThat(TestFunctions.inline(runtime, "index.handler", "x").faults())
        .extracting("property", "message")
        .containsExactly(
            tuple(
                "Code.ZipFile",
                "inline code is for Node.js and Python only: name a file or folder"));
  }

  @Test
  @Shows("lambda.handlers.inline")
  void handlerIsInTheFileIndex() {
    assertThat(faults("app.handler", "x"))
        .extracting("property", "message")
        .containsExactly(
            tuple(
                "Handler",
                "inline code is a file named index: the handler must be index.FUNCTION"));
    assertThat(faults("index.handler", "x")).isEmpty();
  }

  @Test
  @Shows("lambda.handlers.inline")
  void codeMayHaveFourMegabytes() {
    assertThat(faults("index.handler", "x".repeat(LIMIT))).isEmpty();
    assertThat(faults("index.handler", "x".repeat(LIMIT - 1) + "é"))
        .extracting("property", "message")
        .containsExactly(tuple("Code.ZipFile", "inline code exceeds 4 MB"));
  }

  @Test
  void fileStandsAloneInAFolderOfItsContent() throws Exception {
    byte[] text = "x".getBytes(StandardCharsets.UTF_8);
    Path first = ContentFolder.of(folder, "index.js", text);

    assertThat(first.getFileName().toString()).matches("[0-9a-f]{64}");
    assertThat(first.resolve("index.js")).hasContent("x");
    assertThat(ContentFolder.of(folder, "index.js", text)).isEqualTo(first);
    assertThat(ContentFolder.of(folder, "index.py", text)).isNotEqualTo(first);
    try (var all = Files.list(folder)) {
      assertThat(all).hasSize(2);
    }
  }

  /// Of the code alone: whether the machine has the interpreter is another matter.
  private static List<FunctionConfig.Fault> faults(String handler, String text) {
    return TestFunctions.inline("nodejs20.x", handler, text).faults().stream()
        .filter(fault -> !fault.property().equals("Runtime"))
        .toList();
  }
}
