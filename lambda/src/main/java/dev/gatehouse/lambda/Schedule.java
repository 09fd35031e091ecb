package dev.gatehouse.lambda;

import java.time.Duration;

/// Does things later.
@FunctionalInterface
interface Schedule {
  /// @param action run once, on a thread of its own
  void after(Duration delay, Runnable action);

  /// A sleeping virtual thread for each action; it ends with the process.
  static Schedule onVirtualThreads() {
    return (delay, action) ->
        Thread.startVirtualThread(() -> {
          try {
            Thread.sleep(delay);
          } catch (InterruptedException e) {
            return;
          }
          action.run();
        });
  }
}
