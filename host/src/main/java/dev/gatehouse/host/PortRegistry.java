package dev.gatehouse.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/// Which state folder belongs to the stack on a port, for commands that are given a port alone: one
/// small file a port in a folder of the user's own.
final class PortRegistry {
  private PortRegistry() {}

  static void enter(int port, Path stateFolder) {
    try {
      Path folder = folder();
      OwnerOnlyFiles.createFolder(folder);
      OwnerOnlyFiles.replace(
          folder.resolve(String.valueOf(port)),
          stateFolder.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new StartupException("cannot note the port in " + folder() + ": " + e, e);
    }
  }

  static void leave(int port) {
    try {
      Files.deleteIfExists(folder().resolve(String.valueOf(port)));
    } catch (IOException e) {
      throw new StartupException("cannot clear the port in " + folder() + ": " + e, e);
    }
  }

  static Optional<Path> stateFolder(int port) {
    Path entry = folder().resolve(String.valueOf(port));
    try {
      // A folder that somebody else made could point anywhere.
      if (!Files.exists(entry)
          || !Files.getOwner(folder(), LinkOption.NOFOLLOW_LINKS)
              .getName()
              .equals(System.getProperty("user.name"))) {
        return Optional.empty();
      }
      return Optional.of(Path.of(Files.readString(entry)));
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  private static Path folder() {
    return Path.of(
        System.getProperty("java.io.tmpdir"), "gatehouse-" + System.getProperty("user.name"));
  }
}
