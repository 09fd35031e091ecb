package dev.gatehouse.apigateway;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// What a route's `AuthorizationType` asks for. There is no default: an open route says so.
public sealed interface RouteAuthorization {
  /// `NONE`: anyone gets in.
  record None() implements RouteAuthorization {}

  /// `JWT`.
  ///
  /// @param scopes one of them must be in the token; empty means that any valid token will do
  record Jwt(JwtAuthorizerConfig authorizer, List<String> scopes) implements RouteAuthorization {
    public Jwt {
      requireNonNull(authorizer, "authorizer");
      scopes = List.copyOf(scopes);
    }
  }

  /// A lock that is not built here: the API does not start, so the route is never open.
  ///
  /// @param type the template's `AuthorizationType`, `AWS_IAM` or `CUSTOM` say
  record Unsupported(String type) implements RouteAuthorization {
    public Unsupported {
      requireNonNull(type, "type");
    }
  }
}
