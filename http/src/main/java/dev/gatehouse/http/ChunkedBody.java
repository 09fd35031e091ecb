package dev.gatehouse.http;

import java.io.EOFException;
import java.io.IOException;

/// A body in chunks, with trailers behind the last one (RFC 9112 §7.1). Chunks may be of any size:
/// none is ever held as a whole.
final class ChunkedBody implements IncomingBody {
  private final LineReader in;
  private final int maxTrailers;
  private long left;
  private boolean first = true;
  private boolean ended;
  private HttpHeaders trailers = HttpHeaders.NONE;

  ChunkedBody(LineReader in, int maxTrailers) {
    this.in = in;
    this.maxTrailers = maxTrailers;
  }

  @Override
  public int read(byte[] into) throws IOException {
    if (left == 0 && !ended) {
      nextChunk();
    }
    if (ended) {
      return -1;
    }
    int read = in.read(into, 0, (int) Math.min(into.length, left));
    if (read < 0) {
      throw new EOFException("the peer is gone in the middle of a chunk");
    }
    left -= read;
    return read;
  }

  private void nextChunk() throws IOException {
    if (!first && !in.line(2).isEmpty()) {
      throw new MalformedRequestException("a chunk is longer than it says");
    }
    first = false;
    left = size(in.line(1024));
    if (left == 0) {
      trailers = in.headers(maxTrailers);
      ended = true;
    }
  }

  /// Extensions are for whoever knows them (RFC 9112 §7.1.1).
  private static long size(String line) throws IOException {
    int extension = line.indexOf(';');
    String digits = (extension < 0 ? line : line.substring(0, extension)).strip();
    if (!digits.matches("[0-9A-Fa-f]{1,15}")) {
      throw new MalformedRequestException("a chunk's size is no number");
    }
    return Long.parseLong(digits, 16);
  }

  @Override
  public boolean ended() {
    return ended;
  }

  @Override
  public HttpHeaders trailers() {
    return trailers;
  }
}
