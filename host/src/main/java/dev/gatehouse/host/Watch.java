package dev.gatehouse.host;

import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks again and again whether something has changed. What is still being written reads
/// differently from one look to the next: a change counts when it has been read the same twice.
final class Watch implements AutoCloseable {
  static final Duration PAUSE = Duration.ofMillis(400);

  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

  private final Supplier<String> look;
  private final Runnable changed;
  private final Duration pause;
  private final Thread thread;
  private volatile boolean closed;

  private Watch(Supplier<String> look, Runnable changed, Duration pause) {
    this.look = look;
    this.changed = changed;
    this.pause = pause;
    String known = look.get();
    this.thread = Thread.ofVirtual().name("watch").unstarted(() -> run(known));
  }

  /// @param look tells two contents apart
  /// @param changed called when there is another one
  static Watch start(Supplier<String> look, Runnable changed, Duration pause) {
    var watch = new Watch(look, changed, pause);
    watch.thread.start();
    return watch;
  }

  private void run(String first) {
    String known = first;
    String before = first;
    while (!closed) {
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        return;
      }
      try {
        String now = look.get();
        if (now.equals(before) && !now.equals(known)) {
          known = now;
          changed.run();
        }
        before = now;
      } catch (RuntimeException e) {
        LOG.error("the watch failed and goes on", e);
      }
    }
  }

  /// A change that is being carried out goes on.
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
