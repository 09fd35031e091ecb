package dev.gatehouse.host;

import java.util.Locale;

/// What one deployment changed against the one before, for one resource.
///
/// @param name the resource's
record Difference(Kind kind, String type, String name) {
  enum Kind {
    CREATED,
    UPDATED,
    REPLACED,
    DELETED,
    /// Gone from its template, but not thrown away.
    RETAINED
  }

  /// `updated Route Locked`.
  String line() {
    return "%s %s %s"
        .formatted(
            kind.name().toLowerCase(Locale.ROOT), type.substring(type.lastIndexOf(':') + 1), name);
  }
}
