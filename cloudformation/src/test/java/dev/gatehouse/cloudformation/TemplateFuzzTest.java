package dev.gatehouse.cloudformation;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever a template holds, the answer is a plan or faults.
final class TemplateFuzzTest {
  private static final int ROUNDS = 2_000;
  private static final String YAML =
      """
      Parameters:
        Stage: {Type: String, Default: dev, AllowedValues: [dev, live]}
      Conditions:
        Live: !Equals [!Ref Stage, live]
      Resources:
        Api:
          Type: Test::Function
          DependsOn: [Players]
          Properties:
            Handler: !Sub '${Players.Arn}::handle'
            Code:
              S3Key: !If [Live, live.zip, !Join ['-', [dev, k.zip]]]
            Timeout: 30
        Players:
          Type: Test::Table
      Outputs:
        Url: {Value: !GetAtt Api.Url}
      """;
  private static final List<String> NAMES =
      List.of(
          "Ref",
          "Fn::GetAtt",
          "Fn::Join",
          "Fn::Sub",
          "Fn::Select",
          "Fn::Split",
          "Fn::FindInMap",
          "Fn::If",
          "Fn::Equals",
          "Fn::And",
          "Fn::Or",
          "Fn::Not",
          "Condition",
          "Fn::Base64",
          "Fn::GetAZs",
          "Fn::ImportValue",
          "Fn::X",
          "Type",
          "Properties",
          "DependsOn",
          "Value",
          "Export",
          "Name",
          "Default",
          "AllowedPattern",
          "AllowedValues",
          "MinLength",
          "Code",
          "Handler",
          "Cors",
          "AllowOrigins",
          "Timeout",
          "A",
          "B",
          "C",
          "Outputs",
          "Resources");
  private static final List<String> TEXTS =
      List.of(
          "A",
          "B",
          "C",
          "A.Arn",
          "${A}",
          "${A.Arn}${",
          "${!x}",
          "AWS::Region",
          "AWS::NoValue",
          "AWS::NotificationARNs",
          "Test::Table",
          "Test::Function",
          "Test::Probe",
          "String",
          "CommaDelimitedList",
          "List<Number>",
          "a,b",
          "",
          "0",
          "-1",
          "9999999999",
          "(a*)*b",
          "[");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void badTemplatesMakeFaultsNeverExceptions(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      String template = template(random);
      assertThatCode(() -> run(template)).as(template).doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void damagedYamlMakesFaultsNeverExceptions(long seed) {
    Random random = new Random(seed);
    String characters = "{}[]:,-!&*#?|>'\"%@ \n\tRefSub${}0.";
    for (int round = 0; round < ROUNDS; round++) {
      StringBuilder template = new StringBuilder(YAML);
      for (int damage = random.nextInt(4); damage >= 0; damage--) {
        template.setCharAt(
            random.nextInt(template.length()),
            characters.charAt(random.nextInt(characters.length())));
      }
      assertThatCode(() -> run(template.toString()))
          .as(template.toString())
          .doesNotThrowAnyException();
    }
  }

  private static void run(String template) {
    try {
      if (TestStacks.check(template) instanceof Plan plan) {
        plan.execute(new TestStacks.RecordingCreator(), TestStacks.IMPORTABLE);
      }
    } catch (TemplateException _) {
      // A refusal in words is as good as a plan.
    }
  }

  private static String template(Random random) {
    StringBuilder out = new StringBuilder("{");
    for (String section : List.of("Parameters", "Mappings", "Conditions", "Resources", "Outputs")) {
      out.append(out.length() > 1 ? "," : "").append('"').append(section).append("\":");
      if (random.nextInt(12) == 0) {
        value(random, out, 0);
      } else {
        section(section, random, out);
      }
    }
    return out.append('}').toString();
  }

  private static void section(String section, Random random, StringBuilder out) {
    out.append('{');
    for (String name : List.of("A", "B", "C")) {
      out.append(name.equals("A") ? "" : ",").append('"').append(name).append("\":");
      switch (section) {
        case "Resources" -> {
          out.append("{\"Type\":\"Test::")
              .append(List.of("Table", "Probe", "Function").get(random.nextInt(3)))
              .append("\",\"Properties\":{\"Value\":");
          value(random, out, 0);
          out.append("}}");
        }
        case "Outputs" -> {
          out.append("{\"Value\":");
          value(random, out, 0);
          out.append('}');
        }
        case "Parameters" -> {
          out.append("{\"Type\":\"String\",\"Default\":");
          value(random, out, 2);
          out.append('}');
        }
        default -> value(random, out, 0);
      }
    }
    out.append('}');
  }

  private static void value(Random random, StringBuilder out, int depth) {
    switch (depth > 5 ? random.nextInt(4) : random.nextInt(10)) {
      case 0, 1 -> out.append('"').append(pick(TEXTS, random)).append('"');
      case 2 -> out.append(random.nextInt(5) - 1);
      case 3 -> out.append(List.of("true", "null", "1.50", "1e99999").get(random.nextInt(4)));
      case 4, 5, 6 -> {
        out.append("{\"").append(pick(NAMES, random)).append("\":");
        value(random, out, depth + 1);
        out.append('}');
      }
      default -> {
        out.append('[');
        for (int i = random.nextInt(4); i >= 0; i--) {
          value(random, out, depth + 1);
          out.append(i == 0 ? "" : ",");
        }
        out.append(']');
      }
    }
  }

  private static String pick(List<String> from, Random random) {
    return from.get(random.nextInt(from.size()));
  }
}
