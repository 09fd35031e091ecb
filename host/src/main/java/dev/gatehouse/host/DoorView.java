package dev.gatehouse.host;

import dev.gatehouse.door.Door;
import dev.gatehouse.door.Lock;
import java.util.List;

/// A door as commands show it.
///
/// @param kind `route`, `function-url`, `oauth` or `aws`
/// @param lock `none`, `jwt`, `iam`, `lambda` or `client-secret`
/// @param scopes one of which a token needs; empty for locks without scopes
/// @param detail what the lock asks for, in a few words
/// @param resource the template's logical id
/// @param url where to knock, with the path as AWS writes it
public record DoorView(
    String kind,
    String method,
    String path,
    String lock,
    List<String> scopes,
    String detail,
    String resource,
    String url) {
  static DoorView of(Door door, String baseUrl) {
    return new DoorView(
        kind(door.kind()),
        door.method(),
        door.path(),
        lockName(door.lock()),
        door.lock() instanceof Lock.Jwt jwt ? jwt.scopes() : List.of(),
        detail(door.lock()),
        door.resource(),
        baseUrl + (door.path().startsWith("/") ? door.path() : "/" + door.path()));
  }

  private static String kind(Door.Kind kind) {
    return switch (kind) {
      case ROUTE -> "route";
      case FUNCTION_URL -> "function-url";
      case OAUTH -> "oauth";
      case AWS_OPERATION -> "aws";
    };
  }

  private static String lockName(Lock lock) {
    return switch (lock) {
      case Lock.Open() -> "none";
      case Lock.Jwt _ -> "jwt";
      case Lock.Iam _ -> "iam";
      case Lock.LambdaAuthorizer _ -> "lambda";
      case Lock.ClientSecret _ -> "client-secret";
    };
  }

  private static String detail(Lock lock) {
    return switch (lock) {
      case Lock.Open() -> "anyone gets in";
      case Lock.Jwt jwt ->
          jwt.scopes().isEmpty()
              ? "any valid token of " + jwt.issuer()
              : "token with " + String.join(" or ", jwt.scopes());
      case Lock.Iam iam -> "signature, " + iam.action();
      case Lock.LambdaAuthorizer authorizer -> "judged by " + authorizer.functionArn();
      case Lock.ClientSecret _ -> "an app client's id and secret";
    };
  }
}
