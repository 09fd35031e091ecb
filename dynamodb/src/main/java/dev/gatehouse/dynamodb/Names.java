package dev.gatehouse.dynamodb;

import java.util.regex.Pattern;

/// The names that tables and indexes may have (HowItWorks.NamingRulesDataTypes.html). No slash and
/// no wildcard is among them, so a name never reaches beyond its place in an ARN.
final class Names {
  static final String RULE =
      "Table/index names must be between 3 and 255 characters long, and may contain only the"
          + " characters a-z, A-Z, 0-9, '_', '-', and '.'";

  private static final Pattern VALID = Pattern.compile("[a-zA-Z0-9_.-]{3,255}");

  private Names() {}

  static boolean valid(String name) {
    return VALID.matcher(name).matches();
  }
}
