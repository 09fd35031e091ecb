package dev.gatehouse.cognito;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads percent-encoded UTF-8 strictly: what does not decode is a fault, never a replacement.
final class PercentEncoding {
  private PercentEncoding() {}

  /// `application/x-www-form-urlencoded`: a plus is a space. Empty when malformed.
  static Optional<String> decodeForm(byte[] encoded) {
    return decode(encoded, ' ');
  }

  /// Only `%XX` is decoded, a plus is a plus. Empty when malformed.
  static Optional<String> decode(byte[] encoded) {
    return decode(encoded, '+');
  }

  private static Optional<String> decode(byte[] encoded, char plus) {
    var decoded = new ByteArrayOutputStream(encoded.length);
    for (int i = 0; i < encoded.length; i++) {
      switch (encoded[i]) {
        case '+' -> decoded.write(plus);
        case '%' -> {
          int high = i + 2 < encoded.length ? Character.digit(encoded[i + 1], 16) : -1;
          int low = i + 2 < encoded.length ? Character.digit(encoded[i + 2], 16) : -1;
          if (high < 0 || low < 0) {
            return Optional.empty();
          }
          decoded.write(high << 4 | low);
          i += 2;
        }
        default -> decoded.write(encoded[i]);
      }
    }
    return utf8(decoded.toByteArray());
  }

  /// Empty when the bytes are no UTF-8.
  static Optional<String> utf8(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException malformed) {
      return Optional.empty();
    }
  }
}
