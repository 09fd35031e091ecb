package dev.gatehouse.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Templates of any text, depth and size: a template, or a [TemplateException].
class TemplateSizeFuzzTest {
  /// Far beyond what any of them takes; endless work would run into it.
  private static final Duration ENOUGH = Duration.ofSeconds(10);

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void anyTextIsATemplateOrARefusal(@ForAll("texts") String text, @ForAll boolean json) {
    read(json ? "t.json" : "t.yaml", text);
  }

  /// JSON is YAML: what both readers take, they take alike.
  @Property(tries = 800, edgeCases = EdgeCasesMode.NONE)
  void jsonIsReadAlikeByBothReaders(@ForAll("values") String value) {
    String text = "{\"Resources\":" + value + "}";
    Template json = read("t.json", text);
    Template yaml = read("t.yaml", "\n# JSON is YAML\n" + text);

    if (json != null && yaml != null) {
      assertThat(yaml.tree().toString()).isEqualTo(json.tree().toString());
    }
    if (json != null) {
      JsonNode reference = JsonMapper.shared().readTree(text);
      assertThat(json.tree().path("Resources").getNodeType())
          .isEqualTo(reference.path("Resources").getNodeType());
    }
  }

  @Property(tries = 15, edgeCases = EdgeCasesMode.NONE)
  void depthAndAliasesCostLittle(@ForAll @IntRange(min = 1, max = 200_000) int depth) {
    Assertions.assertTimeout(
        ENOUGH,
        () -> {
          read("t.json", "{\"A\":" + "[".repeat(depth) + "]".repeat(depth) + "}");
          read("t.json", "{\"A\":".repeat(depth) + "1" + "}".repeat(depth));
          read("t.yaml", "A: " + "[".repeat(depth) + "]".repeat(depth));
          read("t.yaml", "A: " + "- ".repeat(depth) + "x");
          read("t.yaml", "A: " + "!Sub ".repeat(depth) + "x");
          read("t.json", "{\"A\":1" + "0".repeat(depth) + "}");
          read("t.yaml", laughs(Math.min(depth, 60)));
        });
  }

  /// Each line holds the one before it nine times.
  private static String laughs(int lines) {
    var yaml = new StringBuilder("a0: &a0 [x]\n");
    for (int i = 1; i < lines; i++) {
      String before = "*a" + (i - 1);
      yaml.append(
          "a%d: &a%d [%s]%n".formatted(i, i, String.join(",", Collections.nCopies(9, before))));
    }
    return yaml.toString();
  }

  private static @Nullable Template read(String name, String text) {
    try {
      return Template.parse(name, text);
    } catch (TemplateException refused) {
      assertThat(refused).hasMessageContaining("t.");
      return null;
    }
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(200),
        Arbitraries.of(
                "{",
                "}",
                "[",
                "]",
                ":",
                ": ",
                ",",
                "\"",
                "'",
                "a",
                "&a ",
                "*a",
                "!Sub ",
                "!!binary ",
                "!<x> ",
                "|",
                ">",
                "\n",
                "  ",
                "- ",
                "? ",
                "<<: ",
                "---",
                "...",
                "%YAML 9",
                "#",
                "1e999999999",
                "0x",
                "\t",
                "\u0000",
                "\ud800",
                "Resources",
                "null",
                "true")
            .list()
            .ofMaxSize(40)
            .map(pieces -> String.join("", pieces)));
  }

  @Provide
  Arbitrary<String> values() {
    return Arbitraries.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"a\"",
            "\"b\"",
            "1",
            "1.50",
            "-0",
            "1e3",
            "true",
            "null",
            "\"\"",
            "\"2012-10-17\"",
            "\"yes\"",
            "\"0123\"",
            "\"\\u0041\"",
            "{\"a\":[1,\"b\"]}",
            "[{}]",
            "{\"c\":{\"d\":null}}")
        .list()
        .ofMinSize(1)
        .ofMaxSize(5)
        .map(pieces -> String.join("", pieces));
  }
}
