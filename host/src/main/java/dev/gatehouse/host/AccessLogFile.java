package dev.gatehouse.host;

import dev.gatehouse.apigateway.AccessLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A stage's access log in a file of its own, whatever destination its template names: at most
/// twice [#MAX_BYTES] are kept.
final class AccessLogFile implements AccessLog, AutoCloseable {
  static final long MAX_BYTES = 4L * 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(AccessLogFile.class);

  private final Path path;
  private final TurningFile file;

  private AccessLogFile(Path path, TurningFile file) {
    this.path = path;
    this.file = file;
  }

  static AccessLogFile open(Path path) {
    try {
      OwnerOnlyFiles.createFolder(Objects.requireNonNull(path.getParent(), "a file's folder"));
      return new AccessLogFile(path, TurningFile.open(path, MAX_BYTES));
    } catch (IOException e) {
      throw new StartupException("cannot write the access log " + path + ": " + e, e);
    }
  }

  /// Never fails a request: what cannot be written is logged.
  @Override
  public synchronized void write(String line) {
    try {
      file.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      LOG.error("a line is missing from {}", path, e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      file.close();
    } catch (IOException e) {
      LOG.error("{} was not closed", path, e);
    }
  }
}
