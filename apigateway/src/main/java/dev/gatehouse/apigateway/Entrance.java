package dev.gatehouse.apigateway;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/// By which address a request came in.
///
/// @param domainName as functions see it
/// @param mapped what a custom domain name leads to; empty at the API's own address, where the
///   path's first segment names the stage
record Entrance(String domainName, Optional<Mapped> mapped) {
  /// @param taken how many segments of the path named the mapping
  record Mapped(String stage, String mappingKey, int taken) {}

  Entrance {
    requireNonNull(domainName, "domainName");
    requireNonNull(mapped, "mapped");
  }

  static Entrance own(ApiIdentity api) {
    return new Entrance(api.domainName(), Optional.empty());
  }

  /// The path without the mapping's segments, however they are encoded.
  String withoutMappingKey(String rawPath) {
    int start = 0;
    for (int i = 0; i < mapped.map(Mapped::taken).orElse(0); i++) {
      int next = rawPath.indexOf('/', start + 1);
      if (next < 0) {
        return "/";
      }
      start = next;
    }
    return rawPath.substring(start);
  }
}
