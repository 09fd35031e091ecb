package dev.gatehouse.host;

/// The stack cannot start, for a reason its owner can mend: the message is the whole story.
public final class StartupException extends RuntimeException {
  public StartupException(String message) {
    super(message);
  }

  StartupException(String message, Throwable cause) {
    super(message, cause);
  }
}
