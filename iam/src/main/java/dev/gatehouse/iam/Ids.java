package dev.gatehouse.iam;

import dev.gatehouse.aws.Secret;
import java.util.Base64;
import java.util.random.RandomGenerator;

/// Makes identifiers and secrets in AWS's formats (reference_identifiers.html, Unique identifiers).
///
/// The generator must be safe for many threads, and a `SecureRandom` wherever the secrets matter.
public final class Ids {
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final String BASE64 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  private static final int TOKEN_BYTES = 288;

  private final RandomGenerator random;

  public Ids(RandomGenerator random) {
    this.random = random;
  }

  /// `AKIA` and 16 characters.
  public String accessKeyId() {
    return "AKIA" + text(BASE32, 16);
  }

  /// `AIDA` and 17 characters.
  public String userId() {
    return "AIDA" + text(BASE32, 17);
  }

  /// `AROA` and 17 characters.
  public String roleId() {
    return "AROA" + text(BASE32, 17);
  }

  /// `AGPA` and 17 characters.
  public String groupId() {
    return "AGPA" + text(BASE32, 17);
  }

  /// `ANPA` and 17 characters.
  public String managedPolicyId() {
    return "ANPA" + text(BASE32, 17);
  }

  /// 40 characters of base64's alphabet.
  public Secret secretAccessKey() {
    return new Secret(text(BASE64, 40));
  }

  String sessionKeyId() {
    return "ASIA" + text(BASE32, 16);
  }

  Secret sessionToken() {
    var bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    return new Secret(Base64.getEncoder().encodeToString(bytes));
  }

  private String text(String alphabet, int length) {
    var text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
