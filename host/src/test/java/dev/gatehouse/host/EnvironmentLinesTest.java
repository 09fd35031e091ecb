package dev.gatehouse.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EnvironmentLinesTest {
  @ParameterizedTest
  @CsvSource({
    "Client, CLIENT",
    "PlayersApi, PLAYERS_API",
    "HTTPApi, HTTP_API",
    "HttpApiF5A9A8A7, HTTP_API_F5_A9_A8_A7",
    "api2Url, API2_URL"
  })
  void logicalIdsBecomeUpperSnake(String logicalId, String expected) {
    assertThat(EnvironmentLines.upperSnake(logicalId)).isEqualTo(expected);
  }

  @Test
  void onlyOneOfAKindHasThePlainNameAlone() {
    var lines = new EnvironmentLines();
    lines.put("GATEHOUSE_API_URL", "Api", false, "a");
    assertThat(lines.lines()).isEqualTo(Map.of("GATEHOUSE_API_URL", "a"));
  }

  @Test
  void firstOfSeveralHasThePlainNameToo() {
    var lines = new EnvironmentLines();
    lines.put("GATEHOUSE_API_URL", "OneApi", true, "a");
    lines.put("GATEHOUSE_API_URL", "TwoApi", true, "b");
    assertThat(lines.lines())
        .isEqualTo(
            Map.of(
                "GATEHOUSE_API_URL", "a",
                "GATEHOUSE_API_URL_ONE_API", "a",
                "GATEHOUSE_API_URL_TWO_API", "b"));
  }
}
