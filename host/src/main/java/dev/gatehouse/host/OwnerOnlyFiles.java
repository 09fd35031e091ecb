package dev.gatehouse.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/// Files that nobody but their owner may read, replaced whole or not at all.
final class OwnerOnlyFiles {
  private static final FileAttribute<?> FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<?> FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private OwnerOnlyFiles() {}

  /// Makes the folder and those above it; an existing one is closed to others.
  static void createFolder(Path folder) throws IOException {
    Files.createDirectories(folder, FOLDER);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
  }

  /// Makes the file's folder too. Written and synced under another name, then renamed, and the
  /// folder synced: a kill at any moment leaves the old content or the new.
  static void replace(Path file, byte[] content) throws IOException {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file's folder");
    createFolder(folder);
    Path written = folder.resolve(file.getFileName() + ".new");
    Files.deleteIfExists(written);
    try (var channel =
        FileChannel.open(
            written, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), FILE)) {
      var bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    syncOne(folder);
  }

  /// Gone for good when this returns; it need not be there.
  static void delete(Path file) throws IOException {
    if (Files.deleteIfExists(file)) {
      syncOne(Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file's folder"));
    }
  }

  /// A folder that is whole, with all that is in it, is there to stay when this returns.
  static void sync(Path folder) throws IOException {
    try (var all = Files.walk(folder)) {
      for (Path each : (Iterable<Path>) all::iterator) {
        if (!Files.isSymbolicLink(each)) {
          syncOne(each);
        }
      }
    }
    syncOne(Objects.requireNonNull(folder.toAbsolutePath().getParent(), "a folder's folder"));
  }

  private static void syncOne(Path path) throws IOException {
    try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
