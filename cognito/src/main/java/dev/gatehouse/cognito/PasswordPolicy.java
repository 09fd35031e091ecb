package dev.gatehouse.cognito;

import dev.gatehouse.aws.Secret;
import java.time.Duration;
import java.util.function.IntPredicate;

/// What a pool asks of its users' passwords (API_PasswordPolicyType).
///
/// @param temporary how long a temporary password opens anything
public record PasswordPolicy(
    int minimumLength,
    boolean uppercase,
    boolean lowercase,
    boolean numbers,
    boolean symbols,
    Duration temporary) {
  /// Of a pool that says nothing of passwords.
  public static final PasswordPolicy DEFAULT =
      new PasswordPolicy(8, true, true, true, true, Duration.ofDays(7));

  /// Cognito's list of special characters, and the space.
  private static final String SYMBOLS = "^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+- ";

  /// @throws UserFault naming the first thing that is missing, never the password
  void check(Secret password) {
    String text = password.reveal();
    if (text.length() < minimumLength) {
      throw fault("Password not long enough");
    }
    require(lowercase, text, c -> c >= 'a' && c <= 'z', "lowercase");
    require(uppercase, text, c -> c >= 'A' && c <= 'Z', "uppercase");
    require(numbers, text, c -> c >= '0' && c <= '9', "numeric");
    require(symbols, text, c -> SYMBOLS.indexOf(c) >= 0, "symbol");
  }

  private static void require(boolean wanted, String text, IntPredicate kind, String name) {
    if (wanted && text.chars().noneMatch(kind)) {
      throw fault("Password must have " + name + " characters");
    }
  }

  private static UserFault fault(String missing) {
    return new UserFault(
        "InvalidPasswordException", "Password did not conform with policy: " + missing);
  }
}
