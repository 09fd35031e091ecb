package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HeavyWorkTest {
  private static final int CORES = Runtime.getRuntime().availableProcessors();
  private static final int MANY = 2000;

  @Test
  void eachCallerHasItsOwnResult() throws Exception {
    var results = new ArrayList<Future<Integer>>();
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int each : IntStream.range(0, 100).toArray()) {
        results.add(callers.submit(() -> HeavyWork.brief(() -> each)));
      }
    }

    for (int i = 0; i < results.size(); i++) {
      assertThat(results.get(i).get()).isEqualTo(i);
    }
  }

  @Test
  void briefWorkWaitsWhileAllCoresAreAtWork() throws Exception {
    var end = new CountDownLatch(1);
    List<Thread> working = working(HeavyWork::brief, end);
    var begun = new AtomicBoolean();
    var last = Thread.ofPlatform().start(() -> HeavyWork.brief(() -> begun.getAndSet(true)));
    while (last.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }

    assertThat(begun).isFalse();

    end.countDown();
    last.join();
    for (Thread each : working) {
      each.join();
    }
    assertThat(begun).isTrue();
  }

  @Test
  void briefWorkDoesNotWaitForLengthyWork() throws Exception {
    var end = new CountDownLatch(1);
    List<Thread> working = working(HeavyWork::lengthy, end);

    assertThat(IntStream.range(0, MANY).filter(_ -> HeavyWork.brief(() -> true))).hasSize(MANY);

    end.countDown();
    for (Thread each : working) {
      each.join();
    }
  }

  @Test
  void someBriefWorkIsNotDoneByItsCallerButMostIs() {
    long inPlace = IntStream.range(0, MANY).filter(_ -> HeavyWork.brief(inPlace())).count();

    assertThat(inPlace).isBetween(MANY / 2L, MANY - 1L);
  }

  @Test
  void lengthyWorkIsNeverDoneByItsCaller() {
    assertThat(IntStream.range(0, 100).filter(_ -> HeavyWork.lengthy(inPlace()))).isEmpty();
  }

  @Test
  void whatBriefWorkThrowsIsThrownWhereverItIsDoneAndItsPlaceIsGivenBack() {
    for (int i = 0; i < MANY; i++) {
      assertThatThrownBy(() -> HeavyWork.brief(HeavyWorkTest::failed))
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasMessage("no");
    }
  }

  @Test
  void whatLengthyWorkThrowsIsThrown() {
    assertThatThrownBy(() -> HeavyWork.lengthy(HeavyWorkTest::failed))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("no");
  }

  @Test
  void anErrorOfLengthyWorkIsThrownAsItIs() {
    assertThatThrownBy(() ->
            HeavyWork.lengthy(() -> {
              throw new StackOverflowError("deep");
            }))
        .isExactlyInstanceOf(StackOverflowError.class);
  }

  /// As many callers as there are cores, at work that ends when it is told to.
  private static List<Thread> working(Consumer<Supplier<Boolean>> heavy, CountDownLatch end)
      throws InterruptedException {
    var begun = new CountDownLatch(CORES);
    var working = new ArrayList<Thread>();
    for (int i = 0; i < CORES; i++) {
      working.add(
          Thread.ofPlatform()
              .start(() ->
                  heavy.accept(() -> {
                    begun.countDown();
                    return await(end);
                  })));
    }
    begun.await();
    return working;
  }

  private static boolean await(CountDownLatch end) {
    try {
      end.await();
      return true;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Whether the thread that does it is the one that asked for it.
  private static Supplier<Boolean> inPlace() {
    Thread caller = Thread.currentThread();
    return () -> Thread.currentThread().equals(caller);
  }

  private static Object failed() {
    throw new IllegalStateException("no");
  }
}
