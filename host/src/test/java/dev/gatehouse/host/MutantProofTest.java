package dev.gatehouse.host;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each lock with one check left out: the proof notices every one, and nothing gets in where none
/// is.
final class MutantProofTest {
  @TempDir private static Path folder;
  private static AutoCloseable stack;
  private static Function<List<String>, List<String>> proof;

  @BeforeAll
  @SuppressWarnings("unchecked") // Of another class loader: the interfaces alone are shared.
  static void start() throws Exception {
    try (var in = MutantProofTest.class.getResourceAsStream("proof.template.yaml")) {
      Files.write(folder.resolve("template.yaml"), requireNonNull(in, "template").readAllBytes());
    }
    Object loaded =
        MutantLocks.compile(Path.of(".."))
            .loadClass(MutantProof.class.getName())
            .getConstructor(Path.class)
            .newInstance(folder);
    stack = (AutoCloseable) loaded;
    proof = (Function<List<String>, List<String>>) loaded;
  }

  @AfterAll
  static void stop() throws Exception {
    stack.close();
    Mutant.all().forEach(mutant -> System.clearProperty(mutant.property()));
  }

  static List<Mutant> mutants() {
    return Mutant.all();
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void weakenedLockIsNoticed(Mutant mutant) {
    mutant.live();

    assertThat(proof.apply(mutant.addresses())).hasSize(1);
  }

  @Test
  void nothingGetsThroughLocksThatAreWhole() {
    Mutant.all().forEach(mutant -> System.clearProperty(mutant.property()));

    assertThat(proof.apply(List.of("Tokens", "Url", "Signed", "Judged", "Mixed"))).isEmpty();
  }
}
