package dev.gatehouse.cloudformation;

import static dev.gatehouse.cloudformation.PropertySchema.string;
import static dev.gatehouse.cloudformation.PropertySchema.stringOr;
import static dev.gatehouse.cloudformation.PropertySchema.structure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.cloudformation.Expression.ListValue;
import dev.gatehouse.cloudformation.Expression.Literal;
import dev.gatehouse.cloudformation.Expression.MapValue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

final class PropertySchemaTest {
  private static final PropertyPath AT = PropertyPath.root("Resources").member("A");

  private final Findings findings = new Findings();
  private final PropertyCheck check = new PropertyCheck("Test::Type", findings);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          integer | "30"   | 30
          integer | 30.0   | 30
          integer | -1     | -1
          number  | "1.5"  | 1.5
          bool    | "true" | true
          bool    | false  | false
          string  | 30     | "30"
          string  | true   | "true"
          """)
  void scalarsBecomeTheDeclaredKind(String kind, String written, String expected) {
    Expression value = check.conform(schema(kind), literal(written), AT);
    assertThat(Literals.known(value).map(JsonNode::toString)).contains(expected);
    assertThat(findings.faulty()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          integer | "x"                  | expected an integer, found a string
          integer | 1.5                  | expected an integer, found a number
          integer | true                 | expected an integer, found a boolean
          integer | 99999999999999999999 | expected an integer, found a number
          number  | "1e99999"            | expected a number, found a string
          bool    | "yes"                | expected a boolean, found a string
          bool    | 1                    | expected a boolean, found a number
          """)
  void scalarsOfAnotherKindAreFaults(String kind, String written, String fault) {
    check.conform(schema(kind), literal(written), AT);
    assertThat(findings.faults()).extracting(Fault::problem).containsExactly(fault);
  }

  @Test
  void aStringOrAStructureTakesBothAndNothingElse() {
    PropertySchema code = stringOr(structure().optional("S3Key", string()));
    check.conform(code, Literals.text("./folder"), AT);
    check.conform(code, new Expression.Ref("Other"), AT);
    check.conform(code, new MapValue(Map.of("S3Key", Literals.text("k"))), AT);
    assertThat(findings.faulty()).isFalse();
    check.conform(code, new ListValue(List.of()), AT);
    assertThat(findings.faults())
        .extracting(Fault::line)
        .containsExactly("Resources.A: expected an object, found a list");
  }

  @Test
  void aMemberIsDeclaredOnce() {
    assertThatThrownBy(() -> structure().optional("A", string()).required("A", string()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("declared twice: A");
  }

  private static PropertySchema schema(String kind) {
    return switch (kind) {
      case "integer" -> PropertySchema.integer();
      case "number" -> PropertySchema.number();
      case "bool" -> PropertySchema.bool();
      default -> string();
    };
  }

  private static Literal literal(String json) {
    return new Literal(TestStacks.json(json));
  }
}
