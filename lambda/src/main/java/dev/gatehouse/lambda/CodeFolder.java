package dev.gatehouse.lambda;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Where a function's code lies that runs: folders that hold what their names say and stay as they
/// are, whatever becomes of the code that they were made from.
public final class CodeFolder {
  /// How folders, and files on their way there, are called until they are whole.
  public static final String PARTIAL = ContentFolder.PARTIAL;

  private CodeFolder() {}

  /// Removes folders that are no longer wanted, and what a kill left half made. While nobody makes
  /// any.
  ///
  /// @param limit younger ones stay
  /// @param wanted by name, however old
  public static void sweep(Path folders, Instant limit, Predicate<String> wanted) {
    ContentFolder.sweep(folders, limit, wanted);
  }

  /// @param unpacked gets the folder, if it is not there yet
  static Path of(Code code, FunctionRuntime runtime, Path unpacked) {
    return switch (code) {
      case Code.Archive(var path) -> of(path, unpacked);
      case Code.Unpacked(var folder) -> folder;
      case Code.Inline(var text) ->
          ContentFolder.of(
              unpacked,
              runtime instanceof FunctionRuntime.Python ? "index.py" : "index.js",
              text.getBytes(StandardCharsets.UTF_8));
    };
  }

  /// Of a zip file, a jar or a folder.
  ///
  /// @param unpacked gets it
  /// @throws FunctionException when it cannot be read or is too large
  public static Path of(Path archive, Path unpacked) {
    return Files.isDirectory(archive)
        ? FolderCopy.of(archive, unpacked, CodeArchive.MAX_BYTES)
        : CodeArchive.taskRoot(archive, unpacked);
  }

  /// Bytes of all files.
  static long size(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new FunctionException("cannot read " + folder, e);
    }
  }
}
