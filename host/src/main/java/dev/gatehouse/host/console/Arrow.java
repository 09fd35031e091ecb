package dev.gatehouse.host.console;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/// One line of a sequence diagram: who tells whom what.
///
/// @param took how long the answer was in coming, on the line that brings it
record Arrow(Kind kind, Lane from, Lane to, String what, Optional<Duration> took) {
  enum Kind {
    CALL,
    ANSWER,
    REFUSAL
  }

  /// Who takes part, in the order of the columns.
  ///
  /// @param name within its role; empty where a role has one holder
  record Lane(Role role, String name) {
    Lane {
      requireNonNull(role, "role");
      requireNonNull(name, "name");
    }

    String title() {
      return name.isEmpty() ? role.title : role.title + " " + name;
    }
  }

  enum Role {
    CLIENT("Client"),
    CALLER("Function"),
    PROVIDER("Identity provider"),
    GATEWAY("API gateway"),
    FUNCTION_URL("Function URL"),
    ENDPOINT("AWS endpoint"),
    AUTHORIZER("Authorizer"),
    POLICIES("IAM"),
    FUNCTION("Function"),
    BACKEND("Backend"),
    TABLE("Table"),
    SERVICE("Service");

    private final String title;

    Role(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }

    Lane lane() {
      return new Lane(this, "");
    }

    Lane lane(String name) {
      return new Lane(this, name);
    }
  }

  Arrow {
    requireNonNull(kind, "kind");
    requireNonNull(from, "from");
    requireNonNull(to, "to");
    requireNonNull(what, "what");
    requireNonNull(took, "took");
  }

  static Arrow call(Lane from, Lane to, String what) {
    return new Arrow(Kind.CALL, from, to, what, Optional.empty());
  }

  static Arrow answer(Lane from, Lane to, String what, Duration took) {
    return new Arrow(Kind.ANSWER, from, to, what, Optional.of(took));
  }

  static Arrow refusal(Lane from, Lane to, String what, Duration took) {
    return new Arrow(Kind.REFUSAL, from, to, what, Optional.of(took));
  }
}
