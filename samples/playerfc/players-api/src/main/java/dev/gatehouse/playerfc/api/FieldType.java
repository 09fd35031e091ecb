package dev.gatehouse.playerfc.api;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a member may hold, with pydantic's lenient readings: `"9"`, `9.0` and `true` are integers.
///
/// Narrower than pydantic in two places: an integer has 64 bits, and a date is written as a date
/// (or as a date-time at midnight), never as a Unix time.
enum FieldType {
  STRING("string", null) {
    @Override
    Outcome read(@Nullable Object input) {
      return input instanceof String text
          ? new Accepted(text)
          : new Refused("string_type", "Input should be a valid string", null);
    }
  },

  INTEGER("integer", null) {
    @Override
    Outcome read(@Nullable Object input) {
      return switch (input) {
        case Boolean bool -> new Accepted(bool ? 1L : 0L);
        case BigDecimal decimal -> ofDecimal(decimal);
        case BigInteger tooLarge -> INT_TOO_LARGE;
        case Number number -> new Accepted(number.longValue());
        case String text -> ofText(text);
        case null, default -> new Refused("int_type", "Input should be a valid integer", null);
      };
    }

    private Outcome ofDecimal(BigDecimal decimal) {
      if (decimal.signum() != 0 && decimal.stripTrailingZeros().scale() > 0) {
        return new Refused(
            "int_from_float",
            "Input should be a valid integer, got a number with a fractional part",
            null);
      }
      // The exponent is looked at first: 1e999999999 must not be written out.
      boolean fits = decimal.signum() == 0 || decimal.precision() - decimal.scale() <= 19;
      return fits ? ofInteger(decimal.toBigInteger()) : INT_TOO_LARGE;
    }

    private Outcome ofText(String text) {
      var digits = WHOLE_NUMBER.matcher(text.strip());
      if (!digits.matches()) {
        return new Refused(
            "int_parsing",
            "Input should be a valid integer, unable to parse string as an integer",
            null);
      }
      var number = digits.group(1).replace("_", "");
      return number.length() > MAX_DIGITS ? INT_TOO_LARGE : ofInteger(new BigInteger(number));
    }

    private Outcome ofInteger(BigInteger integer) {
      return integer.bitLength() < Long.SIZE ? new Accepted(integer.longValue()) : INT_TOO_LARGE;
    }
  },

  DATE("string", "date") {
    @Override
    Outcome read(@Nullable Object input) {
      return input instanceof String text
          ? IsoDate.read(text)
          : new Refused("date_type", "Input should be a valid date", null);
    }
  };

  /// A value as the store keeps it (`String` or `Long`), or why there is none.
  sealed interface Outcome {}

  record Accepted(Object value) implements Outcome {}

  record Refused(String type, String msg, @Nullable String context) implements Outcome {}

  private static final Refused INT_TOO_LARGE =
      new Refused(
          "int_parsing_size",
          "Unable to parse input string as an integer, exceeded maximum size",
          null);

  private static final int MAX_DIGITS = 100;

  // Single underscores between digits and a fraction of zeros are allowed, as in Python.
  private static final Pattern WHOLE_NUMBER =
      Pattern.compile("([+-]?[0-9]+(?:_[0-9]+)*)(?:\\.0+)?");

  private final String jsonType;
  private final @Nullable String format;

  FieldType(String jsonType, @Nullable String format) {
    this.jsonType = jsonType;
    this.format = format;
  }

  /// Its JSON Schema, for the OpenAPI document.
  Map<String, Object> schema() {
    return format == null
        ? Map.of("type", jsonType)
        : Json.object("type", jsonType, "format", format);
  }

  abstract Outcome read(@Nullable Object input);
}
