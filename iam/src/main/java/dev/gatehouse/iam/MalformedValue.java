package dev.gatehouse.iam;

/// A value of a policy that its element cannot have. Caught by [PolicyReader], which knows where in
/// the document it stands.
final class MalformedValue extends RuntimeException {
  MalformedValue(String problem) {
    super(problem);
  }

  String problem() {
    return String.valueOf(getMessage());
  }
}
