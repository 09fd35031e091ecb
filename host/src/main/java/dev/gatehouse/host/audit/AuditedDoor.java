package dev.gatehouse.host.audit;

import java.util.List;

/// A door that the template opens.
///
/// @param method `*` for any; `$default` for an API's route of last resort
/// @param path `*` for any; `/*` for a function URL
/// @param lock `none`, `jwt`, `iam`, `lambda` or `unknown`
/// @param scopes one of which a token needs
/// @param resource the logical id of what opens it
/// @param api the logical id of its API; empty for a function URL
/// @param function the logical id of the function behind it; empty for another or an unknown one
/// @param authorizer the logical id of the authorizer that judges; empty for none
public record AuditedDoor(
    String method,
    String path,
    String lock,
    List<String> scopes,
    String resource,
    String api,
    String function,
    String authorizer) {
  static final String NONE = "none";
  static final String JWT = "jwt";
  static final String IAM = "iam";
  static final String LAMBDA = "lambda";
  static final String UNKNOWN = "unknown";
  static final String DEFAULT = "$default";

  public AuditedDoor {
    scopes = List.copyOf(scopes);
  }

  static AuditedDoor unknown(String method, String path, String resource) {
    return new AuditedDoor(method, path, UNKNOWN, List.of(), resource, "", "", "");
  }

  boolean open() {
    return lock.equals(NONE);
  }

  boolean locked() {
    return !open() && !lock.equals(UNKNOWN);
  }

  /// Whether it takes what no other door of its kind would.
  boolean greedy() {
    return method.equals(DEFAULT) || path.endsWith("+}") || path.equals("/*");
  }

  /// A browser asks before it calls, without credentials: a lock here would shut it out.
  boolean preflight() {
    return method.equals("OPTIONS");
  }

  String name() {
    return method + " " + path;
  }
}
