package dev.gatehouse.apigateway;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// A stage.
///
/// @param name `$default` serves the bare address, any other name is the first path segment
/// @param deployed false for a stage that exists but serves nothing
/// @param accessLogFormat null when the stage writes no access log
public record StageConfig(
    String logicalId,
    String name,
    Map<String, String> variables,
    boolean deployed,
    @Nullable String accessLogFormat) {
  /// The stage without a path prefix.
  public static final String DEFAULT = "$default";

  public StageConfig {
    requireNonNull(logicalId, "logicalId");
    requireNonNull(name, "name");
    variables = ordered(variables);
  }

  /// Deployed, without an access log.
  public StageConfig(String logicalId, String name, Map<String, String> variables) {
    this(logicalId, name, variables, true, null);
  }

  boolean isDefault() {
    return name.equals(DEFAULT);
  }

  private static SequencedMap<String, String> ordered(Map<String, String> map) {
    return Collections.unmodifiableSequencedMap(new LinkedHashMap<>(map));
  }
}
