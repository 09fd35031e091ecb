package dev.gatehouse.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.aws.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The latest lines of a function's log with their times and streams, one JSON text a line, in a
/// file and in the file before it: at most twice [#MAX_BYTES]. Not for several threads at once, but
/// for [#read].
public final class LogEvents implements AutoCloseable {
  static final long MAX_BYTES = 4L * 1024 * 1024;

  private final Path file;
  private @Nullable FileChannel open;

  private long number;

  LogEvents(Path file) {
    this.file = file;
  }

  /// Beside the log itself.
  static Path file(Path logs, String function) {
    return logs.resolve(function + ".events.jsonl");
  }

  /// Of one function, in order. A line that was cut short by a kill is passed over.
  ///
  /// @param logs the folder of [LambdaSettings#logs]
  /// @throws UncheckedIOException when they cannot be read
  public static List<LogEvent> read(Path logs, String function) {
    Path file = file(logs, function);
    var events = new HashSet<LogEvent>();
    // In this order, because the one may become the other meanwhile.
    for (Path each : List.of(file, before(file))) {
      try (var lines =
          new BufferedReader(new InputStreamReader(Files.newInputStream(each), UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          LogEvent event = parse(line);
          if (event != null) {
            events.add(event);
          }
        }
      } catch (NoSuchFileException _) {
        // Nothing has been written there.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return events.stream().sorted(Comparator.comparingLong(LogEvent::number)).toList();
  }

  private static @Nullable LogEvent parse(String line) {
    try {
      JsonNode event = Json.STRICT.readTree(line);
      return event.isObject()
          ? new LogEvent(
              Instant.ofEpochMilli(event.path("at").asLong()),
              event.path("number").asLong(),
              event.path("stream").asString(""),
              event.path("message").asString(""))
          : null;
    } catch (JacksonException cutShort) {
      return null;
    }
  }

  void append(String stream, List<TimedLines> lines) throws IOException {
    var events = new StringBuilder();
    lines.forEach(each -> append(events, stream, each));
    var bytes = ByteBuffer.wrap(events.toString().getBytes(UTF_8));
    FileChannel channel = channel();
    if (channel.size() + bytes.remaining() > MAX_BYTES) {
      channel.close();
      Files.move(file, before(file), StandardCopyOption.REPLACE_EXISTING);
      channel = channel();
    }
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private void append(StringBuilder events, String stream, TimedLines lines) {
    long at = lines.at().toEpochMilli();
    // Higher than any that an earlier process has given.
    number = Math.max(number, at * 1000);
    for (String line : UTF_8.decode(lines.text().duplicate()).toString().split("\n")) {
      var event = Json.STRICT.createObjectNode();
      event.put("at", at).put("number", number++);
      event.put("stream", stream).put("message", line);
      events.append(event).append('\n');
    }
  }

  private FileChannel channel() throws IOException {
    FileChannel current = open;
    if (current == null || !current.isOpen()) {
      current = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      open = current;
      if (current.size() > 0) {
        // A kill may have cut the last line short: the next one starts afresh.
        current.write(ByteBuffer.wrap(new byte[] {'\n'}));
      }
    }
    return current;
  }

  private static Path before(Path file) {
    return file.resolveSibling(file.getFileName() + ".1");
  }

  @Override
  public void close() throws IOException {
    if (open != null) {
      open.close();
    }
  }
}
