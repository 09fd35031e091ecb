package dev.gatehouse.lambda;

import dev.gatehouse.http.Body;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A function's answer on its way from the process that makes it to whoever invoked it. Never holds
/// more than a few pieces: a reader who is slow makes the function wait. A reader who leaves does
/// not stop it: what it still writes is dropped (configuration-response-streaming.html).
public final class ResponseStream implements AutoCloseable {
  /// Bytes that may wait for their reader.
  private static final int MOST_HELD = 256 * 1024;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<byte[]> pieces = new ArrayDeque<>();
  private int held;
  private @Nullable String contentType;
  private boolean whole;
  private boolean left;
  private @Nullable InvokeResult outcome;
  private @Nullable RuntimeException bug;

  ResponseStream() {}

  /// An answer that is complete.
  static StreamedResult of(InvokeResult result) {
    var stream = new ResponseStream();
    stream.finish(result);
    return stream.awaitStart();
  }

  // For the process that answers

  /// @param contentType of what is going to be written
  void start(String contentType) {
    lock.lock();
    try {
      this.contentType = contentType;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits while too much is held.
  void write(byte[] bytes, int length) {
    lock.lock();
    try {
      while (held + length > MOST_HELD && held > 0 && !left && outcome == null) {
        changed.awaitUninterruptibly();
      }
      if (!left && outcome == null) {
        pieces.add(Arrays.copyOf(bytes, length));
        held += length;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// The runtime has ended its answer itself, as opposed to having been cut short.
  void complete() {
    lock.lock();
    try {
      whole = true;
    } finally {
      lock.unlock();
    }
  }

  /// The invocation is over. Of a runtime that streamed nothing, the result is all there is.
  void finish(InvokeResult result) {
    lock.lock();
    try {
      if (contentType == null && result instanceof InvokeResult.Returned(var payload)) {
        contentType = "application/json";
        pieces.add(payload.bytes());
        whole = true;
      }
      outcome = result;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// The invocation has ended by a fault of ours.
  void fail(RuntimeException bug) {
    lock.lock();
    try {
      this.bug = bug;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  // For whoever invoked it

  /// Waits until there is an answer, or none will come.
  StreamedResult awaitStart() {
    lock.lock();
    try {
      while (contentType == null && outcome == null && bug == null) {
        changed.awaitUninterruptibly();
      }
      rethrow();
      String type = contentType;
      InvokeResult result = outcome;
      if (type != null) {
        return new StreamedResult.Answering(type, this);
      }
      if (result == null) {
        throw new IllegalStateException("neither an answer nor an end");
      }
      return new StreamedResult.Ended(result);
    } finally {
      lock.unlock();
    }
  }

  /// Waits for the next piece; empty when the invocation is over and nothing more will come.
  public Optional<Body> next() {
    lock.lock();
    try {
      while (pieces.isEmpty() && outcome == null && bug == null) {
        changed.awaitUninterruptibly();
      }
      byte[] piece = pieces.poll();
      if (piece == null) {
        rethrow();
        return Optional.empty();
      }
      held -= piece.length;
      changed.signalAll();
      return Optional.of(Body.of(piece));
    } finally {
      lock.unlock();
    }
  }

  /// After the end: whether these were all the bytes that the function meant to send.
  public boolean whole() {
    lock.lock();
    try {
      return whole;
    } finally {
      lock.unlock();
    }
  }

  /// After the end: what went wrong, be it that the function told of it behind its answer, or that
  /// it did not come to an end.
  public Optional<InvokeResult.Failed> failure() {
    lock.lock();
    try {
      return outcome instanceof InvokeResult.Failed failed ? Optional.of(failed) : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /// Nobody reads on.
  @Override
  public void close() {
    lock.lock();
    try {
      left = true;
      pieces.clear();
      held = 0;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void rethrow() {
    if (bug != null) {
      throw new IllegalStateException("the invocation failed by a fault of ours", bug);
    }
  }
}
