package dev.gatehouse.cloudformation;

import java.util.Set;

/// The names a template declares, and the pseudo parameters that it may use without declaring them.
record Declared(
    Set<String> parameters, Set<String> mappings, Set<String> conditions, Set<String> resources) {
  static final String NO_VALUE = "AWS::NoValue";

  static final Set<String> PSEUDO_PARAMETERS =
      Set.of(
          "AWS::AccountId",
          "AWS::NotificationARNs",
          "AWS::Partition",
          "AWS::Region",
          "AWS::StackId",
          "AWS::StackName",
          "AWS::URLSuffix");

  boolean parameter(String name) {
    return parameters.contains(name) || PSEUDO_PARAMETERS.contains(name);
  }
}
