package dev.gatehouse.lambda;

import dev.gatehouse.aws.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Copies a function's folder to one named by its content, as CDK zips it: what links lead to is
/// copied, not the links. What changes while it is read is not taken.
final class FolderCopy {
  private static final int ATTEMPTS = 5;

  private final Path folder;
  private final long maxBytes;

  private FolderCopy(Path folder, long maxBytes) {
    this.folder = folder;
    this.maxBytes = maxBytes;
  }

  /// @param parent gets the copy
  /// @throws FunctionException when it is too large, loops, or does not keep still
  static Path of(Path folder, Path parent, long maxBytes) {
    var copy = new FolderCopy(folder, maxBytes);
    try {
      for (int i = 0; i < ATTEMPTS; i++) {
        byte[] content = copy.pass(null);
        Path target = parent.resolve(HexFormat.of().formatHex(content)).toAbsolutePath();
        if (ContentFolder.exists(target) || copy.fill(target, content)) {
          return target;
        }
      }
    } catch (IOException e) {
      throw new FunctionException("cannot copy " + folder + ": " + e, e);
    }
    throw new FunctionException(folder + " keeps changing while it is read");
  }

  /// @return whether what was copied is what was read before
  private boolean fill(Path target, byte[] content) throws IOException {
    Files.createDirectories(target.getParent());
    Path partial = Files.createTempDirectory(target.getParent(), ContentFolder.PARTIAL);
    boolean same = false;
    try {
      same = Arrays.equals(content, pass(partial));
    } finally {
      if (!same) {
        Folders.delete(partial);
      }
    }
    if (same) {
      ContentFolder.place(partial, target);
    }
    return same;
  }

  /// Reads everything.
  ///
  /// @param copy gets it too; null for nowhere
  /// @return the digest of names, modes and contents
  private byte[] pass(@Nullable Path copy) throws IOException {
    MessageDigest digest = Sha256.digest();
    byte[] buffer = new byte[64 * 1024];
    long left = maxBytes;
    for (String name : files()) {
      Path file = folder.resolve(name);
      boolean executable = Files.isExecutable(file);
      digest.update((name + '\0' + executable + '\0').getBytes(StandardCharsets.UTF_8));
      Path to = copy == null ? null : copy.resolve(name);
      if (to != null) {
        Files.createDirectories(to.getParent());
      }
      long length = 0;
      try (InputStream in = Files.newInputStream(file);
          OutputStream out =
              to == null ? OutputStream.nullOutputStream() : Files.newOutputStream(to)) {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          length += read;
          if (length > left) {
            throw new FunctionException(folder + " holds more than Lambda's 250 MB");
          }
          digest.update(buffer, 0, read);
          out.write(buffer, 0, read);
        }
      }
      left -= length;
      digest.update((byte) 0);
      digest.update(Long.toString(length).getBytes(StandardCharsets.UTF_8));
      if (to != null && executable && !to.toFile().setExecutable(true, false)) {
        throw new IOException("cannot make " + to + " executable");
      }
    }
    return digest.digest();
  }

  /// By name, so that the order of reading is always the same.
  private Set<String> files() throws IOException {
    var found = new TreeSet<String>();
    Files.walkFileTree(
        folder,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              found.add(folder.relativize(file).toString());
              if (found.size() > CodeArchive.MAX_ENTRIES) {
                throw new FunctionException(
                    folder + " holds more than " + CodeArchive.MAX_ENTRIES + " files");
              }
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }

  /// Tells cheaply whether anything has changed: names, sizes, times, of folders too.
  ///
  /// @param code a folder or a file; one that is gone has a state as well
  static String state(Path code) {
    MessageDigest digest = Sha256.digest();
    try {
      Files.walkFileTree(
          code,
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          Integer.MAX_VALUE,
          new SimpleFileVisitor<Path>() {
            @Override
            public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
              return visitFile(each, attributes);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              String line =
                  file
                      + "\0"
                      + attributes.size()
                      + "\0"
                      + attributes.lastModifiedTime().toInstant()
                      + "\0"
                      + attributes.fileKey()
                      + "\0";
              digest.update(line.getBytes(StandardCharsets.UTF_8));
              return FileVisitResult.CONTINUE;
            }
          });
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      return e.toString();
    }
  }
}
