package dev.gatehouse.lambda;

/// Who is told of every invocation that has ended, whoever asked for it.
@FunctionalInterface
public interface InvocationWatch {
  InvocationWatch NOBODY = past -> {};

  /// Called on the invocation's own thread, before its caller gets the answer. Must not block and
  /// not throw.
  void ended(PastInvocation past);
}
