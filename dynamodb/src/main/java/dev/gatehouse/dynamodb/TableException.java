package dev.gatehouse.dynamodb;

/// A table cannot be had. The message says which and why, in words for the owner of the stack.
public final class TableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TableException(String message) {
    super(message);
  }

  TableException(String message, Throwable cause) {
    super(message, cause);
  }
}
