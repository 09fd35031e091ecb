package dev.gatehouse.host.endpoint;

import dev.gatehouse.cognito.User;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// ListUsers' `Filter`: `email ^= "jane"`, one attribute, whole (`=`) or from its beginning (`^=`).
///
/// @param attribute empty takes all
record UserFilter(String attribute, boolean prefix, String value) {
  private static final Pattern SHAPE =
      Pattern.compile("\\s*\"?([A-Za-z_:]+)\"?\\s*(\\^?=)\\s*\"((?:[^\"\\\\]|\\\\.)*)\"\\s*");

  /// API_ListUsers.
  private static final Set<String> SEARCHABLE =
      Set.of(
          "username",
          "email",
          "phone_number",
          "name",
          "given_name",
          "family_name",
          "preferred_username",
          "cognito:user_status",
          "status",
          "sub");

  static UserFilter of(String text, Input input) {
    if (text.isBlank()) {
      return new UserFilter("", true, "");
    }
    var found = SHAPE.matcher(text);
    if (text.length() > 256 || !found.matches() || !SEARCHABLE.contains(found.group(1))) {
      throw input.refuse("Error while parsing filter");
    }
    return new UserFilter(
        found.group(1), found.group(2).equals("^="), found.group(3).replaceAll("\\\\(.)", "$1"));
  }

  boolean takes(User user) {
    return switch (attribute) {
      case "" -> true;
      case "username" -> prefix ? user.username().startsWith(value) : user.username().equals(value);
      case "cognito:user_status" -> fits(user.status().name());
      case "status" -> fits(user.enabled() ? "Enabled" : "Disabled");
      default -> {
        String own = user.allAttributes().get(attribute);
        yield own != null && fits(own);
      }
    };
  }

  private boolean fits(String own) {
    String mine = own.toLowerCase(Locale.ROOT);
    String wanted = value.toLowerCase(Locale.ROOT);
    return prefix ? mine.startsWith(wanted) : mine.equals(wanted);
  }
}
