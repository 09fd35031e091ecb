package dev.gatehouse.http;

/// The server could not start: its message names the address.
public final class HttpServerException extends RuntimeException {
  HttpServerException(String message) {
    super(message);
  }
}
