package dev.gatehouse.cli;

import dev.gatehouse.host.StartupException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The folder that the build laid out and the launcher names: `lib/`, `java-runtime/`.
final class Distribution {
  private Distribution() {}

  static Path folder(String name) {
    String home = System.getProperty("gatehouse.home", "");
    Path folder = Path.of(home, name);
    if (home.isEmpty() || !Files.isDirectory(folder)) {
      throw new StartupException(
          "the distribution is incomplete: no " + folder + "; start Gatehouse with its launcher");
    }
    return folder;
  }
}
