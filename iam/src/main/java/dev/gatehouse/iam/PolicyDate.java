package dev.gatehouse.iam;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;

/// Dates as the Date condition operators take them: seconds since the epoch, or one of the W3C
/// profiles of ISO 8601.
final class PolicyDate {
  private static final Pattern EPOCH = Pattern.compile("[0-9]{5,12}");

  private PolicyDate() {}

  static Optional<Instant> parse(String text) {
    try {
      return Optional.of(read(text));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static Instant read(String text) {
    if (EPOCH.matcher(text).matches()) {
      return Instant.ofEpochSecond(Long.parseLong(text));
    }
    return switch (text.length()) {
      case 4 -> startOf(Year.parse(text).atDay(1));
      case 7 -> startOf(YearMonth.parse(text).atDay(1));
      case 10 -> startOf(LocalDate.parse(text));
      default -> OffsetDateTime.parse(text).toInstant();
    };
  }

  private static Instant startOf(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
