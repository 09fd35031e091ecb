package dev.gatehouse.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.CoreConstants;
import ch.qos.logback.core.pattern.DynamicConverter;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;

/// What is logged where, in code: Logback takes longer to read it from a file than for all of the
/// rest of its start. Public because Logback finds it by name.
public final class LogConfigurator extends ContextAwareBase implements Configurator {
  @Override
  public ExecutionStatus configure(LoggerContext logs) {
    Map<String, Supplier<DynamicConverter<?>>> converters = new HashMap<>();
    converters.put("printable", PrintableMessage::new);
    logs.putObject(CoreConstants.PATTERN_RULE_REGISTRY_FOR_SUPPLIERS, converters);
    // A port that is taken is told in one sentence of ours.
    logs.getLogger("io.helidon").setLevel(Level.WARN);
    logs.getLogger("io.helidon.webserver.LoomServer").setLevel(Level.OFF);
    // It reports every refused call of a client as if it were its own failure.
    logs.getLogger("com.amazonaws.services.dynamodbv2").setLevel(Level.OFF);
    logs.getLogger("software.amazon.dynamodb").setLevel(Level.OFF);
    var root = logs.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.INFO);
    root.addAppender(terminal(logs));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /// Warnings reach it; the stack's own log file is added once its state folder is known.
  private static ConsoleAppender<ILoggingEvent> terminal(LoggerContext logs) {
    var warnings = new ThresholdFilter();
    warnings.setLevel(Level.WARN.toString());
    warnings.start();
    var encoder = new PatternLayoutEncoder();
    encoder.setContext(logs);
    encoder.setPattern("%d{HH:mm:ss} %-5level %logger{0}: %printable%n%ex{short}");
    encoder.start();
    var terminal = new ConsoleAppender<ILoggingEvent>();
    terminal.setName("terminal");
    terminal.setContext(logs);
    terminal.setTarget("System.err");
    terminal.addFilter(warnings);
    terminal.setEncoder(encoder);
    terminal.start();
    return terminal;
  }
}
