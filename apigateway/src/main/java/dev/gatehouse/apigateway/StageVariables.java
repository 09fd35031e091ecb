package dev.gatehouse.apigateway;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `${stageVariables.NAME}` in an integration's URI
/// (http-api-stages.stage-variables-reference.html).
final class StageVariables {
  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\{stageVariables\\.([A-Za-z0-9_]+)}");

  private StageVariables() {}

  static boolean in(String template) {
    return VARIABLE.matcher(template).find();
  }

  /// @throws IllegalArgumentException naming the variable that there is not
  static String filled(String template, Map<String, String> variables) {
    return VARIABLE.matcher(template).replaceAll(found -> quoted(found, variables));
  }

  private static String quoted(MatchResult found, Map<String, String> variables) {
    String value = variables.get(found.group(1));
    if (value == null) {
      throw new IllegalArgumentException("no stage variable is called " + found.group(1));
    }
    return Matcher.quoteReplacement(value);
  }
}
