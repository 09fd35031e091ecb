package dev.gatehouse.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/// What takes a core for long: signing, the hashing of passwords. A virtual thread that computes
/// makes way for nobody; with all of its scheduler's threads at such work, guests whose bytes had
/// come waited for seconds (JDK 25). Callers wait their turn, so what waits is never more than they
/// are. The figures are in docs/decisions/0014.
public final class HeavyWork {
  private static final int CORES = Runtime.getRuntime().availableProcessors();

  /// Fewer, and guests wait longer; more, and fewer are served.
  private static final int ONE_IN = 16;

  private static final Semaphore PLACES = new Semaphore(CORES, true);

  /// Two kinds, so that who asks for a token never waits behind passwords.
  private static final ExecutorService FOR_BRIEF = threads("brief-work-");

  private static final ExecutorService FOR_LENGTHY = threads("lengthy-work-");

  private HeavyWork() {}

  /// Well below a millisecond, in order of arrival, one for each core at a time. Done by the
  /// caller, but for one in so many, at random: a scheduler's thread that always has a next caller
  /// to go on with does not look for those whom other threads have woken (ForkJoinPool), until its
  /// own have nothing to do.
  ///
  /// Waits for the result, also when interrupted. Throws what the work throws.
  public static <T> T brief(Supplier<T> work) {
    PLACES.acquireUninterruptibly();
    try {
      return ThreadLocalRandom.current().nextInt(ONE_IN) == 0 ? by(FOR_BRIEF, work) : work.get();
    } finally {
      PLACES.release();
    }
  }

  /// In order of arrival, one for each core at a time, and never done by the caller. Waits for the
  /// result, also when interrupted. Throws what the work throws.
  public static <T> T lengthy(Supplier<T> work) {
    return by(FOR_LENGTHY, work);
  }

  private static <T> T by(ExecutorService threads, Supplier<T> work) {
    try {
      return CompletableFuture.supplyAsync(work, threads).join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException thrown -> throw thrown;
        case Error thrown -> throw thrown;
        case null, default -> throw e;
      }
    }
  }

  private static ExecutorService threads(String name) {
    return Executors.newFixedThreadPool(
        CORES, Thread.ofPlatform().daemon().name(name, 0).factory());
  }
}
