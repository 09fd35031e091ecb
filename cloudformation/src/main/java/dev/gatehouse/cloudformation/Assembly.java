package dev.gatehouse.cloudformation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The stacks found at a path, those first that others depend on.
public record Assembly(List<StackTemplate> stacks) {
  public Assembly {
    stacks = List.copyOf(stacks);
  }

  /// @param path a template file, or the folder of a cloud assembly (`cdk.out`)
  /// @throws TemplateException if there is none, or it cannot be read
  public static Assembly read(Path path) {
    if (Files.isDirectory(path)) {
      return CloudAssembly.read(path);
    }
    String file = String.valueOf(path.getFileName());
    if (!Files.isRegularFile(path)) {
      throw new TemplateException(file, "no such template file or cloud assembly folder");
    }
    Path folder = path.toAbsolutePath().getParent();
    return new Assembly(
        List.of(
            new StackTemplate(stackName(file), Template.read(path), AssetLocator.beside(folder))));
  }

  /// A stack's name has letters, digits and dashes only, and starts with a letter.
  private static String stackName(String file) {
    String base = file.replaceFirst("(\\.template)?\\.[A-Za-z]+$", "");
    String name = base.replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^[^A-Za-z]+|-$", "");
    return name.isEmpty() ? "stack" : name.substring(0, Math.min(name.length(), 128));
  }
}
