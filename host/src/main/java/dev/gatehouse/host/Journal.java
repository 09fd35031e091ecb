package dev.gatehouse.host;

import dev.gatehouse.aws.Json;
import dev.gatehouse.door.Step;
import dev.gatehouse.door.Verdict;
import dev.gatehouse.door.Visit;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// The last visits, one JSON text a line, in a file and in the file before it: at most twice
/// [#MAX_BYTES] are kept. For the stack's owner; holds reasons, never secrets or tokens.
public final class Journal implements AutoCloseable {
  static final long MAX_BYTES = 4L * 1024 * 1024;

  private static final String NAME = "journal.jsonl";

  /// Lines that are not in the file yet.
  private static final int MAX_WAITING = 256;

  /// Bytes of one write, if it is of more than one line: far fewer than the file may have.
  private static final int MAX_BATCH = 64 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  private final Path folder;
  private final TurningFile file;
  private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final AtomicBoolean writerCalled = new AtomicBoolean();
  private final ReentrantLock writing = new ReentrantLock();

  private Journal(Path folder, TurningFile file) {
    this.folder = folder;
    this.file = file;
  }

  /// @throws StartupException when it cannot be written
  static Journal open(Path stateFolder) {
    Path file = stateFolder.resolve(NAME);
    try {
      return new Journal(stateFolder, TurningFile.open(file, MAX_BYTES));
    } catch (IOException e) {
      throw new StartupException("cannot write the journal " + file + ": " + e, e);
    }
  }

  /// Never fails, and holds a visit up only when the disk is so slow that many lines wait already:
  /// what cannot be written is logged. The line is in the file a moment later, or when [#last] is
  /// asked; a kill within this moment loses it.
  void record(Visit visit) {
    if (visit.verdict() instanceof Verdict.Denied(var reason)) {
      LOG.info(
          "{} {} at {} refused with {}: {}",
          visit.method(),
          visit.path(),
          visit.gate(),
          visit.status(),
          reason.sentence());
    }
    byte[] line = json(visit).getBytes(StandardCharsets.UTF_8);
    while (!waiting.offer(line)) {
      write();
    }
    // It runs after the visits that are under way: under load it finds the lines of many.
    if (writerCalled.compareAndSet(false, true)) {
      Thread.startVirtualThread(this::write);
    }
  }

  /// Everything that waits, in as few writes as may be: one for each visit takes a twentieth of our
  /// own time for a proxied request (docs/decisions/0011).
  private void write() {
    writing.lock();
    try {
      writerCalled.set(false);
      var lines = new ArrayList<byte[]>();
      waiting.drainTo(lines);
      var batch = new ByteArrayOutputStream();
      for (byte[] line : lines) {
        if (batch.size() + line.length > MAX_BATCH) {
          file.write(batch.toByteArray());
          batch.reset();
        }
        batch.writeBytes(line);
      }
      if (batch.size() > 0) {
        file.write(batch.toByteArray());
      }
    } catch (IOException e) {
      LOG.error("visits are missing from the journal", e);
    } finally {
      writing.unlock();
    }
  }

  private static String json(Visit visit) {
    var text = new StringWriter(512);
    try (var json = Json.STRICT.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringProperty("id", visit.id());
      json.writeStringProperty("at", visit.at().toString());
      json.writeNumberProperty("micros", visit.took().toNanos() / 1000);
      json.writeStringProperty("gate", visit.gate());
      json.writeStringProperty("door", visit.door());
      json.writeStringProperty("method", visit.method());
      json.writeStringProperty("path", visit.path());
      json.writeStringProperty("client", visit.client());
      json.writeNumberProperty("status", visit.status());
      switch (visit.verdict()) {
        case Verdict.Allowed(var principal) -> {
          json.writeStringProperty("verdict", "allowed");
          json.writeStringProperty("principal", principal);
        }
        case Verdict.Denied(var reason) -> {
          json.writeStringProperty("verdict", "denied");
          json.writeStringProperty("check", reason.getClass().getSimpleName());
          json.writeStringProperty("reason", reason.sentence());
        }
      }
      json.writeArrayPropertyStart("steps");
      for (Step step : visit.steps()) {
        json.writeStartObject();
        json.writeStringProperty("actor", step.actor());
        json.writeStringProperty("what", step.what());
        json.writeNumberProperty("micros", step.took().toNanos() / 1000);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return text.append('\n').toString();
  }

  /// The last visits that the filter accepts, oldest first, that of a moment ago among them.
  List<JsonNode> last(int count, Predicate<JsonNode> filter) {
    write();
    return last(folder, count, filter);
  }

  /// The same of another process's journal, whose visits of a moment ago may not be in it yet.
  /// Works on the files alone; a last line cut short by a kill is passed over.
  public static List<JsonNode> last(Path stateFolder, int count, Predicate<JsonNode> filter) {
    Path file = stateFolder.resolve(NAME);
    Deque<JsonNode> found = new ArrayDeque<>();
    for (Path each : List.of(TurningFile.before(file), file)) {
      if (!Files.exists(each)) {
        continue;
      }
      // Unlike Files.lines, this takes a character that was cut short as well.
      try (var lines =
          new BufferedReader(
              new InputStreamReader(Files.newInputStream(each), StandardCharsets.UTF_8))) {
        lines
            .lines()
            .forEach(line -> {
              JsonNode visit = parse(line);
              if (!visit.isMissingNode() && filter.test(visit)) {
                found.addLast(visit);
                if (found.size() > count) {
                  found.removeFirst();
                }
              }
            });
      } catch (IOException | UncheckedIOException e) {
        throw new StartupException("cannot read the journal " + each + ": " + e, e);
      }
    }
    return new ArrayList<>(found);
  }

  private static JsonNode parse(String line) {
    try {
      return Json.STRICT.readTree(line);
    } catch (tools.jackson.core.JacksonException cutShort) {
      return tools.jackson.databind.node.MissingNode.getInstance();
    }
  }

  @Override
  public void close() {
    writing.lock();
    try {
      write();
      file.close();
    } catch (IOException e) {
      LOG.error("journal was not closed", e);
    } finally {
      writing.unlock();
    }
  }
}
