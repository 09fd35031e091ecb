package dev.gatehouse.host;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What to run and where.
///
/// @param path a template file, a cloud assembly's folder, a CDK project's folder, or one that `sam
///   build` has built
/// @param state null for `.gatehouse` beside the path
/// @param port the base port; null for the last time's, or the usual one; 0 lets the system choose
/// @param ephemeral keep nothing; `state` is not used then
/// @param dynamodbEndpoint null for tables of our own
/// @param javaRuntime the folder with the jars of AWS's runtime interface client
/// @param parameters values for the templates' parameters, by name
public record HostConfig(
    Path path,
    @Nullable Path state,
    @Nullable Integer port,
    boolean ephemeral,
    @Nullable URI dynamodbEndpoint,
    Path javaRuntime,
    Map<String, String> parameters) {
  static final int USUAL_PORT = 4566;

  public HostConfig {
    parameters = Map.copyOf(parameters);
  }

  /// Without parameters.
  public HostConfig(
      Path path,
      @Nullable Path state,
      @Nullable Integer port,
      boolean ephemeral,
      @Nullable URI dynamodbEndpoint,
      Path javaRuntime) {
    this(path, state, port, ephemeral, dynamodbEndpoint, javaRuntime, Map.of());
  }
}
