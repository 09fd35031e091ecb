package dev.gatehouse.http;

import java.io.IOException;
import java.io.OutputStream;

/// Sends on at once what it is given, one chunk for each call.
final class SendingStream extends OutputStream {
  private final OutputStream out;

  SendingStream(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  /// A chunk of no bytes would end the response (RFC 9112 §7.1).
  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (length > 0) {
      out.write(bytes, offset, length);
      out.flush();
    }
  }

  @Override
  public void flush() {
    // Nothing is ever kept back.
  }
}
