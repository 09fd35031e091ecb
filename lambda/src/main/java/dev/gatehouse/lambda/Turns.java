package dev.gatehouse.lambda;

import dev.gatehouse.http.Alarms;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// So many at a time; who comes first goes first.
final class Turns {
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Waiter> waiting = new ArrayDeque<>();
  private int left;

  Turns(int atATime) {
    this.left = atATime;
  }

  private static final class Waiter {
    private final Condition called;
    private boolean given;
    private boolean late;

    Waiter(Condition called) {
      this.called = called;
    }
  }

  /// Whether a turn came in time. Whoever takes one gives it back.
  boolean take(Duration longestWait) {
    lock.lock();
    try {
      if (left > 0) {
        left--;
        return true;
      }
      var waiter = new Waiter(lock.newCondition());
      waiting.addLast(waiter);
      try (var _ = Alarms.set(longestWait, () -> late(waiter))) {
        while (!waiter.given && !waiter.late) {
          waiter.called.await();
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      waiting.remove(waiter);
      return waiter.given;
    } finally {
      lock.unlock();
    }
  }

  /// Gives it to the next one who waits.
  void giveBack() {
    lock.lock();
    try {
      @Nullable Waiter next = waiting.pollFirst();
      if (next == null) {
        left++;
      } else {
        next.given = true;
        next.called.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void late(Waiter waiter) {
    lock.lock();
    try {
      waiter.late = true;
      waiter.called.signal();
    } finally {
      lock.unlock();
    }
  }
}
