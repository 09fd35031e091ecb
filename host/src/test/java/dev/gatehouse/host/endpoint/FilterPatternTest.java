package dev.gatehouse.host.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.aws.Json;
import dev.gatehouse.fidelity.Shows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterPatternTest {
  private static final Input INPUT =
      new Input(Json.STRICT.createObjectNode(), "InvalidParameterException");

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "ERROR, an ERROR of 5, true",
        "ERROR, an error, false",
        "ERROR 5, an ERROR of 5, true",
        "ERROR 6, an ERROR of 5, false",
        "'\"ERROR of\"', an ERROR of 5, true",
        "'\"of ERROR\"', an ERROR of 5, false",
        "ERROR -5, an ERROR of 5, false",
        "ERROR -6, an ERROR of 5, true",
        "-ERROR, fine, true",
        "?WARN ?ERROR, an ERROR of 5, true",
        "?WARN ?INFO, an ERROR of 5, false",
        "'-\"a b\"', a b, false",
        "'\"say \\\"hi\\\"\"', 'say \"hi\"', true",
        "'', anything, true",
      })
  @Shows("management.logs.filter-patterns")
  void termsAreLookedFor(String pattern, String message, boolean matches) {
    assertThat(FilterPattern.parse(pattern, INPUT).test(message)).isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{ $.a = 1 }", "[ip, user]", "%ERROR.*%", "a.b", "?a b", "\"open"})
  @Shows("management.logs.filter-patterns")
  void whatIsNotUnderstoodIsRefused(String pattern) {
    assertThatThrownBy(() -> FilterPattern.parse(pattern, INPUT)).isInstanceOf(AwsError.class);
  }

  @Test
  void refusedTermIsNamed() {
    assertThatThrownBy(() -> FilterPattern.parse("ok a.b", INPUT))
        .hasMessageContaining("Invalid character(s) in term 'a.b'");
  }
}
