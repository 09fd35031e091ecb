package dev.gatehouse.cloudformation;

import java.util.Set;

/// Words for functions that are known and not available here.
final class Unsupported {
  static final String LANGUAGE_EXTENSIONS =
      "needs the AWS::LanguageExtensions transform, which is not supported";

  private static final Set<String> CONDITION_FUNCTIONS =
      Set.of("Fn::And", "Fn::Equals", "Fn::Not", "Fn::Or");
  private static final Set<String> EXTENSIONS = Set.of("Fn::Length", "Fn::ToJsonString");

  private Unsupported() {}

  static String function(String name, Set<String> known) {
    if (CONDITION_FUNCTIONS.contains(name)) {
      return name + " belongs into the Conditions section; use Fn::If with the condition's name";
    }
    if (EXTENSIONS.contains(name) || name.startsWith("Fn::ForEach")) {
      return OneLine.quote(name) + " " + LANGUAGE_EXTENSIONS;
    }
    if (name.equals("Fn::Transform")) {
      return "macros and transforms other than AWS::Include are not supported";
    }
    return "unknown function " + OneLine.quote(name) + NearestName.hint(name, known);
  }
}
