package dev.gatehouse.apigateway;

import java.util.regex.Pattern;

/// What header lines may be made of (RFC 9110 §5).
final class HeaderText {
  static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

  /// Nothing that could end the line: no control characters, and none beyond Latin-1, whose low
  /// byte could be one.
  static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e\\x80-\\xff]*");

  private HeaderText() {}
}
