package dev.gatehouse.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.fidelity.Shows;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// limits.html, where no other test is nearer.
class LimitsTest {
  private static <T> List<T> many(int count, IntFunction<T> make) {
    return IntStream.range(0, count).mapToObj(make).toList();
  }

  private static List<Fault> stages(int count) {
    return TestApi.config(
            many(count, i -> new StageConfig("Stage", "s" + i, Map.of())), TestApi.open("GET /"))
        .faults();
  }

  @Test
  @Shows("httpapi.limits.stages")
  void tenStagesAreTheMost() {
    assertThat(stages(10)).isEmpty();
    assertThat(stages(11)).extracting(Fault::property).containsExactly("Stages");
  }

  private static List<Fault> variables(int count) {
    Map<String, String> variables =
        IntStream.range(0, count).boxed().collect(Collectors.toMap(i -> "v" + i, i -> "x"));
    return TestApi.config(List.of(new StageConfig("Stage", "s", variables)), TestApi.open("GET /"))
        .faults();
  }

  @Test
  @Shows("httpapi.limits.stage-variables")
  void hundredStageVariablesAreTheMost() {
    assertThat(variables(100)).isEmpty();
    assertThat(variables(101)).extracting(Fault::property).containsExactly("StageVariables");
  }

  private static List<Fault> mappings(int count) {
    var config = TestApi.config(List.of(TestApi.DEFAULT_STAGE), TestApi.open("GET /"));
    return new DomainConfig(
            "Domain",
            "api.example.com",
            many(
                count,
                i ->
                    new DomainConfig.Mapping(
                        "M", "k" + i, config.identity().apiId(), StageConfig.DEFAULT)))
        .faults(List.of(config));
  }

  @Test
  @Shows("httpapi.limits.mappings")
  void twoHundredMappingsAreTheMost() {
    assertThat(mappings(200)).isEmpty();
    assertThat(mappings(201)).extracting(Fault::property).containsExactly("ApiMappings");
  }
}
