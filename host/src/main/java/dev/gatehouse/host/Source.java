package dev.gatehouse.host;

import dev.gatehouse.cloudformation.Assembly;
import dev.gatehouse.cloudformation.StackTemplate;
import dev.gatehouse.cloudformation.TemplateException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    boolean assembly = Files.exists(path.resolve("manifest.json"));
    Path folder = path.getParent();
    if (folder != null && (assembly || Files.isRegularFile(path))) {
      return new Source(path, folder);
    }
    throw new StartupException(
        given
            + " is neither a template file, nor a cloud assembly (manifest.json), nor a CDK project"
            + " (cdk.json)");
  }

  Path stateFolder() {
    return folder.resolve(".gatehouse");
  }

  /// The stacks to run, those first that others depend on; a CDK project is synthesized first.
  ///
  /// @throws TemplateFaultsException when they cannot be read
  List<StackTemplate> stacks(String region, String account, Consumer<String> progress) {
    Path readable =
        CdkProject.at(path)
            ? CdkProject.in(path, System.getenv().getOrDefault("PATH", ""))
                .assembly(region, account, progress)
            : path;
    try {
      return Assembly.read(readable).stacks();
    } catch (TemplateException e) {
      throw TemplateFaultsException.of(path, e.faults());
    }
  }
}
