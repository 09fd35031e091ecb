package dev.gatehouse.door;

import java.util.List;

/// What guards a door.
public sealed interface Lock {
  /// Nothing: anyone gets in.
  record Open() implements Lock {}

  /// A JWT of this issuer for one of these audiences.
  ///
  /// @param scopes one of them must be in the token; empty means that any valid token opens the
  ///   door
  record Jwt(String issuer, List<String> audiences, List<String> scopes) implements Lock {
    public Jwt {
      audiences = List.copyOf(audiences);
      scopes = List.copyOf(scopes);
    }
  }

  /// A SigV4 signature of a principal whose policies allow the action on the resource.
  record Iam(String action, String resource) implements Lock {}

  /// A function that judges the request.
  record LambdaAuthorizer(String functionArn) implements Lock {}

  /// An app client's id and secret (RFC 6749 §2.3).
  record ClientSecret(String userPoolId) implements Lock {}
}
