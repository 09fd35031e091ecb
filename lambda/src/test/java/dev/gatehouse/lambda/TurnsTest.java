package dev.gatehouse.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final Turns turns = new Turns(1);

  @Test
  void turnIsFreeAgainWhenItIsGivenBack() {
    assertThat(turns.take(Duration.ZERO)).isTrue();
    turns.giveBack();

    assertThat(turns.take(Duration.ZERO)).isTrue();
  }

  @Test
  void noTurnComesWhileAllAreTaken() {
    turns.take(Duration.ZERO);

    assertThat(turns.take(Duration.ofMillis(1))).isFalse();
  }

  @Test
  void whoGaveUpGetsNoTurn() {
    turns.take(Duration.ZERO);
    turns.take(Duration.ofMillis(1));
    turns.giveBack();

    assertThat(turns.take(Duration.ZERO)).isTrue();
    assertThat(turns.take(Duration.ZERO)).isFalse();
  }

  @Test
  void turnGoesToWhoWaits() throws Exception {
    turns.take(Duration.ZERO);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> waits = threads.submit(() -> turns.take(LONG));
      turns.giveBack();

      assertThat(waits.get()).isTrue();
      assertThat(turns.take(Duration.ZERO)).isFalse();
    }
  }

  @Test
  void interruptedWaiterGetsNoTurn() throws Exception {
    turns.take(Duration.ZERO);
    var ended = new CountDownLatch(1);
    Thread waiter =
        Thread.ofVirtual()
            .start(() -> {
              if (!turns.take(LONG) && Thread.currentThread().isInterrupted()) {
                ended.countDown();
              }
            });
    waiter.interrupt();
    waiter.join();

    assertThat(ended.getCount()).isZero();
  }
}
