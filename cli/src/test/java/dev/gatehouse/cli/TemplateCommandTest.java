package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.aws.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TemplateCommandTest {
  @TempDir private Path folder;
  private Path template;

  @BeforeEach
  void write() throws IOException {
    template = folder.resolve("template.yaml");
    Files.writeString(
        template,
        """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Things: {Type: AWS::Serverless::SimpleTable}
        Outputs:
          Name: {Value: !Ref Things}
        """);
  }

  @Test
  void expandedTemplateIsPlainCloudFormation() {
    var run = CommandLineRun.of("template", template.toString(), "--expanded");
    assertThat(run.status()).isZero();
    var tree = Json.STRICT.readTree(run.out());
    assertThat(tree.at("/Resources/Things/Type").asString()).isEqualTo("AWS::DynamoDB::Table");
    assertThat(tree.at("/Outputs/Name/Value/Ref").asString()).isEqualTo("Things");
    assertThat(tree.has("Transform")).isFalse();
    assertThat(folder.resolve(".gatehouse")).doesNotExist();
  }

  @Test
  void yamlSaysTheSameAndStartsAgainAsATemplate() throws IOException {
    var yaml = CommandLineRun.of("template", template.toString(), "--expanded", "--yaml").out();
    Path again = Files.writeString(folder.resolve("again.yaml"), yaml);
    assertThat(yaml).startsWith("---\n").contains("AWS::DynamoDB::Table");
    assertThat(
            Json.STRICT.readTree(
                CommandLineRun.of("template", again.toString(), "--expanded").out()))
        .isEqualTo(
            Json.STRICT.readTree(
                CommandLineRun.of("template", template.toString(), "--expanded").out()));
  }

  @Test
  void plainTemplateIsPrintedAsItIs() throws IOException {
    Path plain = folder.resolve("plain.json");
    Files.writeString(plain, "{\"Resources\": {\"Q\": {\"Type\": \"AWS::SQS::Queue\"}}}");
    var run = CommandLineRun.of("template", plain.toString(), "--expanded");
    assertThat(Json.STRICT.readTree(run.out()))
        .isEqualTo(Json.STRICT.readTree(Files.readString(plain)));
  }

  @Test
  void faultOfTheTransformIsReported() throws IOException {
    Files.writeString(
        template,
        """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Api: {Type: AWS::Serverless::Api}
        """);
    var run = CommandLineRun.of("template", template.toString(), "--expanded");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("Resources.Api.Type");
  }

  @Test
  void otherFormsAreAUsageError() {
    var run = CommandLineRun.of("template", template.toString());
    assertThat(run.status()).isEqualTo(64);
    assertThat(run.err()).startsWith("gatehouse: say --expanded");
  }

  @Test
  void unknownStackIsRefusedWithThoseThereAre() {
    var run = CommandLineRun.of("template", template.toString(), "--expanded", "--stack", "other");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("no stack is called other").contains("[template]");
  }
}
