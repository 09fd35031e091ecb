package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeavyWorkTest {
  private static final int MORE_THAN_CORES = Runtime.getRuntime().availableProcessors() + 1;

  @Test
  void eachCallerHasItsOwnResult() throws Exception {
    var results = new ArrayList<Future<Integer>>();
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int each : IntStream.range(0, 100).toArray()) {
        results.add(callers.submit(() -> HeavyWork.done(() -> each)));
      }
    }

    for (int i = 0; i < results.size(); i++) {
      assertThat(results.get(i).get()).isEqualTo(i);
    }
  }

  @Test
  void moreWorkThanCoresIsNotAllDoneByTheCallersThemselves() throws Exception {
    var begun = new CountDownLatch(MORE_THAN_CORES);
    List<Future<Boolean>> results =
        atOnce(() -> {
          Thread caller = Thread.currentThread();
          return HeavyWork.done(() -> here(caller, begun));
        });

    long inPlace = 0;
    for (var result : results) {
      inPlace += result.get() ? 1 : 0;
    }
    assertThat(inPlace).isEqualTo(MORE_THAN_CORES - 2);
  }

  @Test
  void whatTheWorkThrowsIsThrown() {
    assertThatThrownBy(() ->
            HeavyWork.done(() -> {
              throw new IllegalStateException("no");
            }))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("no");
  }

  @Test
  void whatTheWorkThrowsElsewhereIsThrown() throws Exception {
    var begun = new CountDownLatch(MORE_THAN_CORES);
    List<Future<Object>> results =
        atOnce(() ->
            HeavyWork.done(() -> {
              here(Thread.currentThread(), begun);
              throw new IllegalStateException("no");
            }));

    for (var result : results) {
      assertThatThrownBy(result::get)
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isExactlyInstanceOf(IllegalStateException.class);
    }
  }

  /// By more callers than there are cores.
  private static <T> List<Future<T>> atOnce(Callable<T> call) {
    var results = new ArrayList<Future<T>>();
    try (var callers = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      for (int i = 0; i < MORE_THAN_CORES; i++) {
        results.add(callers.submit(call));
      }
    }
    return results;
  }

  /// Goes on when all are at work.
  private static boolean here(Thread caller, CountDownLatch begun) {
    begun.countDown();
    try {
      begun.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return Thread.currentThread().equals(caller);
  }
}
