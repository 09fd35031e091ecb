package dev.gatehouse.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A folder with a `cdk.json` whose app is a line of shell.
final class CdkProjectTest {
  private static final String SYNTHESIZES =
      "mkdir -p $CDK_OUTDIR; echo {} > $CDK_OUTDIR/manifest.json;"
          + " echo $CDK_DEFAULT_ACCOUNT $CDK_DEFAULT_REGION $CDK_CONTEXT_JSON"
          + " > $CDK_OUTDIR/seen";

  @TempDir private Path folder;
  @TempDir private Path elsewhere;
  private final List<String> progress = new ArrayList<>();

  @BeforeEach
  void installNode() throws IOException {
    Path node = Files.createFile(elsewhere.resolve("node"));
    Files.setPosixFilePermissions(node, PosixFilePermissions.fromString("rwx------"));
  }

  private CdkProject project(String app) throws IOException {
    Files.writeString(
        folder.resolve("cdk.json"),
        """
        {"app": "%s", "context": {"a": 1}, "watch": {"exclude": ["**/*.md", "docs", "cdk*.json"]}}
        """
            .formatted(app));
    return CdkProject.in(folder, "/nonexistent:" + elsewhere);
  }

  private Path assembly(CdkProject project) {
    return project.assembly("us-east-1", "000000000000", progress::add);
  }

  private Path source(String name, Instant changed) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "");
    return Files.setLastModifiedTime(file, FileTime.from(changed));
  }

  private Instant synthesized() throws IOException {
    return Files.getLastModifiedTime(folder.resolve("cdk.out/manifest.json")).toInstant();
  }

  @Test
  void appIsToldWhatTheCdkTellsIt() throws IOException {
    assertThat(assembly(project(SYNTHESIZES))).isEqualTo(folder.resolve("cdk.out"));
    assertThat(folder.resolve("cdk.out/seen")).hasContent("000000000000 us-east-1 {\"a\":1}");
  }

  @Test
  void assemblyNewerThanItsSourcesIsUsedAsItIs() throws IOException {
    CdkProject project = project(SYNTHESIZES);
    assembly(project);
    source("src/App.java", synthesized().minusSeconds(5));
    progress.clear();
    assembly(project);
    assertThat(progress)
        .containsExactly(
            "using " + folder.resolve("cdk.out") + ", which is newer than its sources");
  }

  @Test
  void newerSourceIsSynthesizedAgain() throws IOException {
    CdkProject project = project(SYNTHESIZES);
    assembly(project);
    source("src/App.java", synthesized().plusSeconds(5));
    progress.clear();
    assembly(project);
    assertThat(progress).containsExactly("synthesizing: " + SYNTHESIZES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "README.md",
        "deep/er/NOTES.md",
        "docs/guide.txt",
        "node_modules/a/index.js",
        "module/target/App.class",
        ".git/HEAD",
        ".gatehouse/state.json",
        "cdk.out/tree.json"
      })
  void filesThatAreNoSourcesDoNotCount(String name) throws IOException {
    CdkProject project = project(SYNTHESIZES);
    assembly(project);
    source(name, synthesized().plusSeconds(5));
    progress.clear();
    assembly(project);
    assertThat(progress).singleElement().asString().startsWith("using ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exit 3            | `exit 3` failed with exit status 3",
        "no-such-command-x | `no-such-command-x` failed with exit status 127",
        "true              | `true` ended well but wrote no",
      })
  void appThatDoesNotSynthesizeIsOneSentence(String app, String sentence) throws IOException {
    CdkProject project = project(app);
    assertThatThrownBy(() -> assembly(project))
        .isInstanceOf(StartupException.class)
        .hasMessageStartingWith(sentence);
  }

  @Test
  void failedSynthesisIsTriedAgainThoughAnOldAssemblyIsThere() throws IOException {
    assembly(project(SYNTHESIZES));
    source("src/App.java", synthesized().plusSeconds(5));
    CdkProject failing = project("exit 3");
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> assembly(failing)).isInstanceOf(StartupException.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}           | names no `app` command",
        "{\"app\": \" \"} | names no `app` command",
        "{\"app\"     | is not JSON",
      })
  void unusableProjectFileIsOneSentence(String content, String sentence) throws IOException {
    Files.writeString(folder.resolve("cdk.json"), content);
    assertThatThrownBy(() -> CdkProject.in(folder, ""))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void missingNodeIsOneSentence() throws IOException {
    project(SYNTHESIZES);
    CdkProject project = CdkProject.in(folder, "/nonexistent");
    assertThatThrownBy(() -> assembly(project))
        .isInstanceOf(StartupException.class)
        .hasMessageStartingWith("a CDK app needs Node.js and there is no `node` on the PATH");
    assertThat(folder.resolve("cdk.out")).doesNotExist();
  }
}
