package dev.gatehouse.lambda;

/// What an ARN that can be invoked stands for: a version of a function, or an alias that picks one.
public interface Target extends Invoker {
  /// The version that the next invocation goes to; another one each time where weights say so.
  LambdaFunction pick();
}
