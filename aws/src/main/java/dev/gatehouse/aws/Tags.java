package dev.gatehouse.aws;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Tags of a principal, of a session or of a resource (id_tags.html, Rules for tagging). Two keys
/// that differ only in case are one.
public record Tags(Map<String, String> values) {
  public static final Tags NONE = new Tags(Map.of());

  /// The most that one user, role or session can have.
  public static final int MOST = 50;

  private static final Pattern ALLOWED = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

  /// @throws IllegalArgumentException when they have a [problem][#problem]
  public Tags {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    problem(values)
        .ifPresent(problem -> {
          throw new IllegalArgumentException(problem);
        });
  }

  /// Why these can be nobody's tags.
  public static Optional<String> problem(Map<String, String> values) {
    if (values.size() > MOST) {
      return Optional.of("there are " + values.size() + " tags, " + MOST + " at most are allowed");
    }
    if (values.keySet().stream().map(Tags::fold).distinct().count() < values.size()) {
      return Optional.of("tag keys are unique, whatever their case");
    }
    return values.entrySet().stream()
        .filter(tag -> !fits(tag.getKey(), tag.getValue()))
        .map(tag ->
            "not a tag: "
                + tag.getKey()
                + " (keys have 1 to 128, values up to 256 of the"
                + " characters that tags may have; keys do not begin with aws:)")
        .findFirst();
  }

  private static boolean fits(String key, String value) {
    return !key.isEmpty()
        && key.length() <= 128
        && value.length() <= 256
        && !fold(key).startsWith("aws:")
        && ALLOWED.matcher(key).matches()
        && ALLOWED.matcher(value).matches();
  }

  /// These, and of the others those whose keys are not among these.
  public Tags over(Tags others) {
    var all = new LinkedHashMap<String, String>();
    others.values.forEach((key, value) -> {
      if (!has(key)) {
        all.put(key, value);
      }
    });
    all.putAll(values);
    return new Tags(all);
  }

  public boolean has(String key) {
    return values.keySet().stream().anyMatch(own -> fold(own).equals(fold(key)));
  }

  private static String fold(String key) {
    return key.toLowerCase(Locale.ROOT);
  }
}
