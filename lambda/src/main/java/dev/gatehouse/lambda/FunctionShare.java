package dev.gatehouse.lambda;

import java.util.OptionalInt;
import java.util.concurrent.Semaphore;

/// What all versions of one function have together: its concurrency, its log and who watches it.
public final class FunctionShare implements AutoCloseable {
  private static final String UNRESERVED = "ConcurrentInvocationLimitExceeded";
  private static final String RESERVED = "ReservedFunctionConcurrentInvocationLimitExceeded";

  /// What AWS gives an account whose function reserves nothing. Here each function has it.
  private static final int ACCOUNT_CONCURRENCY = 1000;

  private final OptionalInt reserved;
  private final FunctionLog log;
  private final InvocationWatch watch;

  /// Invocations that AWS would let run at a time.
  private final Semaphore concurrency;

  /// Those that this machine lets run at a time.
  private final Turns processes;

  private FunctionShare(
      OptionalInt reserved, FunctionLog log, InvocationWatch watch, int maxEnvironments) {
    this.reserved = reserved;
    this.log = log;
    this.watch = watch;
    this.concurrency = new Semaphore(reserved.orElse(ACCOUNT_CONCURRENCY));
    this.processes = new Turns(maxEnvironments);
  }

  /// @param function any of its versions
  public static FunctionShare of(FunctionConfig function, LambdaSettings settings) {
    return of(function, settings, InvocationWatch.NOBODY);
  }

  /// @param function any of its versions
  /// @param watch is told of each invocation when it has ended
  public static FunctionShare of(
      FunctionConfig function, LambdaSettings settings, InvocationWatch watch) {
    return new FunctionShare(
        function.reservedConcurrency(),
        new FunctionLog(settings.logs(), function.name(), settings.maxLog()),
        watch,
        settings.maxEnvironments());
  }

  FunctionLog log() {
    return log;
  }

  InvocationWatch watch() {
    return watch;
  }

  Semaphore concurrency() {
    return concurrency;
  }

  Turns processes() {
    return processes;
  }

  /// Whether every invocation is refused.
  boolean shut() {
    return reserved.orElse(1) == 0;
  }

  /// Lets go of the log's files. After the functions themselves.
  @Override
  public void close() {
    log.close();
  }

  InvokeResult.Throttled throttled() {
    return new InvokeResult.Throttled(reserved.isPresent() ? RESERVED : UNRESERVED);
  }
}
