package dev.gatehouse.apigateway;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// A deployed stage.
///
/// @param name `$default` serves the bare address, any other name is the first path segment
public record StageConfig(String logicalId, String name, Map<String, String> variables) {
  /// The stage without a path prefix.
  public static final String DEFAULT = "$default";

  public StageConfig {
    requireNonNull(logicalId, "logicalId");
    requireNonNull(name, "name");
    variables = ordered(variables);
  }

  boolean isDefault() {
    return name.equals(DEFAULT);
  }

  private static SequencedMap<String, String> ordered(Map<String, String> map) {
    return Collections.unmodifiableSequencedMap(new LinkedHashMap<>(map));
  }
}
