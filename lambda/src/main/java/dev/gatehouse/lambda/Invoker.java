package dev.gatehouse.lambda;

/// Invokes one function and waits for its answer.
@FunctionalInterface
public interface Invoker {
  InvokeResult invoke(Invocation invocation);
}
