package dev.gatehouse.lambda;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Folders named by what they hold: they appear whole or not at all, and are never changed.
final class ContentFolder {
  private ContentFolder() {}

  /// The folder that holds this one file.
  static Path of(Path parent, String fileName, byte[] content) {
    MessageDigest digest = sha256();
    digest.update(fileName.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
    Path folder = parent.resolve(HexFormat.of().formatHex(digest.digest(content)));
    if (Files.isDirectory(folder)) {
      return folder;
    }
    try {
      Files.createDirectories(parent);
      Path partial = Files.createTempDirectory(parent, ".partial-");
      Files.write(partial.resolve(fileName), content);
      place(partial, folder);
      return folder;
    } catch (IOException e) {
      throw new FunctionException("cannot write " + fileName + " to " + folder, e);
    }
  }

  /// Moves a finished folder to its name; when another was faster, theirs is as good.
  static void place(Path partial, Path folder) throws IOException {
    try {
      Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Folders.delete(partial);
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
