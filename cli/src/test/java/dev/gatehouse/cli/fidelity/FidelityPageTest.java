package dev.gatehouse.cli.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The page fails where lists and tests do not agree.
final class FidelityPageTest {
  private static final Path SOURCE = Path.of("door/src/test/java/dev/gatehouse/door/BellTest.java");
  private static final Shown BELL = new Shown("door.bell.rings", SOURCE, "BellTest.rings", true);

  @TempDir Path folder;

  @Test
  void behaviourThatATestShowsHolds() throws IOException {
    var page = page("documented: D1", BELL);
    assertThat(page.faults()).isEmpty();
    assertThat(page.markdown())
        .contains("| the bell rings | holds | [door/BellTest] rings | documented: D1 |")
        .contains("[door/BellTest]: ../door/src/test/java/dev/gatehouse/door/BellTest.java")
        .contains("- **D1**: Doors, <https://example.com/doors>");
  }

  @Test
  void behaviourThatNoTestShowsIsAFault() throws IOException {
    assertThat(page("documented: D1").faults())
        .containsExactly("door.bell.rings: no test says @Shows(\"door.bell.rings\")");
  }

  @ParameterizedTest
  @ValueSource(strings = {"differs: it knocks", "not-built: silence", "choice: it knocks"})
  void behaviourThatDoesNotHoldSaysSoWithoutATest(String here) throws IOException {
    var page = page("documented: D1, " + here);
    assertThat(page.faults()).isEmpty();
    assertThat(page.markdown()).doesNotContain("| holds |  ");
  }

  @Test
  void unknownBehaviourIsAFault() throws IOException {
    var other = new Shown("door.bell.sings", SOURCE, "BellTest.sings", true);
    assertThat(page("documented: D1", BELL, other).faults())
        .containsExactly("BellTest.sings: shows unknown behaviour door.bell.sings");
  }

  @Test
  void testThatIsNotRunIsAFault() throws IOException {
    var disabled = new Shown("door.bell.rings", SOURCE, "BellTest.rings", false);
    assertThat(page("documented: D1", disabled).faults())
        .containsExactly("BellTest.rings: shows door.bell.rings but is not run");
  }

  @ParameterizedTest
  @ValueSource(strings = {"documented: D2", "note: x", "differs: it knocks", "documented: 1"})
  void rowThatSaysTooLittleOrSomethingElseIsRefused(String members) {
    assertThatThrownBy(() -> page(members)).isInstanceOf(IllegalArgumentException.class);
  }

  private FidelityPage page(String members, Shown... shown) throws IOException {
    Files.writeString(
        folder.resolve("sources.yaml"), "D1: {title: Doors, url: 'https://example.com/doors'}");
    Files.writeString(
        folder.resolve("door.yaml"),
        """
        title: Doors
        sections:
          - id: bell
            title: Bells
            rows:
              - {id: rings, behaviour: the bell rings, %s}
        """
            .formatted(members));
    return new FidelityPage(Behaviours.read(folder), List.of(shown));
  }
}
