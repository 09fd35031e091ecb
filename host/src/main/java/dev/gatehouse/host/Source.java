package dev.gatehouse.host;

import dev.gatehouse.cloudformation.Assembly;
import dev.gatehouse.cloudformation.StackTemplate;
import dev.gatehouse.cloudformation.TemplateException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What a path given to `up` stands for.
///
/// @param folder the template's surroundings: state goes here, CDK commands run here
record Source(Path path, Path folder) {
  /// @throws StartupException when there is nothing that could run
  static Source at(Path given) {
    Path path = given.toAbsolutePath().normalize();
    if (CdkProject.at(path)) {
      return new Source(path, path);
    }
    Optional<Path> built = SamBuild.template(path);
    if (built.isPresent()) {
      return new Source(built.get(), SamBuild.project(built.get()));
    }
    boolean assembly = Files.exists(path.resolve("manifest.json"));
    Path folder = path.getParent();
    if (folder != null && (assembly || Files.isRegularFile(path))) {
      return new Source(path, folder);
    }
    throw new StartupException(
        given
            + " is neither a template file, nor a cloud assembly (manifest.json), nor a CDK project"
            + " (cdk.json), nor a SAM project that is built (.aws-sam/build, which `sam build`"
            + " makes)");
  }

  Path stateFolder() {
    return folder.resolve(".gatehouse");
  }

  /// The stacks to run, those first that others depend on; a CDK project is synthesized first.
  ///
  /// @throws TemplateException when they cannot be read
  List<StackTemplate> stacks(String region, String account, Consumer<String> progress) {
    Path readable =
        CdkProject.at(path)
            ? CdkProject.in(path, System.getenv().getOrDefault("PATH", ""))
                .assembly(region, account, progress)
            : path;
    return Assembly.read(readable).stacks();
  }

  /// Tells what is there now from anything else: the templates by their content, code and documents
  /// beside a plain template by their files' sizes and times.
  ///
  /// @param stacks that were read from it
  String contents(List<StackTemplate> stacks) {
    var contents = new StringBuilder();
    try {
      Path readable =
          CdkProject.at(path)
              ? CdkProject.in(path, System.getenv().getOrDefault("PATH", "")).output()
              : path;
      for (Path file : files(readable)) {
        contents.append(file).append(' ').append(Fingerprint.of(Files.readAllBytes(file)));
      }
      for (StackTemplate stack : stacks) {
        for (Path used : stack.assets().used().stream().sorted().toList()) {
          stamp(used, contents);
        }
      }
    } catch (IOException | UncheckedIOException | StartupException e) {
      contents.append(e);
    }
    return contents.toString();
  }

  /// Of an assembly what describes it; its assets are named by their content.
  private static List<Path> files(Path readable) throws IOException {
    if (!Files.isDirectory(readable)) {
      return List.of(readable);
    }
    try (var all = Files.find(readable, 3, (file, attributes) -> attributes.isRegularFile())) {
      return all.filter(file ->
              file.toString().endsWith(".json")
                  && !readable.relativize(file).toString().contains("asset."))
          .sorted()
          .toList();
    }
  }

  private static void stamp(Path code, StringBuilder contents) throws IOException {
    if (!Files.exists(code)) {
      contents.append(code).append(" is gone ");
      return;
    }
    try (var all = Files.walk(code)) {
      for (Path file : all.sorted().toList()) {
        contents.append(file).append(' ');
        if (Files.isRegularFile(file)) {
          contents.append(Files.size(file)).append(' ').append(Files.getLastModifiedTime(file));
        }
      }
    }
  }
}
