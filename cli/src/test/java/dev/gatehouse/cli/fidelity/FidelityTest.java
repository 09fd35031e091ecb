package dev.gatehouse.cli.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Holds docs/fidelity.md to the lists of behaviours and to what the tests show. With
/// `-Dfidelity.write` it writes the page.
final class FidelityTest {
  private static final Path ROOT = Path.of("..");

  @Test
  void pageSaysWhatTheTestsShow() throws IOException {
    Path docs = ROOT.resolve("docs");
    var page = new FidelityPage(Behaviours.read(docs.resolve("fidelity")), Shown.in(ROOT));
    assertThat(page.faults()).isEmpty();

    Path file = docs.resolve("fidelity.md");
    if (System.getProperty("fidelity.write") != null) {
      Files.writeString(file, page.markdown());
    }
    assertThat(Files.readString(file).equals(page.markdown()))
        .as("docs/fidelity.md is what lists and tests say; `make fidelity` writes it anew")
        .isTrue();
  }
}
