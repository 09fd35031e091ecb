package dev.gatehouse.cli;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `gatehouse.log` of one stack: refusals with their reasons, and what went wrong. Two files of 4
/// MB.
final class LogFile {
  private static final long BYTES = 4L * 1024 * 1024;

  private LogFile() {}

  /// From here on, everything that is logged goes there as well.
  static void in(Path folder) {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return;
    }
    String file = folder.resolve("gatehouse.log").toString();
    var encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%d{ISO8601, UTC} %-5level %logger{0} %printable%n");
    encoder.start();
    var appender = new RollingFileAppender<ILoggingEvent>();
    appender.setContext(context);
    appender.setFile(file);
    appender.setEncoder(encoder);
    var trigger = new SizeBasedTriggeringPolicy<ILoggingEvent>();
    trigger.setMaxFileSize(new FileSize(BYTES));
    trigger.start();
    var window = new FixedWindowRollingPolicy();
    window.setContext(context);
    window.setParent(appender);
    window.setFileNamePattern(file + ".%i");
    window.setMinIndex(1);
    window.setMaxIndex(1);
    window.start();
    appender.setTriggeringPolicy(trigger);
    appender.setRollingPolicy(window);
    appender.start();
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
  }
}
