package dev.gatehouse.aws;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// `yyyyMMdd'T'HHmmss'Z'`, the only form of time in signatures.
final class SigV4Time {
  private static final Pattern BASIC = Pattern.compile("[0-9]{8}T[0-9]{6}Z");
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private SigV4Time() {}

  static String text(Instant instant) {
    return FORMAT.format(instant.atOffset(ZoneOffset.UTC));
  }

  /// The day in a credential scope.
  static String day(Instant instant) {
    return text(instant).substring(0, 8);
  }

  static Optional<Instant> parse(String text) {
    if (!BASIC.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      // Not by the formatter: its parser collects fields in a map and resolves them afterwards.
      var time =
          LocalDateTime.of(
              number(text, 0, 4),
              number(text, 4, 6),
              number(text, 6, 8),
              number(text, 9, 11),
              number(text, 11, 13),
              number(text, 13, 15));
      return Optional.of(time.toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }

  /// A `Date` header is in HTTP's own form (RFC 9110 §5.6.7) unless the signer chose the basic one.
  static Optional<Instant> parseHttpDate(String text) {
    Optional<Instant> basic = parse(text);
    if (basic.isPresent()) {
      return basic;
    }
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
