package dev.gatehouse.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TemplateTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "{} {}", "{\"Resources\": {}, }", "{'a': 1}", "{\"a\": 1e}", "\u0000"})
  void textThatIsNoJsonSaysWhere(String text) {
    assertThatThrownBy(() -> Template.parse("players.json", text))
        .isInstanceOf(TemplateException.class)
        .hasMessageStartingWith(
            "players.json: Template format error: JSON not well-formed. (line 1, column ");
  }

  @Test
  void duplicateMembersAreRefused() {
    assertThatThrownBy(
            () -> Template.parse("players.json", "{\"Resources\": {\"A\": 1, \"A\": 2}}"))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("\"A\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "7", "\"x\"", "null"})
  void aTemplateIsAnObject(String text) {
    assertThatThrownBy(() -> Template.parse("players.json", text))
        .isInstanceOf(TemplateException.class)
        .hasMessageStartingWith("players.json: a template is an object, found ");
  }

  @Test
  void nestingIsBounded() {
    String deep = "[".repeat(5000) + "]".repeat(5000);
    assertThatThrownBy(() -> Template.parse("players.json", "{\"Metadata\": " + deep + "}"))
        .isInstanceOf(TemplateException.class)
        .hasMessageStartingWith("players.json: Template format error: JSON not well-formed.");
  }

  @Test
  void sizeIsBounded() {
    String large = "{\"Description\": \"" + "x".repeat(Template.MAX_BYTES) + "\"}";
    assertThatThrownBy(() -> Template.parse("players.json", large))
        .isInstanceOf(TemplateException.class)
        .hasMessage("players.json: a template has at most 1048576 bytes");
  }

  @Test
  void faultsAreListed() {
    assertThatThrownBy(() -> Template.parse("players.json", "[]"))
        .isInstanceOfSatisfying(TemplateException.class, e -> assertThat(e.faults()).hasSize(1));
  }
}
