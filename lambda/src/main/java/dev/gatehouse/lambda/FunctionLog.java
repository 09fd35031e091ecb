package dev.gatehouse.lambda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// A function's log file: the lines of all its environments.
final class FunctionLog {
  private final Path file;
  private final long maxBytes;

  FunctionLog(Path file, long maxBytes) {
    this.file = file;
    this.maxBytes = maxBytes;
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path file() {
    return file;
  }

  /// Appends a line of its own, even when a process left its last line open.
  synchronized void line(String text) {
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      String start = endsOpen() ? "\n" : "";
      channel.write(ByteBuffer.wrap((start + text + "\n").getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whole lines.
  synchronized void append(ByteBuffer lines) {
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (lines.hasRemaining()) {
        channel.write(lines);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Copies and truncates instead of renaming: running processes hold the file open.
  synchronized void rotate() {
    try {
      if (!Files.exists(file) || Files.size(file) <= maxBytes) {
        return;
      }
      Files.copy(
          file,
          file.resolveSibling(file.getFileName() + ".1"),
          StandardCopyOption.REPLACE_EXISTING);
      FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
          .close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean endsOpen() throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      var last = ByteBuffer.allocate(1);
      return channel.size() > 0
          && channel.read(last, channel.size() - 1) == 1
          && last.get(0) != '\n';
    }
  }
}
