package dev.gatehouse.lambda;

/// Invokes one function and waits for its answer.
@FunctionalInterface
public interface Invoker {
  InvokeResult invoke(Invocation invocation);

  /// As [#invoke], but returns as soon as the answer begins, where the function streams it.
  default StreamedResult stream(Invocation invocation) {
    return ResponseStream.of(invoke(invocation));
  }
}
