package dev.gatehouse.lambda;

/// A function that cannot be opened. The message is a sentence for the owner.
public final class FunctionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public FunctionException(String message) {
    super(message);
  }

  public FunctionException(String message, Throwable cause) {
    super(message, cause);
  }
}
