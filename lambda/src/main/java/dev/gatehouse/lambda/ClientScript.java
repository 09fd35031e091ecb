package dev.gatehouse.lambda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/// Our runtime clients for interpreted languages: resources of this module, unpacked once.
final class ClientScript {
  private ClientScript() {}

  /// @param unpacked gets a folder with the file, named by its content
  static Path unpack(String name, Path unpacked) {
    try (var in = ClientScript.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the build");
      }
      return ContentFolder.of(unpacked, name, in.readAllBytes()).resolve(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path folder(Path file) {
    Path folder = file.getParent();
    if (folder == null) {
      throw new IllegalStateException(file + " is in no folder");
    }
    return folder;
  }
}
