package dev.gatehouse.host.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which log events are asked for, as far as they are filtered by the terms in them
/// (FilterAndPatternSyntax.html, "unstructured log events"): each plain term must be there, no
/// `-term` may be, of `?terms` one must be. Terms are compared as they are written.
record FilterPattern(List<String> all, List<String> none, List<String> any)
    implements Predicate<String> {
  private static final Pattern TERM =
      Pattern.compile(
          "\\s*(?<sign>[?-]?)(?:\"(?<phrase>(?:[^\"\\\\]|\\\\.)*)\"|(?<word>[^\\s\"]+))");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_]+");

  FilterPattern {
    all = List.copyOf(all);
    none = List.copyOf(none);
    any = List.copyOf(any);
  }

  /// @param input to refuse with
  /// @throws AwsError for patterns of JSON, of columns and of regular expressions as well
  static FilterPattern parse(String text, Input input) {
    String pattern = text.strip();
    if (pattern.startsWith("{") || pattern.startsWith("[") || pattern.contains("%")) {
      throw input.refuse(
          "Invalid filter pattern: only terms and quoted phrases are supported here");
    }
    var all = new ArrayList<String>();
    var none = new ArrayList<String>();
    var any = new ArrayList<String>();
    Matcher terms = TERM.matcher(pattern);
    int end = 0;
    while (end < pattern.length() && terms.find(end) && terms.start() == end) {
      String term = term(terms, input);
      switch (terms.group("sign")) {
        case "-" -> none.add(term);
        case "?" -> any.add(term);
        default -> all.add(term);
      }
      end = terms.end();
    }
    if (end < pattern.length()) {
      throw input.refuse("Invalid filter pattern");
    }
    if (!any.isEmpty() && !(all.isEmpty() && none.isEmpty())) {
      throw input.refuse("Invalid filter pattern: terms with a question mark stand alone here");
    }
    return new FilterPattern(all, none, any);
  }

  private static String term(Matcher found, Input input) {
    String phrase = found.group("phrase");
    if (phrase != null) {
      return phrase.replaceAll("\\\\(.)", "$1");
    }
    String word = found.group("word");
    if (!WORD.matcher(word).matches()) {
      throw input.refuse("Invalid character(s) in term '" + word + "'");
    }
    return word;
  }

  @Override
  public boolean test(String message) {
    return all.stream().allMatch(message::contains)
        && none.stream().noneMatch(message::contains)
        && (any.isEmpty() || any.stream().anyMatch(message::contains));
  }
}
