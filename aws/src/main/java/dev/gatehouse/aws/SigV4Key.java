package dev.gatehouse.aws;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A signing key: the secret, narrowed step by step to one day, region and service.
final class SigV4Key {
  private final byte[] bytes;

  private SigV4Key(byte[] bytes) {
    this.bytes = bytes;
  }

  static SigV4Key derive(Secret secret, SigV4Scope scope) {
    byte[] date = hmac(utf8("AWS4" + secret.reveal()), scope.date());
    byte[] region = hmac(date, scope.region());
    byte[] service = hmac(region, scope.service());
    return new SigV4Key(hmac(service, scope.terminator()));
  }

  String sign(String stringToSign) {
    return HexFormat.of().formatHex(hmac(bytes, stringToSign));
  }

  private static byte[] hmac(byte[] key, String message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(utf8(message));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK lacks HmacSHA256", e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
