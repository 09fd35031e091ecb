package dev.gatehouse.apigateway;

import dev.gatehouse.door.Reason;

/// A token that does not open the lock: what the guest is told, and what the owner is.
final class InvalidToken extends RuntimeException {
  /// `error_description` of the challenge. The first five texts are AWS's (documented or observed);
  /// nobody has published the others.
  enum Description {
    SEGMENTS("token contains an invalid number of segments"),
    AUDIENCE("the token does not have a valid audience"),
    EXPIRED("the token has expired"),
    DISCOVERY("OIDC discovery endpoint communication error"),
    JWKS("JWKS communication error"),
    MALFORMED("the token is malformed"),
    ALGORITHM("the token does not have a valid signing method"),
    KEY("the token does not have a known signing key"),
    SIGNATURE("the token does not have a valid signature"),
    ISSUER("the token does not have a valid issuer"),
    NOT_YET_VALID("the token is not yet valid");

    private final String text;

    Description(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  private final Description description;
  private final transient Reason reason;

  InvalidToken(Description description, Reason reason) {
    // Guests cause these at will: no stack trace to fill in.
    super(description.text(), null, false, false);
    this.description = description;
    this.reason = reason;
  }

  Description description() {
    return description;
  }

  Reason reason() {
    return reason;
  }
}
