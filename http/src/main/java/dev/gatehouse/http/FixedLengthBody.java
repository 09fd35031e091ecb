package dev.gatehouse.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// A body of a length known before (RFC 9112 §6.2).
final class FixedLengthBody implements IncomingBody {
  private final InputStream in;
  private long left;

  FixedLengthBody(InputStream in, long length) {
    this.in = in;
    this.left = length;
  }

  @Override
  public int read(byte[] into) throws IOException {
    if (left == 0) {
      return -1;
    }
    int read = in.read(into, 0, (int) Math.min(into.length, left));
    if (read < 0) {
      throw new EOFException("the peer is gone in the middle of a body");
    }
    left -= read;
    return read;
  }

  @Override
  public boolean ended() {
    return left == 0;
  }

  @Override
  public HttpHeaders trailers() {
    return HttpHeaders.NONE;
  }
}
