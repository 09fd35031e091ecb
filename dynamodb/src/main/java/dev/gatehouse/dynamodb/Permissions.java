package dev.gatehouse.dynamodb;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// What a caller must be allowed before a request is forwarded. Anything but [Needed] refuses it.
///
/// The condition keys `dynamodb:LeadingKeys`, `dynamodb:Attributes`, `dynamodb:Select`… are not
/// given: a policy that speaks of them must be refused when it is read, because `ForAllValues`
/// holds for a key that is absent.
public sealed interface Permissions {
  record Permission(String action, String resource) {
    public Permission {
      requireNonNull(action, "action");
      requireNonNull(resource, "resource");
    }
  }

  /// All of these, not any.
  record Needed(List<Permission> all) implements Permissions {
    public Needed {
      if (all.isEmpty()) {
        throw new IllegalArgumentException("an operation that asks for no permission");
      }
      all = List.copyOf(all);
    }
  }

  /// `UnknownOperationException`: not an operation of DynamoDB, or one that is not served here.
  ///
  /// @param problem for the owner
  record Unknown(String problem) implements Permissions {
    public Unknown {
      requireNonNull(problem, "problem");
    }
  }

  /// The request names no table that could be asked about.
  ///
  /// @param code `ValidationException` say
  record Malformed(String code, String message) implements Permissions {
    public Malformed {
      requireNonNull(code, "code");
      requireNonNull(message, "message");
    }
  }
}
