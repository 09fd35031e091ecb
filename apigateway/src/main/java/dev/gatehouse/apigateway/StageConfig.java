package dev.gatehouse.apigateway;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A stage.
///
/// @param name `$default` serves the bare address, any other name is the first path segment
/// @param variables what `${stageVariables.NAME}` means in this stage
/// @param deployed what it serves
/// @param accessLogFormat null when the stage writes no access log
public record StageConfig(
    String logicalId,
    String name,
    Map<String, String> variables,
    Deployed deployed,
    @Nullable String accessLogFormat,
    Throttling throttling) {
  /// What a stage serves (http-api-stages.html): changes need a deployment, unless it deploys by
  /// itself.
  public sealed interface Deployed {
    /// All that the API has: `AutoDeploy`.
    record Automatically() implements Deployed {}

    /// What the API had at the time of the deployment.
    record Routes(Set<String> routeKeys) implements Deployed {
      public Routes {
        routeKeys = Set.copyOf(routeKeys);
      }
    }

    /// The stage exists, and serves nothing.
    record Nothing() implements Deployed {}
  }

  /// The stage without a path prefix.
  public static final String DEFAULT = "$default";

  public StageConfig {
    requireNonNull(logicalId, "logicalId");
    requireNonNull(name, "name");
    variables = ordered(variables);
    requireNonNull(deployed, "deployed");
    requireNonNull(throttling, "throttling");
  }

  /// Deploys by itself; without access log and limits.
  public StageConfig(String logicalId, String name, Map<String, String> variables) {
    this(logicalId, name, variables, new Deployed.Automatically(), null, Throttling.NONE);
  }

  boolean isDefault() {
    return name.equals(DEFAULT);
  }

  boolean serves(RouteKey key) {
    return switch (deployed) {
      case Deployed.Automatically() -> true;
      case Deployed.Routes(var routeKeys) -> routeKeys.contains(key.text());
      case Deployed.Nothing() -> false;
    };
  }

  private static SequencedMap<String, String> ordered(Map<String, String> map) {
    return Collections.unmodifiableSequencedMap(new LinkedHashMap<>(map));
  }
}
