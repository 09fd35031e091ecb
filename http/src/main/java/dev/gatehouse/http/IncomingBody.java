package dev.gatehouse.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;

/// A request body that its handler reads while it arrives.
public interface IncomingBody {
  /// Waits for at least one byte.
  ///
  /// @return how many bytes were read, as [InputStream#read(byte\[\])] says; -1 at the end
  /// @throws IOException when the peer is gone before the end, or sends no body at all
  int read(byte[] into) throws IOException;

  /// Whether there is nothing more to read.
  boolean ended();

  /// What came behind a chunked body (RFC 9112 §7.1.2); nothing before the end was read.
  HttpHeaders trailers();

  /// All that is left.
  ///
  /// @return empty when that is longer than the limit: the rest stays unread
  default Optional<Body> whole(int limit) throws IOException {
    var bytes = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    for (int read = read(buffer); read >= 0; read = read(buffer)) {
      if (bytes.size() + read > limit) {
        return Optional.empty();
      }
      bytes.write(buffer, 0, read);
    }
    return Optional.of(Body.of(bytes.toByteArray()));
  }

  /// One that has arrived already.
  static IncomingBody of(Body body) {
    return new FixedLengthBody(new ByteArrayInputStream(body.bytes()), body.length());
  }
}
