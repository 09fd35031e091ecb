package dev.gatehouse.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// The bytes of a request or response body. Owned by whoever made it: neither side copies, so
/// nobody may write to the array after handing it over.
public final class Body implements Content {
  public static final Body EMPTY = new Body(new byte[0]);

  private final byte[] bytes;

  private Body(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Takes the array over without copying it.
  public static Body of(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new Body(bytes);
  }

  /// UTF-8.
  public static Body of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Reads to the end.
  ///
  /// @param length as announced, so that no more room is taken than that; negative when nobody says
  /// @return empty when there is more than the limit, or more than was announced
  /// @throws IOException when it breaks off
  public static Optional<Body> read(InputStream in, long length, int limit) throws IOException {
    if (length > limit) {
      return Optional.empty();
    }
    byte[] bytes = in.readNBytes(length < 0 ? limit + 1 : (int) length);
    // A stream that ends where it was announced to end is asked once more: only that completes it.
    boolean more = length >= 0 && in.read() >= 0;
    return more || bytes.length > limit ? Optional.empty() : Optional.of(of(bytes));
  }

  /// The array itself, for reading only.
  public byte[] bytes() {
    return bytes;
  }

  /// Decoded as UTF-8; malformed input becomes U+FFFD.
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  public int length() {
    return bytes.length;
  }

  public boolean isEmpty() {
    return bytes.length == 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Body body && Arrays.equals(bytes, body.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /// The length only: bodies carry secrets.
  @Override
  public String toString() {
    return "Body[" + bytes.length + " bytes]";
  }
}
