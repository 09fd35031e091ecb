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
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A function's log file: the lines of all its environments. Their times and streams are beside it.
final class FunctionLog implements AutoCloseable {
  private final Path file;
  private final long maxBytes;
  private final LogEvents events;
  private @Nullable FileChannel open;

  FunctionLog(Path logs, String function, long maxBytes) {
    this.file = logs.resolve(function + ".log");
    this.maxBytes = maxBytes;
    this.events = new LogEvents(LogEvents.file(logs, function));
    try {
      Files.createDirectories(logs.toAbsolutePath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Appends a line for the owner, of no environment, even when a process left its last line open.
  synchronized void line(String text) {
    try {
      String start = endsOpen() ? "\n" : "";
      write(ByteBuffer.wrap((start + text + "\n").getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whole lines of one environment.
  synchronized void append(String stream, List<TimedLines> lines) {
    try {
      events.append(stream, lines);
      write(lines.stream().map(TimedLines::text).toArray(ByteBuffer[]::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(ByteBuffer... texts) throws IOException {
    FileChannel current = open;
    if (current == null || !current.isOpen()) {
      current = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      open = current;
    }
    while (Arrays.stream(texts).anyMatch(ByteBuffer::hasRemaining)) {
      current.write(texts);
    }
  }

  /// Copies and truncates instead of renaming: whoever follows the file goes on.
  synchronized void rotate() {
    try {
      if (open == null || !open.isOpen() || open.size() <= maxBytes) {
        return;
      }
      Files.copy(
          file,
          file.resolveSibling(file.getFileName() + ".1"),
          StandardCopyOption.REPLACE_EXISTING);
      open.truncate(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean endsOpen() throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      var last = ByteBuffer.allocate(1);
      return channel.size() > 0
          && channel.read(last, channel.size() - 1) == 1
          && last.get(0) != '\n';
    }
  }

  /// What comes later opens the files again.
  @Override
  public synchronized void close() {
    try (events) {
      if (open != null) {
        open.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
