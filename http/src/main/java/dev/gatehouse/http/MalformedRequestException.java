package dev.gatehouse.http;

import java.io.IOException;

/// What arrived is not HTTP, or more of it than allowed. The connection cannot go on.
final class MalformedRequestException extends IOException {
  MalformedRequestException(String message) {
    super(message);
  }
}
