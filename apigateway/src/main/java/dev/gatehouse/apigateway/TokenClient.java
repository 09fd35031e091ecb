package dev.gatehouse.apigateway;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// A client of an issuer whose clients are known here.
///
/// @param scopes what it may ask for
public record TokenClient(String id, String name, List<String> scopes) {
  public TokenClient {
    requireNonNull(id, "id");
    requireNonNull(name, "name");
    scopes = List.copyOf(scopes);
  }

  boolean mayHaveOneOf(List<String> wanted) {
    return scopes.stream().anyMatch(wanted::contains);
  }
}
