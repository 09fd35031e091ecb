package dev.gatehouse.cognito;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.aws.Secret;
import dev.gatehouse.http.HeavyWork;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// What is kept of a password: `pbkdf2-sha512$ROUNDS$SALT$HASH`. Slow to make and to compare, so
/// that a stolen file is of little use.
final class PasswordHash {
  /// OWASP's Password Storage Cheat Sheet for PBKDF2-HMAC-SHA512.
  static final int ROUNDS = 210_000;

  private static final String NAME = "pbkdf2-sha512";
  private static final int SALT_BYTES = 16;
  private static final int HASH_BITS = 512;

  private final String text;

  private PasswordHash(String text) {
    this.text = requireNonNull(text, "text");
  }

  static PasswordHash of(Secret password, SecureRandom random, int rounds) {
    byte[] salt = random(random, SALT_BYTES);
    return of(rounds, salt, derived(password, salt, rounds));
  }

  /// That no password has; to compare with it takes as long as with any other.
  static PasswordHash ofNothing(SecureRandom random, int rounds) {
    return of(rounds, random(random, SALT_BYTES), random(random, HASH_BITS / 8));
  }

  private static PasswordHash of(int rounds, byte[] salt, byte[] hash) {
    var base64 = Base64.getEncoder().withoutPadding();
    return new PasswordHash(
        String.join(
            "$",
            NAME,
            String.valueOf(rounds),
            base64.encodeToString(salt),
            base64.encodeToString(hash)));
  }

  private static byte[] random(SecureRandom random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /// @throws IllegalArgumentException when no version of Gatehouse wrote it
  static PasswordHash read(String text) {
    String[] parts = text.split("\\$", -1);
    if (parts.length != 4 || !parts[0].equals(NAME) || !parts[1].matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException("not the hash of a password");
    }
    return new PasswordHash(text);
  }

  boolean matches(Secret password) {
    String[] parts = text.split("\\$", -1);
    byte[] salt = Base64.getDecoder().decode(parts[2]);
    byte[] found = derived(password, salt, Integer.parseInt(parts[1]));
    return MessageDigest.isEqual(found, Base64.getDecoder().decode(parts[3]));
  }

  private static byte[] derived(Secret password, byte[] salt, int rounds) {
    return HeavyWork.lengthy(() -> derivedHere(password, salt, rounds));
  }

  private static byte[] derivedHere(Secret password, byte[] salt, int rounds) {
    var spec = new PBEKeySpec(password.reveal().toCharArray(), salt, rounds, HASH_BITS);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has it", impossible);
    } finally {
      spec.clearPassword();
    }
  }

  /// For the file of its user.
  String text() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PasswordHash hash && hash.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "PasswordHash[hidden]";
  }
}
