package dev.gatehouse.lambda;

import dev.gatehouse.http.Body;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// One environment's log stream: a file of its own that its processes append to, so that what they
/// wrote before an answer stands before the END line and apart from what others write. Whole lines
/// are passed on to the function's log.
final class EnvironmentLog implements AutoCloseable {
  /// Bytes that Invoke shows of an invocation's log.
  private static final int TAIL = 4096;

  /// Bytes after which an invocation starts with an empty file.
  private static final long MAX = 1024 * 1024;

  /// How far the function's log may be behind.
  private static final Duration BEHIND = Duration.ofMillis(250);

  private final Path file;
  private final FunctionLog function;
  private final String stream;
  private final InstantSource clock;
  private final FileChannel channel;
  private final FileChannel appending;
  private final Thread follower;
  private long passedOn;
  private long start;
  private Instant begun;

  /// Where our own last line ended.
  private long written;

  /// @param stream how it is called among the streams of the function's log
  EnvironmentLog(Path file, FunctionLog function, String stream, InstantSource clock) {
    this.file = file;
    this.function = function;
    this.stream = stream;
    this.clock = clock;
    this.begun = clock.instant();
    try {
      this.channel =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING);
      this.appending = FileChannel.open(file, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.follower = Thread.startVirtualThread(this::follow);
  }

  /// What processes write to, always at its end.
  Path file() {
    return file;
  }

  /// An invocation's first line; passed on with what follows it.
  synchronized void begin(String text) {
    try {
      start = channel.size();
      if (start > MAX) {
        passOn();
        channel.truncate(0);
        passedOn = 0;
        start = 0;
        written = 0;
      }
      begun = clock.instant();
      start = write(start, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Appends a line of its own, even when a process left its last line open.
  synchronized void line(String text) {
    try {
      write(channel.size(), text);
      passOn();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Gives where the line begins.
  private long write(long end, String text) throws IOException {
    String before = endsOpen(end) ? "\n" : "";
    byte[] bytes = (before + text + "\n").getBytes(StandardCharsets.UTF_8);
    appending.write(ByteBuffer.wrap(bytes));
    written = end + bytes.length;
    return end + before.length();
  }

  /// The end of what was logged since [#begin].
  synchronized Body tail() {
    try {
      long end = channel.size();
      return Body.of(read(Math.max(start, end - TAIL), end));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean endsOpen(long end) throws IOException {
    return end != 0 && end != written && read(end - 1, end)[0] != '\n';
  }

  private void passOn() throws IOException {
    long size = channel.size();
    while (passedOn < size) {
      byte[] piece = read(passedOn, Math.min(size, passedOn + 64 * 1024));
      int lines = piece.length;
      while (lines > 0 && piece[lines - 1] != '\n') {
        lines--;
      }
      if (lines == 0 && passedOn + piece.length == size) {
        return;
      }
      int length = lines == 0 ? piece.length : lines;
      function.append(stream, timed(piece, length));
      passedOn += length;
    }
  }

  /// The line that [#begin] wrote has its own time.
  private List<TimedLines> timed(byte[] piece, int length) {
    int first = 0;
    while (passedOn == start && first < length && (first == 0 || piece[first - 1] != '\n')) {
      first++;
    }
    var lines = new ArrayList<TimedLines>(2);
    if (first > 0) {
      lines.add(new TimedLines(begun, ByteBuffer.wrap(piece, 0, first)));
    }
    if (first < length) {
      lines.add(new TimedLines(clock.instant(), ByteBuffer.wrap(piece, first, length - first)));
    }
    return lines;
  }

  private byte[] read(long from, long to) throws IOException {
    var bytes = ByteBuffer.allocate((int) (to - from));
    while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) > 0) {
      // Until all is there.
    }
    return bytes.array();
  }

  private void follow() {
    try {
      while (true) {
        Thread.sleep(BEHIND);
        synchronized (this) {
          passOn();
        }
      }
    } catch (InterruptedException | IOException closed) {
      // Nothing more to follow.
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      // Not while it writes: that would close the files.
      follower.interrupt();
      try {
        if (!channel.isOpen()) {
          return;
        }
        passOn();
        channel.close();
        appending.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
