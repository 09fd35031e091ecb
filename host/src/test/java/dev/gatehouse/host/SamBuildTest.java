package dev.gatehouse.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `.aws-sam/build` as `sam build` leaves it.
final class SamBuildTest {
  private static final String TEMPLATE =
      """
      Transform: AWS::Serverless-2016-10-31
      Resources:
        Hello:
          Type: AWS::Serverless::Function
          Properties:
            Runtime: nodejs22.x
            Handler: app.handler
            CodeUri: Hello
            Events:
              Open: {Type: HttpApi, Properties: {Method: GET, Path: /hello}}
          Metadata:
            SamResourceId: Hello
      """;

  @TempDir private Path project;
  private Path build;

  @BeforeEach
  void build() throws IOException {
    build = project.resolve(".aws-sam/build");
    Files.createDirectories(build.resolve("Hello"));
    Files.writeString(build.resolve("template.yaml"), TEMPLATE);
    Files.writeString(
        build.resolve("Hello/app.js"), "exports.handler = async () => 'from the build';");
    // What the developer writes: its CodeUri names sources.
    Files.writeString(
        project.resolve("template.yaml"), TEMPLATE.replace("CodeUri: Hello", "CodeUri: src/"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".aws-sam/build", ".aws-sam/build/template.yaml"})
  void builtTemplateIsTakenAndStateStaysInTheProject(String path) {
    Source source = Source.at(project.resolve(path));
    assertThat(source.path()).isEqualTo(build.resolve("template.yaml"));
    assertThat(source.stateFolder()).isEqualTo(project.resolve(".gatehouse"));
  }

  @Test
  void templateThatIsNamedItselfIsTakenAsItIs() {
    assertThat(Source.at(project.resolve("template.yaml")).path())
        .isEqualTo(project.resolve("template.yaml"));
  }

  @Test
  void projectThatIsNotBuiltIsRefusedWithWhatToDo() throws IOException {
    Files.delete(build.resolve("template.yaml"));
    assertThatThrownBy(() -> Source.at(project))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("`sam build` makes");
  }

  @Test
  void builtCodeRuns() throws Exception {
    try (Host host = Host.start(new HostConfig(project, null, 0, true, null, project), line -> {});
        var client = HttpClient.newHttpClient()) {
      var url = host.running().environment().get("GATEHOUSE_API_URL") + "/hello";
      var answer =
          client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
      assertThat(answer.body()).isEqualTo("from the build");
    }
  }
}
