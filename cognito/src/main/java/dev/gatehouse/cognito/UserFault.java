package dev.gatehouse.cognito;

import static java.util.Objects.requireNonNull;

/// Why an operation on users or groups is not carried out, in Cognito's code and words. Guests
/// cause it at will, so it carries no stack trace.
public final class UserFault extends RuntimeException {
  private final String code;

  /// @param code `UserNotFoundException` say
  UserFault(String code, String message) {
    super(message, null, false, false);
    this.code = requireNonNull(code, "code");
  }

  static UserFault invalid(String message) {
    return new UserFault("InvalidParameterException", message);
  }

  static UserFault limit(String message) {
    return new UserFault("LimitExceededException", message);
  }

  public String code() {
    return code;
  }

  public String message() {
    return String.valueOf(getMessage());
  }
}
