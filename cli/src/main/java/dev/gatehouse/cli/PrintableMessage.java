package dev.gatehouse.cli;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/// `%printable` in log patterns. Guests choose parts of messages: one event stays one line, and
/// says nothing to a terminal. Public because Logback makes it by name.
public final class PrintableMessage extends MessageConverter {
  @Override
  public String convert(ILoggingEvent event) {
    return Lines.printable(super.convert(event));
  }
}
