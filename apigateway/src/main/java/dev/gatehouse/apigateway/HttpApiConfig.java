package dev.gatehouse.apigateway;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// An HTTP API as its template describes it.
///
/// @param cors null when the template configures none
/// @param disableExecuteApiEndpoint true shuts the default address: every call is answered 404
public record HttpApiConfig(
    String logicalId,
    ApiIdentity identity,
    List<StageConfig> stages,
    List<RouteConfig> routes,
    @Nullable CorsConfig cors,
    boolean disableExecuteApiEndpoint) {
  public HttpApiConfig {
    requireNonNull(logicalId, "logicalId");
    requireNonNull(identity, "identity");
    stages = List.copyOf(stages);
    routes = List.copyOf(routes);
  }

  /// Everything that keeps this API from being served faithfully, in template order. Empty when it
  /// can be opened.
  public List<Fault> faults() {
    return new HttpApiCheck(this).faults();
  }
}
