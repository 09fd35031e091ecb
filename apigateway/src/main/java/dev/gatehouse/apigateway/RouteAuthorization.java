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

  /// `AWS_IAM`: a signature of somebody who may `execute-api:Invoke` the route.
  record Iam() implements RouteAuthorization {}

  /// `CUSTOM`: a function judges the request.
  record Custom(LambdaAuthorizerConfig authorizer) implements RouteAuthorization {
    public Custom {
      requireNonNull(authorizer, "authorizer");
    }
  }

  /// A lock that is not built here: the API does not start, so the route is never open.
  ///
  /// @param type the template's `AuthorizationType`
  record Unsupported(String type) implements RouteAuthorization {
    public Unsupported {
      requireNonNull(type, "type");
    }
  }
}
