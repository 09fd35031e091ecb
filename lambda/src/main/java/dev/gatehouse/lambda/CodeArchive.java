package dev.gatehouse.lambda;

import dev.gatehouse.aws.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// Unpacks a function's zip or jar to a folder named by its content. The folder appears whole or
/// not at all, whenever we are killed.
final class CodeArchive {
  /// gettingstarted-limits: 250 MB unzipped.
  static final long MAX_BYTES = 250L * 1024 * 1024;

  static final int MAX_ENTRIES = 50_000;

  private static final int EXECUTABLE = 0111;
  private static final int TYPE = 0170000;
  private static final int SYMLINK = 0120000;

  private final Path archive;
  private long left;

  private CodeArchive(Path archive, long maxBytes) {
    this.archive = archive;
    this.left = maxBytes;
  }

  /// @throws FunctionException when the archive is broken, too large, or reaches outside itself
  static Path taskRoot(Path code, Path unpacked) {
    return taskRoot(code, unpacked, MAX_BYTES);
  }

  static Path taskRoot(Path code, Path unpacked, long maxBytes) {
    try {
      Path target = unpacked.resolve(digest(code)).toAbsolutePath();
      if (!ContentFolder.exists(target)) {
        new CodeArchive(code, maxBytes).unpack(target);
      }
      return target;
    } catch (IOException e) {
      throw new FunctionException("cannot unpack " + code + ": " + e.getMessage(), e);
    }
  }

  private void unpack(Path target) throws IOException {
    Files.createDirectories(target.getParent());
    Path partial = Files.createTempDirectory(target.getParent(), ContentFolder.PARTIAL);
    try {
      fill(partial);
    } catch (IOException | RuntimeException e) {
      Folders.delete(partial);
      throw e;
    }
    ContentFolder.place(partial, target);
  }

  private void fill(Path root) throws IOException {
    Map<String, Integer> modes = ZipModes.of(archive);
    try (var zip = new ZipFile(archive.toFile())) {
      if (zip.size() > MAX_ENTRIES) {
        throw fault("has more than " + MAX_ENTRIES + " entries");
      }
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        int mode = modes.getOrDefault(entry.getName(), 0);
        if ((mode & TYPE) == SYMLINK) {
          throw fault("holds a symbolic link, which is not supported: " + entry.getName());
        }
        write(zip, entry, inside(root, entry.getName()), (mode & EXECUTABLE) != 0);
      }
    }
  }

  private void write(ZipFile zip, ZipEntry entry, Path file, boolean executable)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(file);
      return;
    }
    Files.createDirectories(file.getParent());
    try (InputStream in = zip.getInputStream(entry);
        OutputStream out = Files.newOutputStream(file)) {
      copy(in, out);
    }
    if (executable && !file.toFile().setExecutable(true, false)) {
      throw new IOException("cannot make " + file + " executable");
    }
  }

  /// Counts what comes out, not what the entry claims.
  private void copy(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[64 * 1024];
    int read;
    while ((read = in.read(buffer)) >= 0) {
      left -= read;
      if (left < 0) {
        throw fault("unpacks to more than Lambda's 250 MB");
      }
      out.write(buffer, 0, read);
    }
  }

  private Path inside(Path root, String name) {
    if (name.isEmpty() || name.startsWith("/") || name.indexOf('\\') >= 0) {
      throw fault("holds an entry with an unsafe name: " + name);
    }
    for (String part : name.split("/")) {
      if (part.equals("..") || part.equals(".")) {
        throw fault("holds an entry outside of itself: " + name);
      }
    }
    Path file = root.resolve(name).normalize();
    if (!file.startsWith(root)) {
      throw fault("holds an entry outside of itself: " + name);
    }
    return file;
  }

  private FunctionException fault(String what) {
    return new FunctionException(archive + " " + what);
  }

  static String digest(Path file) throws IOException {
    try (var in = new DigestInputStream(Files.newInputStream(file), Sha256.digest())) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    }
  }
}
