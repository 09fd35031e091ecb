package dev.gatehouse.cloudformation;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The text of `Fn::Sub`, cut at its `${…}`. `${!Literal}` stands for `${Literal}`.
final class SubText {
  sealed interface Part {}

  record Plain(String text) implements Part {}

  record Variable(String name) implements Part {}

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:]+");

  private SubText() {}

  static boolean wellFormed(String name) {
    return NAME.matcher(name).matches();
  }

  static List<Part> parts(String text) {
    List<Part> parts = new ArrayList<>();
    int from = 0;
    while (true) {
      int open = text.indexOf("${", from);
      int close = open < 0 ? -1 : text.indexOf('}', open);
      if (close < 0) {
        parts.add(new Plain(text.substring(from)));
        return parts;
      }
      parts.add(new Plain(text.substring(from, open)));
      String name = text.substring(open + 2, close);
      parts.add(
          name.startsWith("!") ? new Plain("${" + name.substring(1) + "}") : new Variable(name));
      from = close + 1;
    }
  }
}
