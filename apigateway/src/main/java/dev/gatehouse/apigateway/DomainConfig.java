package dev.gatehouse.apigateway;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// A custom domain name with its mappings to stages of HTTP APIs.
///
/// @param name in lower case
public record DomainConfig(String logicalId, String name, List<Mapping> mappings) {
  /// @param key the path's first segments; empty for requests that no other mapping takes
  public record Mapping(String logicalId, String key, String apiId, String stage) {
    public Mapping {
      requireNonNull(logicalId, "logicalId");
      requireNonNull(key, "key");
      requireNonNull(apiId, "apiId");
      requireNonNull(stage, "stage");
    }

    List<String> segments() {
      return key.isEmpty() ? List.of() : List.of(key.split("/", -1));
    }
  }

  public DomainConfig {
    requireNonNull(logicalId, "logicalId");
    requireNonNull(name, "name");
    mappings = List.copyOf(mappings);
  }

  /// Everything that keeps this domain name from being served faithfully.
  ///
  /// @param apis all that there are
  public List<Fault> faults(List<HttpApiConfig> apis) {
    return new DomainCheck(this, apis).faults();
  }
}
