package dev.gatehouse.http;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Does things after a while, unless they are called off before. One thread waits for them all:
/// with JDK 25, a virtual thread's own timed wait wakes a thread of its scheduler when it begins
/// and when it ends, which costs more than most of a request.
public final class Alarms {
  private static final ScheduledThreadPoolExecutor CLOCK = clock();

  private Alarms() {}

  /// What is still to be done.
  public static final class Alarm implements AutoCloseable {
    private final Future<?> action;

    private Alarm(Future<?> action) {
      this.action = action;
    }

    /// Calls it off. It may be under way.
    @Override
    public void close() {
      action.cancel(false);
    }
  }

  /// @param action quick, because the others' wait for it; what it throws is lost
  public static Alarm set(Duration after, Runnable action) {
    return new Alarm(CLOCK.schedule(action, after.toNanos(), TimeUnit.NANOSECONDS));
  }

  private static ScheduledThreadPoolExecutor clock() {
    var clock =
        new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("alarms").factory());
    clock.setRemoveOnCancelPolicy(true);
    return clock;
  }
}
