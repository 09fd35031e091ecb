package dev.gatehouse.apigateway;

import dev.gatehouse.http.HttpHeader;
import java.util.BitSet;

/// What header lines may be made of (RFC 9110 §5).
final class HeaderText {
  private static final BitSet NAME = new BitSet();

  static {
    NAME.set('A', 'Z' + 1);
    NAME.set('a', 'z' + 1);
    NAME.set('0', '9' + 1);
    "!#$%&'*+.^_`|~-".chars().forEach(NAME::set);
  }

  private HeaderText() {}

  static boolean isName(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!NAME.get(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /// Nothing that could end the line: no control characters, and none beyond Latin-1, whose low
  /// byte could be one.
  static boolean isValue(String text) {
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      boolean fits = (each >= ' ' && each <= '~') || (each >= 0x80 && each <= 0xff) || each == '\t';
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  static boolean isLine(HttpHeader line) {
    return isName(line.name()) && isValue(line.value());
  }
}
