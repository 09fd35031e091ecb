package dev.gatehouse.cloudformation;

/// Text from a template on its way into a message.
final class OneLine {
  private static final int LONGEST_QUOTE = 120;

  private OneLine() {}

  static String of(String text) {
    return text.codePoints().noneMatch(Character::isISOControl)
        ? text
        : text.replaceAll("\\p{Cntrl}", "?");
  }

  static String quote(String text) {
    return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…";
  }
}
