package dev.gatehouse.lambda;

import dev.gatehouse.aws.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.function.Predicate;

/// Folders named by what they hold: they appear whole or not at all, and are never changed.
final class ContentFolder {
  /// How folders are called until they are whole.
  static final String PARTIAL = ".partial-";

  private ContentFolder() {}

  /// The folder that holds this one file.
  static Path of(Path parent, String fileName, byte[] content) {
    MessageDigest digest = Sha256.digest();
    digest.update(fileName.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
    Path folder = parent.resolve(HexFormat.of().formatHex(digest.digest(content)));
    if (exists(folder)) {
      return folder;
    }
    try {
      Files.createDirectories(parent);
      Path partial = Files.createTempDirectory(parent, PARTIAL);
      Files.write(partial.resolve(fileName), content);
      place(partial, folder);
      return folder;
    } catch (IOException e) {
      throw new FunctionException("cannot write " + fileName + " to " + folder, e);
    }
  }

  /// Whether it is there; notes that it is still wanted, at the file system's own time.
  static boolean exists(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try {
      Path made = Files.createTempFile(folder.resolveSibling("."), PARTIAL, "");
      Files.setLastModifiedTime(folder, Files.getLastModifiedTime(made));
      Files.delete(made);
    } catch (IOException e) {
      // Then it goes earlier, and is made again when it is wanted.
    }
    return true;
  }

  /// Removes those that nobody has wanted since then, and what a kill left half made.
  static void sweep(Path parent, Instant limit) {
    sweep(parent, limit, _ -> false);
  }

  /// @param wanted by name, however old
  static void sweep(Path parent, Instant limit, Predicate<String> wanted) {
    if (!Files.isDirectory(parent)) {
      return;
    }
    try (var folders = Files.newDirectoryStream(parent)) {
      for (Path folder : folders) {
        String name = String.valueOf(folder.getFileName());
        boolean unwanted =
            name.matches("[0-9a-f]{64}")
                && Files.getLastModifiedTime(folder).toInstant().isBefore(limit)
                && !wanted.test(name);
        if (unwanted || name.startsWith(PARTIAL)) {
          Folders.delete(folder);
        }
      }
    } catch (IOException e) {
      throw new FunctionException("cannot clear " + parent, e);
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
}
