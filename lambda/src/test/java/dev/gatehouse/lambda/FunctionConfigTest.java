package dev.gatehouse.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.fidelity.Shows;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionConfigTest {
  @TempDir Path folder;

  @Test
  void goodConfigurationHasNoFaults() {
    assertThat(good().faults()).isEmpty();
    assertThat(good().arn())
        .isEqualTo("arn:aws:lambda:eu-west-1:123456789012:function:player_fc_api");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java25",
        "java21",
        "java8.al2",
        "nodejs20.x",
        "nodejs24.x",
        "python3.9",
        "python3.14",
        "provided.al2023"
      })
  void runtimeIsSupported(String runtime) {
    assertThat(TestFunctions.config(runtime, "a.B", folder).faults()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "java99,java99 needs a JDK 99 or later",
        "python2.7,'python2.7' cannot run here",
        "nodejs,'nodejs' cannot run here",
        "ruby3.4,'ruby3.4' cannot run here",
        "cobol,'cobol' is not a Lambda runtime"
      })
  void runtimeThatCannotRunIsNamed(String runtime, String message) {
    assertThat(TestFunctions.config(runtime, "a.B", folder).faults())
        .singleElement()
        .satisfies(fault -> {
          assertThat(fault.property()).isEqualTo("Runtime");
          assertThat(fault.message()).startsWith(message);
        });
  }

  @Test
  @Shows("lambda.process.reserved")
  @Shows("lambda.handlers.configuration-limits")
  void allFaultsAreListedAtOnce() {
    var good = good();
    var bad =
        new FunctionConfig(
            good.logicalId(),
            good.account(),
            good.region(),
            "no spaces",
            good.runtime(),
            "",
            new Code.Archive(folder.resolve("missing.zip")),
            Map.of("AWS_REGION", "x", "_HANDLER", "y", "1st", "z", "BIG", "v".repeat(4096)),
            Duration.ofSeconds(901),
            127,
            good.logGroup(),
            OptionalInt.of(-1),
            "nobody");

    assertThat(bad.faults())
        .extracting(FunctionConfig.Fault::property)
        .containsExactly(
            "FunctionName",
            "Timeout",
            "MemorySize",
            "ReservedConcurrentExecutions",
            "Role",
            "Environment.Variables.1st",
            "Environment.Variables",
            "Environment.Variables",
            "Handler",
            "Code");
    assertThat(bad.faults().get(6).message())
        .endsWith("used in this request: AWS_REGION, _HANDLER");
    assertThatThrownBy(() -> TestFunctions.open(folder, bad))
        .isInstanceOf(FunctionException.class)
        .hasMessageStartingWith("Api: ");
  }

  private FunctionConfig good() {
    return TestFunctions.config("java25", "a.B::c", folder);
  }
}
