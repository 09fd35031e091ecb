package dev.gatehouse.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.http.Body;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ResponseStreamTest {
  private static final int PIECE = 10_000;
  private static final int PIECES = 500;
  private static final InvokeResult ALL = new InvokeResult.Returned(Body.EMPTY);

  private final ResponseStream stream = new ResponseStream();
  private final AtomicInteger written = new AtomicInteger();

  private Thread writer() {
    return Thread.startVirtualThread(() -> {
      stream.start("text/plain");
      for (int i = 0; i < PIECES; i++) {
        written.addAndGet(PIECE);
        stream.write(new byte[PIECE], PIECE);
      }
      stream.complete();
      stream.finish(ALL);
    });
  }

  @Test
  void writerNeverGetsFarAheadOfItsReader() {
    writer();
    int read = 0;
    for (var piece = stream.next(); piece.isPresent(); piece = stream.next()) {
      assertThat(written.get() - read).isLessThanOrEqualTo(256 * 1024 + 2 * PIECE);
      read += piece.orElseThrow().length();
    }
    assertThat(read).isEqualTo(PIECE * PIECES);
    assertThat(stream.whole()).isTrue();
    assertThat(stream.failure()).isEmpty();
  }

  @Test
  void readerWhoLeavesLetsTheWriterGoOn() throws InterruptedException {
    Thread writer = writer();
    stream.next();
    stream.close();
    writer.join();
    assertThat(written).hasValue(PIECE * PIECES);
    assertThat(stream.next()).isEmpty();
  }

  @Test
  void endOfTheInvocationFreesAWriterWhoWaits() throws InterruptedException {
    Thread writer = writer();
    stream.awaitStart();
    var killed = new InvokeResult.Failed("Sandbox.Timedout", Body.EMPTY);
    while (written.get() < 256 * 1024) {
      Thread.onSpinWait();
    }
    stream.finish(killed);
    writer.join();
    assertThat(stream.next()).isPresent();
  }

  @Test
  void answerThatWasNotStreamedIsOnePiece() {
    var answer =
        (StreamedResult.Answering) ResponseStream.of(new InvokeResult.Returned(Body.of("1")));

    assertThat(answer.contentType()).isEqualTo("application/json");
    assertThat(answer.stream().next()).contains(Body.of("1"));
    assertThat(answer.stream().next()).isEmpty();
    assertThat(answer.stream().whole()).isTrue();
  }

  @Test
  void failureBeforeAnyAnswerIsTheEnd() {
    var failed = new InvokeResult.Failed("Error", Body.EMPTY);

    assertThat(ResponseStream.of(failed)).isEqualTo(new StreamedResult.Ended(failed));
  }
}
