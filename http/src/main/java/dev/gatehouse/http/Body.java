package dev.gatehouse.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

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
