package dev.gatehouse.host;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Lines at the end of a file that never grows beyond a limit: when it is full it becomes the file
/// before it, `NAME.1`, and a new one begins. Not for several threads at once.
final class TurningFile implements AutoCloseable {
  private final Path file;
  private final long maxBytes;
  private OutputStream out;
  private long written;

  private TurningFile(Path file, long maxBytes, OutputStream out, long written) {
    this.file = file;
    this.maxBytes = maxBytes;
    this.out = out;
    this.written = written;
  }

  static TurningFile open(Path file, long maxBytes) throws IOException {
    var out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    long size = Files.size(file);
    if (size > 0 && lastByte(file, size) != '\n') {
      // A kill cut the last line short: the next one starts afresh.
      out.write('\n');
      size++;
    }
    return new TurningFile(file, maxBytes, out, size);
  }

  private static byte lastByte(Path file, long size) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      var last = ByteBuffer.allocate(1);
      channel.read(last, size - 1);
      return last.get(0);
    }
  }

  /// @param line with its line feed
  void write(byte[] line) throws IOException {
    if (written + line.length > maxBytes) {
      out.close();
      Files.move(file, before(file), StandardCopyOption.REPLACE_EXISTING);
      out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      written = 0;
    }
    out.write(line);
    written += line.length;
  }

  static Path before(Path file) {
    return file.resolveSibling(file.getFileName() + ".1");
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
