package dev.gatehouse.http;

import io.helidon.http.HttpPrologue;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Requests on their way in, each with the thread that reads it. A guest who sends a byte now and
/// then is never silent for long: without an end to the whole, it would hold its connection for
/// hours.
final class Arrivals implements Http1ConnectionListener, AutoCloseable {
  private final ConcurrentMap<Thread, Long> startedByReader = new ConcurrentHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Duration limit;

  private Arrivals(Duration limit) {
    this.limit = limit;
  }

  /// @param limit for headers and body together
  static Arrivals within(Duration limit) {
    var arrivals = new Arrivals(limit);
    Thread.ofVirtual().name("slow-guests").start(arrivals::watch);
    return arrivals;
  }

  @Override
  public void prologue(ConnectionContext connection, HttpPrologue prologue) {
    startedByReader.put(Thread.currentThread(), System.nanoTime());
  }

  /// The request that this thread reads is here as a whole, or given up.
  ///
  /// @throws CloseConnectionException when it took so long that its socket has been closed
  void ended() {
    if (startedByReader.remove(Thread.currentThread()) == null) {
      throw new CloseConnectionException("the request took longer than " + limit + " to arrive");
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }

  private void watch() {
    try {
      while (!closed.await(limit.toMillis() / 10 + 1, TimeUnit.MILLISECONDS)) {
        long now = System.nanoTime();
        startedByReader.forEach((reader, started) -> {
          if (now - started > limit.toNanos() && startedByReader.remove(reader, started)) {
            // Closes the socket that a virtual thread waits for (Socket#getInputStream).
            reader.interrupt();
          }
        });
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
