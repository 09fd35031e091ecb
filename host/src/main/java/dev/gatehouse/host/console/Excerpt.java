package dev.gatehouse.host.console;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.http.Body;
import java.util.Arrays;

/// The start of a body, to be shown through [Masks] only.
///
/// @param kept at most [#MAX_BYTES]
/// @param length of the whole
record Excerpt(Body kept, int length) {
  static final int MAX_BYTES = 64 * 1024;

  Excerpt {
    requireNonNull(kept, "kept");
  }

  static Excerpt of(Body body) {
    return body.length() <= MAX_BYTES
        ? new Excerpt(body, body.length())
        : new Excerpt(Body.of(Arrays.copyOf(body.bytes(), MAX_BYTES)), body.length());
  }

  boolean cut() {
    return kept.length() < length;
  }
}
