package dev.gatehouse.dynamodb;

import dev.gatehouse.http.HttpResponse;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/// Starts another engine on a thread of its own; the first call waits for it.
final class StartingEngine implements TableEngine {
  private final FutureTask<TableEngine> start;

  StartingEngine(Supplier<TableEngine> engine) {
    start = new FutureTask<>(engine::get);
    Thread.ofPlatform().daemon().name("dynamodb-start").start(start);
  }

  @Override
  public HttpResponse call(Operation operation, byte[] input) {
    return started().call(operation, input);
  }

  private TableEngine started() {
    try {
      return start.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof TableException problem
          ? new TableException(String.valueOf(problem.getMessage()), problem)
          : new TableException("DynamoDB Local did not start: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TableException("interrupted while DynamoDB Local starts", e);
    }
  }

  @Override
  public void close() {
    TableEngine engine;
    try {
      engine = started();
    } catch (TableException _) {
      return;
    }
    engine.close();
  }
}
