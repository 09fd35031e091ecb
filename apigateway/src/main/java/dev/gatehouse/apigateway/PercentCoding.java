package dev.gatehouse.apigateway;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/// Percent-decoding (RFC 3986 §2.1) to UTF-8.
final class PercentCoding {
  /// Beside letters and digits (RFC 3986 §3.3, `pchar`).
  private static final String PATH = "-._~!$&'()*+,;=:@";

  private PercentCoding() {}

  /// Decodes once. Empty when a percent sign is not followed by two hexadecimal digits, or the
  /// bytes are not UTF-8.
  static Optional<String> decode(String text) {
    if (text.indexOf('%') < 0) {
      return Optional.of(text);
    }
    var bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        int high = i + 2 < text.length() ? hex(text.charAt(i + 1)) : -1;
        int low = i + 2 < text.length() ? hex(text.charAt(i + 2)) : -1;
        if (high < 0 || low < 0) {
          return Optional.empty();
        }
        bytes.write(high << 4 | low);
        i += 2;
      } else {
        bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
      }
    }
    return utf8(bytes.toByteArray());
  }

  /// Empty when the bytes are not well-formed UTF-8.
  static Optional<String> utf8(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }

  /// Encodes everything that a path cannot hold as itself (RFC 3986 §3.3), percent signs included.
  /// Slashes stay.
  static String encodePath(String text) {
    return encode(text, PATH + "/", false);
  }

  /// Encodes what neither path nor query can hold, and percent signs that begin no code; all else
  /// stays as it was sent.
  static String escapeIllegalInPath(String raw) {
    return encode(raw, PATH + "/", true);
  }

  /// The same for a query, which may hold `?` too.
  static String escapeIllegalInQuery(String raw) {
    return encode(raw, PATH + "/?", true);
  }

  private static String encode(String text, String allowed, boolean keepCodes) {
    var encoded = new StringBuilder(text.length() + 16);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      char c = (char) (bytes[i] & 0xff);
      boolean code =
          keepCodes
              && c == '%'
              && i + 2 < bytes.length
              && hex((char) (bytes[i + 1] & 0xff)) >= 0
              && hex((char) (bytes[i + 2] & 0xff)) >= 0;
      if (code || allowed.indexOf(c) >= 0 || alphanumeric(c)) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits((byte) c));
      }
    }
    return encoded.toString();
  }

  private static boolean alphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private static int hex(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }
}
