package dev.gatehouse.aws;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Percent-encoding as signatures need it: over bytes, RFC 3986's unreserved characters bare, hex
/// digits in upper case, a space as `%20`.
final class SigV4Text {
  private static final String HEX = "0123456789ABCDEF";
  private static final String UNRESERVED =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";

  private SigV4Text() {}

  /// The bytes that were on the wire. A server hands them over one character each; a character
  /// above U+00FF shows that somebody has decoded UTF-8 already.
  static byte[] bytes(String text) {
    return text.chars().allMatch(c -> c <= 0xFF)
        ? text.getBytes(StandardCharsets.ISO_8859_1)
        : text.getBytes(StandardCharsets.UTF_8);
  }

  static String encode(byte[] bytes) {
    var text = new StringBuilder(bytes.length + 16);
    for (byte b : bytes) {
      if (unreserved((char) (b & 0xFF))) {
        text.append((char) b);
      } else {
        text.append('%').append(HEX.charAt((b >> 4) & 0xF)).append(HEX.charAt(b & 0xF));
      }
    }
    return text.toString();
  }

  /// A `%` without two hex digits after it stands for itself, as does `+`.
  static byte[] decode(String text) {
    byte[] wire = bytes(text);
    var out = new ByteArrayOutputStream(wire.length);
    for (int i = 0; i < wire.length; i++) {
      int high = wire[i] == '%' && i + 2 < wire.length ? digit(wire[i + 1]) : -1;
      int low = high < 0 ? -1 : digit(wire[i + 2]);
      if (low < 0) {
        out.write(wire[i]);
      } else {
        out.write((high << 4) | low);
        i += 2;
      }
    }
    return out.toByteArray();
  }

  private static int digit(byte b) {
    return Character.digit((char) (b & 0xFF), 16);
  }

  private static boolean unreserved(char c) {
    return UNRESERVED.indexOf(c) >= 0;
  }
}
