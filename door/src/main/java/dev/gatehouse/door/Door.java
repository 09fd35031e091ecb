package dev.gatehouse.door;

import static java.util.Objects.requireNonNull;

/// One way in.
///
/// @param method an HTTP method, `ANY`, `$default` for an API's default route, or `*` for a
///   function URL
/// @param path as AWS writes it: `/players/{id}`, `/{proxy+}`, `*` for a default route, `/*` for a
///   function URL
/// @param resource the logical id of the template's resource that opens this door
public record Door(Kind kind, String method, String path, String resource, Lock lock) {
  public enum Kind {
    ROUTE,
    FUNCTION_URL,
    OAUTH,
    AWS_OPERATION
  }

  public Door {
    requireNonNull(kind, "kind");
    requireNonNull(method, "method");
    requireNonNull(path, "path");
    requireNonNull(resource, "resource");
    requireNonNull(lock, "lock");
  }

  /// `GET /players`, `$default` say: how a route key reads.
  public String name() {
    return method.equals("$default") ? method : method + " " + path;
  }
}
