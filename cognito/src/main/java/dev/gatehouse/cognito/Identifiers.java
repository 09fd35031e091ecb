package dev.gatehouse.cognito;

import dev.gatehouse.aws.Region;
import dev.gatehouse.aws.Secret;
import java.security.SecureRandom;

/// Makes ids and secrets that look like Cognito's.
public final class Identifiers {
  private static final String LOWER = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final String MIXED = "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + LOWER;
  private static final int POOL_ID_LENGTH = 9;
  private static final int CLIENT_ID_LENGTH = 26;
  // 268 bits; Cognito's have 51 or 52 of these characters.
  private static final int CLIENT_SECRET_LENGTH = 52;

  private final SecureRandom random;

  public Identifiers(SecureRandom random) {
    this.random = random;
  }

  /// `eu-west-1_AbCdEfGh1` say.
  public String userPoolId(Region region) {
    return region.code() + "_" + text(POOL_ID_LENGTH, MIXED);
  }

  /// 26 lower-case letters and digits.
  public String clientId() {
    return text(CLIENT_ID_LENGTH, LOWER);
  }

  /// 52 lower-case letters and digits.
  public Secret clientSecret() {
    return new Secret(text(CLIENT_SECRET_LENGTH, LOWER));
  }

  private String text(int length, String alphabet) {
    var text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
