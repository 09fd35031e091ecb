package dev.gatehouse.playerfc.api;

import dev.gatehouse.playerfc.api.FieldType.Accepted;
import dev.gatehouse.playerfc.api.FieldType.Outcome;
import dev.gatehouse.playerfc.api.FieldType.Refused;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads `YYYY-MM-DD`, alone or with a time of day that must be midnight; faults in pydantic's
/// words.
final class IsoDate {
  private static final int DATE_LENGTH = 10;
  private static final Pattern ZONE = Pattern.compile("(?:[zZ]|[+-]\\d{2}:?\\d{2})$");

  private static final int SHORTEST_TIME = "00:00".length();
  private static final Refused NOT_MIDNIGHT =
      new Refused(
          "date_from_datetime_inexact",
          "Datetimes provided to dates should have zero time - e.g. be exact dates",
          null);

  private IsoDate() {}

  static Outcome read(String text) {
    if (text.length() < DATE_LENGTH) {
      return notADate("input is too short");
    }
    for (int i = 0; i < DATE_LENGTH; i++) {
      char c = text.charAt(i);
      if (i == 4 || i == 7) {
        if (c != '-') {
          return notADate("invalid date separator, expected `-`");
        }
      } else if (c < '0' || c > '9') {
        return notADate("invalid character in " + (i < 4 ? "year" : i < 7 ? "month" : "day"));
      }
    }
    var date = date(text.substring(0, DATE_LENGTH));
    return date instanceof Accepted && text.length() > DATE_LENGTH
        ? timeOfDay(text.substring(DATE_LENGTH)).<Outcome>map(refused -> refused).orElse(date)
        : date;
  }

  private static Outcome date(String text) {
    int year = Integer.parseInt(text, 0, 4, 10);
    int month = Integer.parseInt(text, 5, 7, 10);
    int day = Integer.parseInt(text, 8, 10, 10);
    if (month < 1 || month > 12) {
      return notADate("month value is outside expected range of 1-12");
    }
    if (day < 1 || day > YearMonth.of(year, month).lengthOfMonth()) {
      return notADate("day value is outside expected range");
    }
    if (year == 0) {
      return new Refused(
          "date_parsing",
          "Input should be a valid date in the format YYYY-MM-DD, year 0 is out of range",
          "year 0 is out of range");
    }
    return new Accepted(LocalDate.of(year, month, day).toString());
  }

  private static Optional<Refused> timeOfDay(String rest) {
    if ("Tt_ ".indexOf(rest.charAt(0)) < 0) {
      return Optional.of(notADate("invalid datetime separator, expected `T`, `t`, `_` or space"));
    }
    var time = ZONE.matcher(rest.substring(1)).replaceFirst("");
    if (time.length() < SHORTEST_TIME) {
      return Optional.of(notADate("input is too short"));
    }
    try {
      return LocalTime.parse(time).equals(LocalTime.MIDNIGHT)
          ? Optional.empty()
          : Optional.of(NOT_MIDNIGHT);
    } catch (DateTimeParseException e) {
      return Optional.of(notADate("invalid time of day"));
    }
  }

  private static Refused notADate(String error) {
    return new Refused(
        "date_from_datetime_parsing", "Input should be a valid date or datetime, " + error, error);
  }
}
