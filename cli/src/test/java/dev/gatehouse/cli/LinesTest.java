package dev.gatehouse.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.aws.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Words that a guest chose, on their way to a terminal and to a shell.
final class LinesTest {
  private static final String HOSTILE = "/a\u001b]0;owned\u0007\u009b2J\u202e\u007f\r\nb";

  @Test
  void controlAndFormatCharactersBecomeQuestionMarks() {
    assertThat(Lines.printable(HOSTILE)).isEqualTo("/a?]0;owned??2J????b");
  }

  @Test
  void tabsOfALogStayAndNothingElse() {
    assertThat(Lines.logged("REPORT\tDuration\u001b[2J\r")).isEqualTo("REPORT\tDuration?[2J?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /players -> 401", "Kylian Mbappé", "日本", "\uD83D\uDD12"})
  void printableTextStaysAsItIs(String text) {
    assertThat(Lines.printable(text)).isEqualTo(text);
  }

  @Test
  void refusalIsTwoPrintableLines() {
    var visit =
        Json.STRICT
            .createObjectNode()
            .put("at", "2026-11-24T12:00:00Z")
            .put("gate", "Api")
            .put("method", "GET")
            .put("path", HOSTILE)
            .put("status", 404)
            .put("check", "NoSuchDoor")
            .put("reason", "no door " + HOSTILE);
    assertThat(Lines.refusal(visit))
        .isEqualTo(
            "2026-11-24T12:00:00Z  Api GET /a?]0;owned??2J????b -> 404\n"
                + "  NoSuchDoor: no door /a?]0;owned??2J????b");
  }

  @Test
  void jsonForMachinesIsAsciiAndMeansTheSame() {
    var visit = Json.STRICT.createObjectNode().put("path", HOSTILE + "é");
    String line = Lines.json(visit);
    assertThat(line.chars()).allMatch(character -> character >= ' ' && character < 0x7f);
    assertThat(Json.STRICT.readTree(line)).isEqualTo(visit);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "us-east-1, us-east-1",
        "http://127.0.0.1:4567/a?b, 'http://127.0.0.1:4567/a?b'",
        "abc/+=, abc/+=",
        "players/read players/write, 'players/read players/write'",
        "$(touch x), '$(touch x)'",
      })
  void onlyWhatAShellWouldTakeApartIsQuoted(String value, String word) {
    assertThat(Lines.shellWord(value)).isEqualTo(word);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"plain", "a b", "it's", "$HOME `id` \"x\" \\ * ~", "~", "a;b&c|d", "é", "#", ""})
  void shellReadsBackTheValue(String value) throws Exception {
    var shell =
        new ProcessBuilder(
                "/bin/sh",
                "-c",
                "eval \"$1\"; printf %s \"$V\"",
                "sh",
                "V=" + Lines.shellWord(value))
            .start();
    try (var out = shell.getInputStream()) {
      assertThat(new String(out.readAllBytes(), UTF_8)).isEqualTo(value);
    }
    assertThat(shell.waitFor()).isZero();
  }
}
