package dev.gatehouse.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/// What takes a core for long: signing, the hashing of passwords. A virtual thread that computes
/// makes way for nobody; with all of its scheduler's threads at such work, guests whose bytes had
/// come waited for seconds (JDK 25). So one of these threads is always left to the others: work
/// that would take it goes to threads of our own, in order of arrival. Callers wait, so what waits
/// is never more than they are.
public final class HeavyWork {
  private static final int CORES = Runtime.getRuntime().availableProcessors();

  private static final Semaphore IN_PLACE = new Semaphore(CORES - 1);

  private static final ExecutorService THREADS =
      Executors.newFixedThreadPool(
          CORES, Thread.ofPlatform().daemon().name("heavy-work-", 0).factory());

  private HeavyWork() {}

  /// Waits for the result, also when interrupted. Throws what the work throws.
  public static <T> T done(Supplier<T> work) {
    if (!IN_PLACE.tryAcquire()) {
      return elsewhere(work);
    }
    try {
      return work.get();
    } finally {
      IN_PLACE.release();
    }
  }

  private static <T> T elsewhere(Supplier<T> work) {
    try {
      return CompletableFuture.supplyAsync(work, THREADS).join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException thrown -> throw thrown;
        case Error thrown -> throw thrown;
        case null, default -> throw e;
      }
    }
  }
}
