package dev.gatehouse.lambda;

import java.util.OptionalInt;
import java.util.concurrent.Semaphore;

/// What all versions of one function have together: its concurrency and its log.
public final class FunctionShare {
  private static final String UNRESERVED = "ConcurrentInvocationLimitExceeded";
  private static final String RESERVED = "ReservedFunctionConcurrentInvocationLimitExceeded";

  /// What AWS gives an account whose function reserves nothing. Here each function has it.
  private static final int ACCOUNT_CONCURRENCY = 1000;

  private final OptionalInt reserved;
  private final FunctionLog log;

  /// Invocations that AWS would let run at a time.
  private final Semaphore concurrency;

  /// Those that this machine lets run at a time.
  private final Semaphore processes;

  private FunctionShare(OptionalInt reserved, FunctionLog log, int maxEnvironments) {
    this.reserved = reserved;
    this.log = log;
    this.concurrency = new Semaphore(reserved.orElse(ACCOUNT_CONCURRENCY));
    this.processes = new Semaphore(maxEnvironments, true);
  }

  /// @param function any of its versions
  public static FunctionShare of(FunctionConfig function, LambdaSettings settings) {
    return new FunctionShare(
        function.reservedConcurrency(),
        new FunctionLog(settings.logs().resolve(function.name() + ".log"), settings.maxLog()),
        settings.maxEnvironments());
  }

  FunctionLog log() {
    return log;
  }

  Semaphore concurrency() {
    return concurrency;
  }

  Semaphore processes() {
    return processes;
  }

  /// Whether every invocation is refused.
  boolean shut() {
    return reserved.orElse(1) == 0;
  }

  InvokeResult.Throttled throttled() {
    return new InvokeResult.Throttled(reserved.isPresent() ? RESERVED : UNRESERVED);
  }
}
