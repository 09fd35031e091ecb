package dev.gatehouse.host;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts who is inside, so that what stands behind old doors can go when the last one has left.
final class Visitors {
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicBoolean left = new AtomicBoolean();
  private volatile Runnable afterwards = () -> {};

  /// False when these doors are old already: whoever asks looks for the new ones.
  boolean enter() {
    if (inside.incrementAndGet() > 0) {
      return true;
    }
    leave();
    return false;
  }

  void leave() {
    if (inside.decrementAndGet() == Integer.MIN_VALUE && left.compareAndSet(false, true)) {
      afterwards.run();
    }
  }

  /// Nobody enters from now on. To be called once.
  ///
  /// @param afterwards run when the last visitor has left, by whoever that is; now when nobody is
  ///   inside
  void retire(Runnable afterwards) {
    this.afterwards = afterwards;
    if (inside.addAndGet(Integer.MIN_VALUE) == Integer.MIN_VALUE
        && left.compareAndSet(false, true)) {
      afterwards.run();
    }
  }
}
