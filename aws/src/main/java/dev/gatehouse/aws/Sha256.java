package dev.gatehouse.aws;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256 (FIPS 180-4), which every JDK has.
public final class Sha256 {
  private Sha256() {}

  /// @return 32 bytes
  public static byte[] of(byte[] content) {
    return digest().digest(content);
  }

  /// @return 64 lower-case hexadecimal digits
  public static String hex(byte[] content) {
    return HexFormat.of().formatHex(of(content));
  }

  /// A fresh one, for content that comes in pieces.
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK lacks SHA-256", e);
    }
  }
}
