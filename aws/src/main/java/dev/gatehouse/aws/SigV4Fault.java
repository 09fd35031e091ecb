package dev.gatehouse.aws;

import static java.util.Objects.requireNonNull;

/// What is wrong with a signature, in the words AWS answers with. The HTTP status, the error code
/// and the shape around the words depend on the protocol of the service, so its renderer adds them.
public sealed interface SigV4Fault {
  /// What AWS tells the guest.
  String message();

  /// Neither an `Authorization` header of this scheme nor a presigned query:
  /// `MissingAuthenticationToken`.
  record NotSigned() implements SigV4Fault {
    @Override
    public String message() {
      return "Missing Authentication Token";
    }
  }

  /// Pieces are missing or cannot be read: `IncompleteSignature`.
  record Incomplete(String message) implements SigV4Fault {
    public Incomplete {
      requireNonNull(message, "message");
    }
  }

  /// Wrong signature, time or scope: `InvalidSignatureException`, `SignatureDoesNotMatch` in the
  /// query protocol.
  record Invalid(String message) implements SigV4Fault {
    public Invalid {
      requireNonNull(message, "message");
    }

    static Invalid mismatch() {
      return new Invalid(
          "The request signature we calculated does not match the signature you provided."
              + " Check your AWS Secret Access Key and signing method."
              + " Consult the service documentation for details.");
    }
  }

  /// No such access key, or not the session token that belongs to it:
  /// `UnrecognizedClientException`, `InvalidClientTokenId` in the query protocol.
  record UnknownKey() implements SigV4Fault {
    @Override
    public String message() {
      return "The security token included in the request is invalid.";
    }
  }

  /// The right session token, too late: `ExpiredTokenException`, `ExpiredToken` in the query
  /// protocol.
  record TokenExpired() implements SigV4Fault {
    @Override
    public String message() {
      return "The security token included in the request is expired";
    }
  }
}
