package dev.gatehouse.cognito;

/// What the token endpoint tells a refused client: always status 400, `invalid_client` included.
enum OAuthError {
  INVALID_REQUEST("invalid_request"),
  INVALID_CLIENT("invalid_client"),
  CLIENT_SECRET_ABSENT("invalid_client", "invalid_client_secret"),
  INVALID_GRANT("invalid_grant"),
  UNAUTHORIZED_CLIENT("unauthorized_client"),
  UNSUPPORTED_GRANT_TYPE("unsupported_grant_type"),
  INVALID_SCOPE("invalid_scope");

  private final String code;
  private final String json;

  OAuthError(String code) {
    this.code = code;
    this.json = "{\"error\":\"" + code + "\"}";
  }

  OAuthError(String code, String description) {
    this.code = code;
    this.json = "{\"error\":\"" + code + "\",\"error_description\":\"" + description + "\"}";
  }

  /// RFC 6749 §5.2.
  String code() {
    return code;
  }

  /// The whole body of the answer.
  String json() {
    return json;
  }
}
