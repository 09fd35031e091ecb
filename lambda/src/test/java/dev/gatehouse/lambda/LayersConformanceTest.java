package dev.gatehouse.lambda;

import static dev.gatehouse.lambda.TestFunctions.invocation;
import static dev.gatehouse.lambda.TestFunctions.returned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.fidelity.Shows;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Functions that find in their layers what they miss in their code.
class LayersConformanceTest {
  @TempDir Path folder;

  @Test
  @Shows("lambda.layers.node")
  void nodeFindsPackagesOfLayersTheVersionsOwnFirst() {
    assumeTrue(Interpreters.ofThisMachine().node().isPresent(), "needs `node` on the PATH");
    Path both =
        layer(
            Map.of(
                "nodejs/node_modules/club/index.js", "exports.name = 'any';",
                "nodejs/node22/node_modules/club/index.js", "exports.name = 'of 22';",
                "nodejs/node_modules/pitch/index.js", "exports.name = 'grass';"));
    String code =
        "exports.handler = async () => require('club').name + ' ' + require('pitch').name;";

    assertThat(invoke(TestFunctions.inline("nodejs22.x", "index.handler", code), both))
        .isEqualTo("\"of 22 grass\"");
  }

  @Test
  @Shows("lambda.layers.python")
  void pythonFindsModulesOfLayersSitePackagesFirst() {
    assumeTrue(Interpreters.ofThisMachine().python(11).isPresent(), "needs Python");
    Path both =
        layer(
            Map.of(
                "python/club.py", "name = 'any'",
                "python/lib/python3.11/site-packages/club.py", "name = 'of site'",
                "python/pitch.py", "name = 'grass'"));
    String code =
        """
        import club, pitch
        def handler(event, context):
            return club.name + ' ' + pitch.name
        """;

    assertThat(invoke(TestFunctions.inline("python3.11", "index.handler", code), both))
        .isEqualTo("\"of site grass\"");
  }

  @Test
  @Shows("lambda.layers.order")
  void laterLayersFilesReplaceEarlierOnes() {
    String script =
        """
        while :; do
          event=$(curl -sS -D "$TMPDIR/headers" "$api/invocation/next") || exit 1
          id=$(grep -i '^lambda-runtime-aws-request-id' "$TMPDIR/headers" | tr -d '\\r' | cut -d' ' -f2)
          curl -sS -o /dev/null -d "\\"$(one) $(two)\\"" "$api/invocation/$id/response"
        done
        """;
    Path first = layer(Map.of("bin/one", "#!/bin/sh\necho 1", "bin/two", "#!/bin/sh\necho 2"));
    Path second = layer(Map.of("bin/two", "#!/bin/sh\necho II"));

    assertThat(invoke(TestFunctions.script(folder, script), first, second)).isEqualTo("\"1 II\"");
    assertThat(invoke(TestFunctions.script(folder, script), second, first)).isEqualTo("\"1 2\"");
  }

  @Test
  @Shows("lambda.layers.bootstrap")
  void bootstrapMayLieInALayer() throws IOException {
    Path script =
        ((Code.Archive)
                TestFunctions.script(
                        folder,
                        """
                        curl -sS -o /dev/null -D "$TMPDIR/headers" "$api/invocation/next"
                        id=$(grep -i '^lambda-runtime-aws-request-id' "$TMPDIR/headers" | tr -d '\\r' | cut -d' ' -f2)
                        curl -sS -o /dev/null -d '"layer"' "$api/invocation/$id/response"
                        """)
                    .code())
            .path();
    Path empty = Files.createDirectory(folder.resolve("empty"));

    assertThat(invoke(TestFunctions.config("provided.al2023", "any", empty), script))
        .isEqualTo("\"layer\"");
  }

  @Test
  @Shows("lambda.layers.wrapper")
  @Shows("lambda.java.tool-options")
  void wrapperOfALayerStartsTheRuntime() {
    assumeTrue(Interpreters.ofThisMachine().python(11).isPresent(), "needs Python");
    Path wrapper = layer(Map.of("wrapper", "#!/bin/sh\nexport WRAPPED=yes\nexec \"$@\"\n"));
    String code = "import os\ndef handler(event, context):\n    return os.environ['WRAPPED']\n";
    var config =
        TestFunctions.with(
            TestFunctions.inline("python3.11", "index.handler", code),
            Map.of("AWS_LAMBDA_EXEC_WRAPPER", "/opt/wrapper"));

    assertThat(invoke(config, wrapper)).isEqualTo("\"yes\"");
  }

  @Test
  @Shows("lambda.layers.java")
  void javaFindsClassesInJarsOfLayers() throws IOException {
    Path jar = TestFunctions.zip(folder);
    Path layer = Files.createDirectories(folder.resolve("layer/java/lib"));
    Files.copy(jar, layer.resolve("actions.jar"));
    var handler = dev.gatehouse.lambda.functions.Actions.class.getName() + "::handleRequest";
    Path empty = TestFunctions.folder(folder, Map.of("readme", "nothing here"));
    var config = TestFunctions.config("java25", handler, empty);

    try (var alone = TestFunctions.open(folder, config)) {
      assertThat(alone.invoke(invocation("{}"))).isInstanceOf(InvokeResult.Failed.class);
    }
    try (var function =
        TestFunctions.open(folder, config.withLayers(List.of(folder.resolve("layer"))))) {
      assertThat(function.invoke(invocation("{}")).toString()).doesNotContain("ClassNotFound");
    }
  }

  @Test
  @Shows("lambda.layers.limits")
  void moreThanFiveLayersAreAFault() {
    var config = TestFunctions.inline("python3.11", "index.handler", "");

    assertThat(config.withLayers(Collections.nCopies(6, folder)).faults())
        .contains(new FunctionConfig.Fault("Layers", "6 layers are more than 5"));
    assertThat(config.withLayers(Collections.nCopies(5, folder)).faults())
        .noneMatch(fault -> fault.property().equals("Layers"));
  }

  @Test
  @Shows("lambda.layers.limits")
  void codeAndLayersOver250MegabytesAreRefused() throws IOException {
    var config = TestFunctions.script(folder, "").withLayers(List.of(sparse("a"), sparse("b")));

    assertThatThrownBy(() -> TestFunctions.open(folder, config))
        .isInstanceOf(FunctionException.class)
        .hasMessage("code and layers unpack to more than Lambda's 250 MB");
  }

  private Path sparse(String name) throws IOException {
    Path layer = Files.createDirectory(folder.resolve(name));
    try (var file = new RandomAccessFile(layer.resolve(name).toFile(), "rw")) {
      file.setLength(130L * 1024 * 1024);
    }
    return layer;
  }

  private Path layer(Map<String, String> files) {
    Path layer = TestFunctions.folder(folder, files);
    files.keySet().forEach(file -> layer.resolve(file).toFile().setExecutable(true));
    return layer;
  }

  private String invoke(FunctionConfig config, Path... layers) {
    return returned(
        TestFunctions.invokeOnce(folder, config.withLayers(List.of(layers)), invocation("{}")));
  }
}
