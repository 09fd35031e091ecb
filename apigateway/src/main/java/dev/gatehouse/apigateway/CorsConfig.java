package dev.gatehouse.apigateway;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An API's `CorsConfiguration`.
///
/// @param maxAge null when the template gives none
public record CorsConfig(
    List<String> allowOrigins,
    List<String> allowMethods,
    List<String> allowHeaders,
    List<String> exposeHeaders,
    @Nullable Duration maxAge,
    boolean allowCredentials) {
  public CorsConfig {
    allowOrigins = List.copyOf(requireNonNull(allowOrigins, "allowOrigins"));
    allowMethods = List.copyOf(requireNonNull(allowMethods, "allowMethods"));
    allowHeaders = List.copyOf(requireNonNull(allowHeaders, "allowHeaders"));
    exposeHeaders = List.copyOf(requireNonNull(exposeHeaders, "exposeHeaders"));
  }
}
