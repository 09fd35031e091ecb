package dev.gatehouse.aws;

import java.util.regex.Pattern;

/// The twelve digits of an AWS account.
public record AccountId(String digits) {
  private static final Pattern DIGITS = Pattern.compile("[0-9]{12}");

  public AccountId {
    if (!DIGITS.matcher(digits).matches()) {
      throw new IllegalArgumentException("not an account id: " + digits);
    }
  }

  @Override
  public String toString() {
    return digits;
  }
}
