package dev.gatehouse.iam;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Predicate;

/// A string with `*` and `?`. Matching takes time in proportion to pattern times text, whatever the
/// guest sends: no backtracking.
///
/// Tokens are characters, or one of the negative constants here.
final class Glob implements Predicate<String> {
  static final int ONE = -1;
  static final int RUN = -2;
  private static final int ONE_IN_SEGMENT = -3;
  private static final int RUN_IN_SEGMENT = -4;

  private final int[] tokens;
  private final boolean ignoringCase;

  private Glob(int[] tokens, boolean ignoringCase) {
    this.tokens = tokens;
    this.ignoringCase = ignoringCase;
  }

  static Glob of(int[] tokens) {
    return new Glob(tokens, false);
  }

  static Glob ignoringCase(int[] tokens) {
    var lower = tokens.clone();
    for (int i = 0; i < lower.length; i++) {
      lower[i] = lower[i] < 0 ? lower[i] : fold((char) lower[i]);
    }
    return new Glob(lower, true);
  }

  /// A `Resource` element: a wildcard stays within its colon-separated segment, unless it is a `*`
  /// that ends the segment or stands in the ARN's last part, which has colons of its own
  /// (reference_policies_elements_resource.html).
  static Glob ofResource(int[] tokens) {
    var inSegments = tokens.clone();
    int colons = 0;
    for (int i = 0; i < tokens.length && colons < 5; i++) {
      boolean endsSegment = i + 1 == tokens.length || tokens[i + 1] == ':';
      if (tokens[i] == ':') {
        colons++;
      } else if (tokens[i] == ONE) {
        inSegments[i] = ONE_IN_SEGMENT;
      } else if (tokens[i] == RUN && !endsSegment) {
        inSegments[i] = RUN_IN_SEGMENT;
      }
    }
    return new Glob(inSegments, false);
  }

  @Override
  public boolean test(String text) {
    var at = new boolean[tokens.length + 1];
    at[0] = true;
    skipRuns(at);
    for (int i = 0; i < text.length(); i++) {
      at = step(at, ignoringCase ? fold(text.charAt(i)) : text.charAt(i));
    }
    return at[tokens.length];
  }

  private boolean[] step(boolean[] at, char next) {
    var after = new boolean[at.length];
    for (int i = 0; i < tokens.length; i++) {
      if (at[i]) {
        switch (tokens[i]) {
          case ONE -> after[i + 1] = true;
          case ONE_IN_SEGMENT -> after[i + 1] |= next != ':';
          case RUN -> after[i] = true;
          case RUN_IN_SEGMENT -> after[i] |= next != ':';
          default -> after[i + 1] |= tokens[i] == next;
        }
      }
    }
    skipRuns(after);
    return after;
  }

  /// A run may also stand for nothing.
  private void skipRuns(boolean[] at) {
    for (int i = 0; i < tokens.length; i++) {
      if (at[i] && (tokens[i] == RUN || tokens[i] == RUN_IN_SEGMENT)) {
        at[i + 1] = true;
      }
    }
  }

  private static char fold(char c) {
    return c < 128 ? (char) (c >= 'A' && c <= 'Z' ? c + 32 : c) : foldBeyondAscii(c);
  }

  private static char foldBeyondAscii(char c) {
    String lower = String.valueOf(c).toLowerCase(Locale.ROOT);
    return lower.length() == 1 ? lower.charAt(0) : c;
  }

  /// Splits at the first five colons, as an ARN's parts are split; fewer parts when there are fewer
  /// colons.
  static int[][] arnParts(int[] tokens) {
    var parts = new int[6][];
    int from = 0;
    int count = 0;
    for (int i = 0; i < tokens.length && count < 5; i++) {
      if (tokens[i] == ':') {
        parts[count++] = Arrays.copyOfRange(tokens, from, i);
        from = i + 1;
      }
    }
    parts[count++] = Arrays.copyOfRange(tokens, from, tokens.length);
    return Arrays.copyOf(parts, count);
  }
}
