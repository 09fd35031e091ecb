package dev.gatehouse.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Responses that are still being made when their headers leave.
final class BodyStreamConformanceTest {
  private final BlockingQueue<String> pieces = new ArrayBlockingQueue<>(10);
  private final CountDownLatch closed = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void start() {
    server =
        HttpServer.start(
            HttpServerConfig.loopback(0),
            request ->
                new HttpResponse(
                    request.target().equals("/nothing") ? 204 : 200,
                    HttpHeaders.of("Content-Type", "text/plain", "Content-Length", "1"),
                    new Pieces()));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /// Writes what the test puts into the queue until it says `end` or `break`.
  private final class Pieces implements BodyStream {
    @Override
    public void writeTo(OutputStream out) throws IOException {
      for (String piece = take(); !piece.equals("end"); piece = take()) {
        if (piece.equals("break")) {
          throw new IOException("no more");
        }
        out.write(piece.getBytes(ISO_8859_1));
      }
    }

    private static String poll(BlockingQueue<String> queue) throws InterruptedException {
      return String.valueOf(queue.poll(20, TimeUnit.SECONDS));
    }

    private String take() throws IOException {
      try {
        return poll(pieces);
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  @Test
  void pieceArrivesBeforeTheNextIsMade() throws Exception {
    try (var socket = get("/", "")) {
      pieces.add("one");
      assertThat(until(socket, "one\r\n"))
          .startsWith("HTTP/1.1 200 OK\r\n")
          .containsIgnoringCase("content-type: text/plain\r\n")
          .containsIgnoringCase("transfer-encoding: chunked\r\n")
          .doesNotContainIgnoringCase("content-length")
          .endsWith("\r\n\r\n3\r\none\r\n");
      pieces.add("");
      pieces.add("two");
      assertThat(until(socket, "two\r\n")).isEqualTo("3\r\ntwo\r\n");
      pieces.add("end");
      assertThat(until(socket, "0\r\n\r\n")).isEqualTo("0\r\n\r\n");
      assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void connectionServesTheNextRequest() throws Exception {
    try (var socket = get("/", "")) {
      pieces.add("one");
      pieces.add("end");
      until(socket, "0\r\n\r\n");
      ask(socket, "/", "Connection: close\r\n");
      pieces.add("two");
      pieces.add("end");
      assertThat(rest(socket)).endsWith("\r\n\r\n3\r\ntwo\r\n0\r\n\r\n");
    }
  }

  @Test
  void brokenBodyIsCutAndNotEnded() throws Exception {
    try (var socket = get("/", "")) {
      pieces.add("one");
      pieces.add("break");
      assertThat(rest(socket)).endsWith("\r\n\r\n3\r\none\r\n");
      assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void emptyBodyIsComplete() throws Exception {
    try (var socket = get("/", "Connection: close\r\n")) {
      pieces.add("end");
      assertThat(rest(socket)).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\n");
    }
  }

  @Test
  void bodyThatTheStatusForbidsIsReadAndDropped() throws Exception {
    try (var socket = get("/nothing", "Connection: close\r\n")) {
      pieces.add("one");
      pieces.add("end");
      assertThat(rest(socket)).startsWith("HTTP/1.1 204 ").doesNotContain("one");
      assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void guestWhoLeavesEndsTheStream() throws Exception {
    try (var socket = get("/", "")) {
      pieces.add("one");
      until(socket, "one\r\n");
      socket.setSoLinger(true, 0);
    }
    while (closed.getCount() > 0) {
      pieces.offer("more", 1, TimeUnit.SECONDS);
    }
    assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
  }

  private Socket get(String target, String headers) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(20_000);
    ask(socket, target, headers);
    return socket;
  }

  private static void ask(Socket socket, String target, String headers) throws IOException {
    socket
        .getOutputStream()
        .write(
            "GET %s HTTP/1.1\r\nHost: x\r\n%s\r\n".formatted(target, headers).getBytes(ISO_8859_1));
  }

  private static String until(Socket socket, String end) throws IOException {
    var text = new StringBuilder();
    while (text.indexOf(end) < 0) {
      int next = socket.getInputStream().read();
      assertThat(next).as("end of %s", text).isNotNegative();
      text.append((char) next);
    }
    return text.toString();
  }

  private static String rest(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
  }
}
