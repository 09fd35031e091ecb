package dev.gatehouse.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// A guest chooses parts of what is logged: a path, a client id.
final class LogFileTest {
  private static final String HOSTILE = "a\nb\u001b[2Jc\u009bd\u202ee";

  @TempDir private Path folder;
  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

  @BeforeEach
  void open() {
    LogFile.in(folder);
  }

  @AfterEach
  void close() {
    root.iteratorForAppenders()
        .forEachRemaining(appender -> {
          if (appender instanceof FileAppender<?>) {
            appender.stop();
          }
        });
  }

  @Test
  void eventIsOnePrintableLineInTheFile() throws IOException {
    LoggerFactory.getLogger("test").info("{}", HOSTILE);
    assertThat(Files.readString(folder.resolve("gatehouse.log")))
        .matches("\\S+ \\S+ INFO +test a\\?b\\?\\[2Jc\\?d\\?e\\n");
  }

  @Test
  void eventIsOnePrintableLineOnTheTerminal() {
    var terminal = (ConsoleAppender<ILoggingEvent>) requireNonNull(root.getAppender("terminal"));
    var event = new LoggingEvent("", root, Level.WARN, HOSTILE, null, null);
    assertThat(new String(terminal.getEncoder().encode(event), StandardCharsets.UTF_8))
        .matches("\\S+ WARN +ROOT: a\\?b\\?\\[2Jc\\?d\\?e\\n");
  }
}
