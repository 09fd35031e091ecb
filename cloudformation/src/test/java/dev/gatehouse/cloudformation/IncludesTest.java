package dev.gatehouse.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.aws.Json;
import dev.gatehouse.fidelity.Shows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// `AWS::Include`, as transform-aws-include.html has it.
final class IncludesTest {
  @TempDir private Path folder;

  private JsonNode expanded(String template, Map<String, String> parameters) throws IOException {
    Path file = Files.writeString(folder.resolve("template.yaml"), template);
    return Assembly.read(file).stacks().getFirst().expanded(parameters);
  }

  private JsonNode expanded(String template) throws IOException {
    return expanded(template, Map.of());
  }

  private static JsonNode json(String text) {
    return Json.STRICT.readTree(text);
  }

  @Test
  @Shows("cloudformation.include.embedded")
  void contentStandsBesideItsSiblings() throws IOException {
    Files.writeString(folder.resolve("more.yaml"), "B: {Fn::Sub: 'b-${AWS::Region}'}\nC: [1]\n");
    assertThat(
            expanded(
                    """
                    Resources:
                      One:
                        Type: Test::Probe
                        Properties:
                          A: a
                          Fn::Transform: {Name: AWS::Include, Parameters: {Location: more.yaml}}
                    """)
                .at("/Resources/One/Properties"))
        .hasToString("{\"A\":\"a\",\"B\":{\"Fn::Sub\":\"b-${AWS::Region}\"},\"C\":[1]}");
  }

  @Test
  @Shows("cloudformation.include.local")
  void bucketIsPassedOverAndAParameterMayNameTheFile() throws IOException {
    Files.writeString(folder.resolve("more.json"), "{\"B\": \"b\"}");
    String template =
        """
        Parameters: {Where: {Type: String, Default: nowhere.json}}
        Resources:
          One:
            Type: Test::Probe
            Properties:
              Value:
                Fn::Transform: {Name: AWS::Include, Parameters: {Location: !Ref Where}}
        """;
    assertThat(
            expanded(template, Map.of("Where", "s3://bucket/more.json"))
                .at("/Resources/One/Properties/Value"))
        .isEqualTo(json("{\"B\":\"b\"}"));
    assertThatThrownBy(() -> expanded(template)).hasMessageContaining("nowhere.json");
  }

  @Test
  @Shows("cloudformation.include.several")
  void severalAreIncludedInTheirOrder() throws IOException {
    Files.writeString(folder.resolve("b.yaml"), "B: b\n");
    Files.writeString(folder.resolve("c.yaml"), "C: c\n");
    assertThat(
            expanded(
                    """
                    Resources:
                      One:
                        Type: Test::Probe
                        Properties:
                          Fn::Transform:
                            - {Name: AWS::Include, Parameters: {Location: b.yaml}}
                            - {Name: AWS::Include, Parameters: {Location: c.yaml}}
                    """)
                .at("/Resources/One/Properties"))
        .hasToString("{\"B\":\"b\",\"C\":\"c\"}");
  }

  @Test
  @Shows("cloudformation.include.top-level")
  void templatesOwnIncludeAddsToItsSections() throws IOException {
    Files.writeString(folder.resolve("more.yaml"), "Resources: {Two: {Type: Test::Probe}}\n");
    JsonNode whole =
        expanded(
            """
            Transform: {Name: AWS::Include, Parameters: {Location: more.yaml}}
            Resources: {One: {Type: Test::Probe}}
            """);
    assertThat(whole.path("Resources").propertyNames()).containsExactly("One", "Two");
    assertThat(whole.has("Transform")).isFalse();
  }

  @Test
  void samSeesTheDocumentThatIsIncluded() throws IOException {
    Files.writeString(
        folder.resolve("api.yaml"),
        """
        openapi: 3.0.1
        info: {title: t, version: '1'}
        paths:
          /a: {get: {x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: 'http://localhost:1', payloadFormatVersion: '1.0'}}}
        """);
    assertThat(
            expanded(
                    """
                    Transform: AWS::Serverless-2016-10-31
                    Resources:
                      Api:
                        Type: AWS::Serverless::HttpApi
                        Properties:
                          Auth:
                            DefaultAuthorizer: Tokens
                            Authorizers:
                              Tokens:
                                IdentitySource: $request.header.Authorization
                                JwtConfiguration: {issuer: 'https://i', audience: [a]}
                          DefinitionBody:
                            Fn::Transform: {Name: AWS::Include, Parameters: {Location: api.yaml}}
                    """)
                .at("/Resources/Api/Properties/Body/paths/~1a/get/security/0/Tokens"))
        .isEqualTo(json("[]"));
  }

  @ParameterizedTest
  @Shows("cloudformation.include.short-forms")
  @Shows("cloudformation.include.nested")
  @CsvSource(
      delimiter = '|',
      value = {
        "{Location: nowhere.yaml} | neither an asset of this assembly nor a file beside",
        "{Location: .} | neither an asset of this assembly nor a file beside",
        "{Location: ''} | expected a location",
        "{} | expected a location",
        "{Location: {Ref: One}} | expected a location",
        "{Location: short.yaml} | has no short forms",
        "{Location: nested.yaml} | what is included cannot include",
        "{Location: same.yaml} | has a member A too",
        "{Location: list.yaml} | a template is an object",
      })
  void includeThatCannotBeIsAFault(String parameters, String problem) throws IOException {
    Files.writeString(folder.resolve("short.yaml"), "B: !Sub b\n");
    Files.writeString(
        folder.resolve("nested.yaml"),
        "B: {Fn::Transform: {Name: AWS::Include, Parameters: {Location: same.yaml}}}\n");
    Files.writeString(folder.resolve("same.yaml"), "A: b\n");
    Files.writeString(folder.resolve("list.yaml"), "[A]\n");
    String template =
        """
        Resources:
          One:
            Type: Test::Probe
            Properties:
              A: a
              Fn::Transform: {Name: AWS::Include, Parameters: %s}
        """
            .formatted(parameters);
    assertThatThrownBy(() -> expanded(template))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("Resources.One.Properties.Fn::Transform")
        .hasMessageContaining(problem);
  }

  @Test
  void otherMacroStaysAndIsRefusedByThePlan() throws IOException {
    JsonNode whole =
        expanded(
            """
            Resources: {One: {Type: Test::Probe, Properties: {Fn::Transform: {Name: Mine}}}}
            """);
    assertThat(whole.at("/Resources/One/Properties/Fn::Transform/Name").asString())
        .isEqualTo("Mine");
  }
}
