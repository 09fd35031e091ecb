package dev.gatehouse.junit;

import org.opentest4j.AssertionFailedError;

/// Says what a lock should have said.
public final class VisitAssert {
  private final Visit visit;

  VisitAssert(Visit visit) {
    this.visit = visit;
  }

  public VisitAssert isAllowed() {
    if (!visit.allowed()) {
      throw new AssertionFailedError("the lock should have let this visit in: " + visit);
    }
    return this;
  }

  /// @param principal an ARN, a client id, or `anonymous`
  public VisitAssert isAllowedAs(String principal) {
    isAllowed();
    if (!visit.principal().equals(principal)) {
      throw new AssertionFailedError(
          "somebody else got in: " + visit, principal, visit.principal());
    }
    return this;
  }

  public VisitAssert isDenied() {
    if (visit.allowed()) {
      throw new AssertionFailedError("the lock should have kept this visit out: " + visit);
    }
    return this;
  }

  /// @param check the one that failed: `NoCredential`, `TokenExpired`, `MissingScope`,
  ///   `NotPermitted`…
  public VisitAssert isDeniedFor(String check) {
    isDenied();
    if (!visit.check().equals(check)) {
      throw new AssertionFailedError(
          "the lock kept this visit out for another reason: " + visit, check, visit.check());
    }
    return this;
  }
}
