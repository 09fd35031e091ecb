package dev.gatehouse.cognito;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// An attribute that a pool's users may have (API_SchemaAttributeType).
///
/// @param name as users have it: `email`, `custom:department`
/// @param least of a text's length, or of a number
/// @param most of a text's length, or of a number
public record UserAttribute(
    String name, Type type, boolean mutable, boolean required, long least, long most) {
  /// How its values are written. All are texts.
  public enum Type {
    STRING,
    NUMBER,
    DATE_TIME,
    BOOLEAN
  }

  /// No value is longer (API_AttributeType).
  static final int MAX_LENGTH = 2048;

  private static final Pattern EMAIL =
      Pattern.compile("[^\\s@<>()\\[\\],;:\"\\\\]{1,64}@[^\\s@.]+(\\.[^\\s@.]+)+");
  private static final Pattern PHONE = Pattern.compile("\\+[1-9][0-9]{0,14}");

  /// Every pool's (user-pool-settings-attributes.html); `sub` is not among what a caller may set.
  static final List<UserAttribute> STANDARD =
      List.of(
          text("address"),
          new UserAttribute("birthdate", Type.STRING, true, false, 10, 10),
          text("email"),
          new UserAttribute("email_verified", Type.BOOLEAN, true, false, 0, MAX_LENGTH),
          text("family_name"),
          text("gender"),
          text("given_name"),
          text("locale"),
          text("middle_name"),
          text("name"),
          text("nickname"),
          text("phone_number"),
          new UserAttribute("phone_number_verified", Type.BOOLEAN, true, false, 0, MAX_LENGTH),
          text("picture"),
          text("preferred_username"),
          text("profile"),
          new UserAttribute("sub", Type.STRING, false, true, 1, MAX_LENGTH),
          new UserAttribute("updated_at", Type.NUMBER, true, false, 0, Long.MAX_VALUE),
          text("website"),
          text("zoneinfo"));

  public UserAttribute {
    requireNonNull(name, "name");
    requireNonNull(type, "type");
  }

  private static UserAttribute text(String name) {
    return new UserAttribute(name, Type.STRING, true, false, 0, MAX_LENGTH);
  }

  static boolean isEmail(String value) {
    return value.length() <= MAX_LENGTH && EMAIL.matcher(value).matches();
  }

  static boolean isPhone(String value) {
    return PHONE.matcher(value).matches();
  }

  /// What is wrong with a value; empty when nothing is.
  Optional<String> problem(String value) {
    if (value.length() > MAX_LENGTH) {
      return schema("String must be no longer than " + MAX_LENGTH + " characters");
    }
    if (name.equals("email") && !isEmail(value)) {
      return Optional.of("Invalid email address format.");
    }
    if (name.equals("phone_number") && !isPhone(value)) {
      return Optional.of("Invalid phone number format.");
    }
    return switch (type) {
      case STRING -> text(value.codePointCount(0, value.length()));
      case NUMBER -> number(value);
      case BOOLEAN ->
          value.equals("true") || value.equals("false")
              ? Optional.empty()
              : schema("Boolean value must be true or false");
      case DATE_TIME -> Optional.empty();
    };
  }

  private Optional<String> text(int length) {
    if (length < least) {
      return schema("String must be longer than or equal to " + least + " characters");
    }
    return length > most
        ? schema("String must be no longer than " + most + " characters")
        : Optional.empty();
  }

  private Optional<String> number(String value) {
    if (!value.matches("-?[0-9]{1,18}")) {
      return schema("Number value must be a whole number");
    }
    long number = Long.parseLong(value);
    if (number < least) {
      return schema("Number must be greater than or equal to " + least);
    }
    return number > most
        ? schema("Number must be less than or equal to " + most)
        : Optional.empty();
  }

  private Optional<String> schema(String problem) {
    return Optional.of("Attributes did not conform to the schema: " + name + ": " + problem);
  }
}
