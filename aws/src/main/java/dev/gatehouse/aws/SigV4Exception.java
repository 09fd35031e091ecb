package dev.gatehouse.aws;

import dev.gatehouse.door.Reason;

/// Ends a verification. Guests cause it at will, so it carries no stack trace.
final class SigV4Exception extends RuntimeException {
  private final transient SigV4Fault fault;
  private final transient Reason reason;

  SigV4Exception(SigV4Fault fault, Reason reason) {
    super(fault.message(), null, false, false);
    this.fault = fault;
    this.reason = reason;
  }

  /// A request that no signer makes: the guest hears only that the signature does not match.
  static SigV4Exception ambiguous(String problem) {
    return new SigV4Exception(
        SigV4Fault.Invalid.mismatch(), new Reason.MalformedSignature(problem));
  }

  static SigV4Exception incomplete(String message, String problem) {
    return new SigV4Exception(
        new SigV4Fault.Incomplete(message), new Reason.MalformedSignature(problem));
  }

  static SigV4Exception invalid(String message, Reason reason) {
    return new SigV4Exception(new SigV4Fault.Invalid(message), reason);
  }

  SigV4Result.Rejected rejected() {
    return new SigV4Result.Rejected(fault, reason);
  }
}
