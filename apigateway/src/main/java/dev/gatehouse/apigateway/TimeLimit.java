package dev.gatehouse.apigateway;

import dev.gatehouse.http.Alarms;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;

/// How long the gateway waits for an integration.
///
/// @param ends whether work that takes longer is interrupted; else it goes on, and nobody hears of
///   it
record TimeLimit(Duration longest, boolean ends) {
  /// Does the work on a thread of its own.
  ///
  /// @throws ExecutionException what the work has thrown
  <T> T call(String name, Callable<T> work)
      throws TimeoutException, ExecutionException, InterruptedException {
    var task = new FutureTask<>(work);
    Thread.ofVirtual().name(name).start(task);
    try (var _ = Alarms.set(longest, () -> task.cancel(ends))) {
      return task.get();
    } catch (CancellationException _) {
      throw new TimeoutException("not done within " + longest);
    } catch (InterruptedException e) {
      task.cancel(ends);
      throw e;
    }
  }
}
