package dev.gatehouse.cognito;

/// A client broke the protocol or may not have what it asks for.
final class OAuthException extends RuntimeException {
  private final OAuthError error;
  private final String problem;

  /// @param problem for the owner only; holds no secret
  OAuthException(OAuthError error, String problem) {
    super(error.code() + ": " + problem, null, false, false);
    this.error = error;
    this.problem = problem;
  }

  OAuthError error() {
    return error;
  }

  String problem() {
    return problem;
  }
}
