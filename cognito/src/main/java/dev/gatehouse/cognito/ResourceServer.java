package dev.gatehouse.cognito;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// A resource server: the namespace of custom scopes.
///
/// @param logicalId of the template's `AWS::Cognito::UserPoolResourceServer`
/// @param identifier may be a URL, slashes and colons included
public record ResourceServer(String logicalId, String identifier, String name, List<Scope> scopes) {
  public ResourceServer {
    requireNonNull(logicalId, "logicalId");
    requireNonNull(identifier, "identifier");
    requireNonNull(name, "name");
    scopes = List.copyOf(scopes);
  }

  /// @param name without the resource server's identifier and without slashes
  public record Scope(String name, String description) {
    public Scope {
      requireNonNull(name, "name");
      requireNonNull(description, "description");
    }
  }

  /// As tokens, clients and authorizers name it.
  String fullName(Scope scope) {
    return identifier + "/" + scope.name();
  }
}
