package dev.gatehouse.cognito;

/// Shows a guest's text to the owner: quoted, short, and unable to fake a log line.
final class Quoted {
  private static final int MAX_LENGTH = 100;

  private Quoted() {}

  static String text(String guestText) {
    String head = guestText.substring(0, Math.min(MAX_LENGTH, guestText.length()));
    var shown = new StringBuilder("\"");
    head.codePoints()
        .map(c -> c < ' ' || c == '"' || c > '~' ? '?' : c)
        .forEach(shown::appendCodePoint);
    if (head.length() < guestText.length()) {
      shown.append('…');
    }
    return shown.append('"').toString();
  }
}
