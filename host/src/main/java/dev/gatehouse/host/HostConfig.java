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
/// @param onlyDoors leave out resources of types that are not supported, rather than refuse the
///   template
public record HostConfig(
    Path path,
    @Nullable Path state,
    @Nullable Integer port,
    boolean ephemeral,
    @Nullable URI dynamodbEndpoint,
    Path javaRuntime,
    Map<String, String> parameters,
    boolean onlyDoors) {
  static final int USUAL_PORT = 4566;

  public HostConfig {
    parameters = Map.copyOf(parameters);
  }

  public HostConfig withOnlyDoors(boolean wanted) {
    return new HostConfig(
        path, state, port, ephemeral, dynamodbEndpoint, javaRuntime, parameters, wanted);
  }

  /// The whole template or nothing.
  public HostConfig(
      Path path,
      @Nullable Path state,
      @Nullable Integer port,
      boolean ephemeral,
      @Nullable URI dynamodbEndpoint,
      Path javaRuntime,
      Map<String, String> parameters) {
    this(path, state, port, ephemeral, dynamodbEndpoint, javaRuntime, parameters, false);
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
