package dev.gatehouse.playerfc.api;

/// The store could not do what it was asked; the cause is for the log, never for the caller.
final class StoreException extends RuntimeException {
  StoreException(Throwable cause) {
    super(cause);
  }
}
