package dev.gatehouse.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.cloudformation.AssetLocator.Asset;
import dev.gatehouse.cloudformation.AssetLocator.Packaging;
import dev.gatehouse.cloudformation.TestStacks.RecordingCreator;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AssemblyTest {
  private static Path fixture() {
    URL manifest = Objects.requireNonNull(AssemblyTest.class.getResource("assembly/manifest.json"));
    try {
      return Objects.requireNonNull(Path.of(manifest.toURI()).getParent());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void stacksComeInTheOrderOfTheirDependencies() {
    assertThat(Assembly.read(fixture()).stacks())
        .extracting(StackTemplate::name)
        .containsExactly("Store", "prod-doors", "Staging-Store");
  }

  @Test
  void aStackKnowsWhereItWasSynthesizedFor() {
    StackTemplate doors = Assembly.read(fixture()).stacks().get(1);
    assertThat(doors.account()).contains("123456789012");
    assertThat(doors.region()).contains("eu-west-1");
    StackTemplate store = Assembly.read(fixture()).stacks().getFirst();
    assertThat(store.account()).isEmpty();
    assertThat(store.region()).isEmpty();
  }

  @Test
  void assetsAreFoundByTheirObjectKey() {
    AssetLocator assets = Assembly.read(fixture()).stacks().get(1).assets();
    assertThat(assets.find("3f1c9d.zip"))
        .contains(new Asset(fixture().resolve("asset.3f1c9d"), Packaging.ZIP));
    assertThat(assets.find("77aa02.json"))
        .contains(new Asset(fixture().resolve("Doors.template.json"), Packaging.FILE));
    assertThat(assets.find("other.zip")).isEmpty();
  }

  @Test
  void aStagesAssetsLieInTheFolderAbove() {
    AssetLocator assets = Assembly.read(fixture()).stacks().getLast().assets();
    assertThat(assets.find("3f1c9d.zip"))
        .contains(new Asset(fixture().resolve("asset.3f1c9d"), Packaging.ZIP));
  }

  @Test
  void oneStackImportsWhatAnotherExports() {
    Map<String, String> exports = new HashMap<>();
    RecordingCreator creator = new RecordingCreator();
    for (StackTemplate stack : Assembly.read(fixture()).stacks()) {
      Environment environment = TestStacks.ENVIRONMENT.withExports(exports.keySet());
      switch (Plan.check(stack, TestStacks.CATALOGUE, environment, Map.of())) {
        case Plan plan -> exports.putAll(plan.execute(creator, exports).exports());
        case Faults faults -> throw new AssertionError(String.join("\n", faults.lines()));
      }
    }
    assertThat(
            creator
                .properties("PlayersApi6D5C7B22")
                .path("Environment")
                .path("Variables")
                .path("PLAYERS_TABLE")
                .stringValue())
        .isEqualTo("ref-PlayersCF26CFA0");
  }

  @Test
  void aTemplateFileIsOneStackWithFilesBesideIt(@TempDir Path folder) throws IOException {
    Path template = folder.resolve("players_api.template.json");
    Files.writeString(template, "{\"Resources\": {\"T\": {\"Type\": \"Test::Table\"}}}");
    Files.createDirectory(folder.resolve("code"));
    StackTemplate stack = Assembly.read(template).stacks().getFirst();
    assertThat(stack.name()).isEqualTo("players-api");
    assertThat(stack.assets().local("./code"))
        .contains(new Asset(folder.resolve("code"), Packaging.ZIP));
    assertThat(stack.assets().local("players_api.template.json"))
        .contains(new Asset(template, Packaging.FILE));
    assertThat(stack.assets().local("nothing")).isEmpty();
    assertThat(stack.assets().local("\0")).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          {}                                 | manifest.json: the assembly has no stack
          []                                 | manifest.json: the assembly has no stack
          7                                  | manifest.json: the assembly has no stack
          {"artifacts": {"A": {"type": "aws:cloudformation:stack", "properties": {"templateFile": "../x.json"}}}} | manifest.json: templateFile is no file of the assembly: ../x.json
          {"artifacts": {"A": {"type": "aws:cloudformation:stack"}}} | manifest.json: templateFile is no file of the assembly:
          {"artifacts": {"A": {"type": "aws:cloudformation:stack", "properties": {"templateFile": "gone.json"}}}} | gone.json: cannot be read: no such file
          {"artifacts": {"A": {"dependencies": ["B"]}, "B": {"dependencies": ["A"]}}} | manifest.json: artifacts depend on each other: A -> B -> A
          {"artifacts": {"A": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "."}}}} | manifest.json: assemblies are nested too deeply
          {"missing": [{"key": "vpc:1"}], "artifacts": {}} | manifest.json: the assembly lacks context values (vpc:1): synthesize it with `cdk synth` once, with access to the account
          """)
  void aManifestIsRefused(String manifest, String fault, @TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("manifest.json"), manifest);
    assertThatThrownBy(() -> Assembly.read(folder))
        .isInstanceOf(TemplateException.class)
        .extracting(e -> String.valueOf(e.getMessage()).strip())
        .isEqualTo(fault);
  }

  @Test
  void nothingAtThePathIsASentence(@TempDir Path folder) {
    assertThatThrownBy(() -> Assembly.read(folder.resolve("gone")))
        .isInstanceOf(TemplateException.class)
        .hasMessage("gone: no such template file or cloud assembly folder");
    assertThatThrownBy(() -> Assembly.read(folder))
        .isInstanceOf(TemplateException.class)
        .hasMessage("manifest.json: missing: the folder is no cloud assembly");
  }
}
