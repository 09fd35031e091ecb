package dev.gatehouse.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StreamServerConformanceTest {
  private final BlockingQueue<String> seen = new ArrayBlockingQueue<>(100);
  private StreamServer server;

  @BeforeEach
  void start() {
    server = StreamServer.start(HttpServerConfig.loopback(0), this::tell);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /// Tells of each piece as it comes, and of the trailers; `/unread` reads nothing.
  private HttpResponse tell(HttpRequest request, IncomingBody body) throws IOException {
    seen.add(request.method() + " " + request.target());
    if (request.target().equals("/unread")) {
      return HttpResponse.of(413);
    }
    byte[] buffer = new byte[1024];
    for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
      seen.add(new String(buffer, 0, read, ISO_8859_1));
    }
    body.trailers().forEach(line -> seen.add(line.name() + "=" + line.value()));
    return HttpResponse.json(202, "{}");
  }

  @Test
  void piecesOfABodyArriveBeforeItsEnd() throws Exception {
    try (var socket = connect()) {
      write(socket, "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none");
      assertThat(next()).isEqualTo("POST /a");
      assertThat(next()).isEqualTo("one");
      write(socket, "\r\n6;x=y\r\ntwo");
      assertThat(next()).isEqualTo("two");
      write(socket, "six\r\n0\r\nA-Type: t\r\nA-Body: e30=\r\n\r\n");
      assertThat(next()).isEqualTo("six");
      assertThat(next()).isEqualTo("A-Type=t");
      assertThat(next()).isEqualTo("A-Body=e30=");
      assertThat(head(socket)).startsWith("HTTP/1.1 202 ");
    }
  }

  @Test
  void requestsFollowEachOtherOnOneConnection() throws Exception {
    String request = "POST /%s HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}";
    assertThat(raw(request.formatted("a") + request.formatted("b") + "GET /c HTTP/1.0\r\n\r\n"))
        .isEqualTo(
            """
            HTTP/1.1 202 \r
            Content-Type: application/json\r
            Content-Length: 2\r
            \r
            {}\
            """
                    .repeat(2)
                + """
                HTTP/1.1 202 \r
                Content-Type: application/json\r
                Content-Length: 2\r
                Connection: close\r
                \r
                {}\
                """);
    assertThat(seen).containsExactly("POST /a", "{}", "POST /b", "{}", "GET /c");
  }

  @Test
  void bodyIsAskedForWhenItsSenderWaits() throws Exception {
    try (var socket = connect()) {
      write(
          socket,
          "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
      assertThat(head(socket)).startsWith("HTTP/1.1 100 ");
      write(socket, "ok");
      assertThat(head(socket)).startsWith("HTTP/1.1 202 ");
    }
  }

  @Test
  void unreadBodyEndsTheConnection() throws Exception {
    assertThat(raw("POST /unread HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nunread..."))
        .isEqualTo("HTTP/1.1 413 \r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NONSENSE\r\n\r\n",
        "GET x HTTP/1.1\r\n\r\n",
        "GET / HTTP/2.0\r\n\r\n",
        "GET / HTTP/1.1\n\n",
        "GET / HTTP/1.1\r\nX-A : b\r\n\r\n",
        "GET / HTTP/1.1\r\nX-A\r\n\r\n",
        "GET / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        "GET / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n",
      })
  void malformedRequestNeverReachesTheHandler(String bytes) throws IOException {
    assertThat(raw(bytes)).startsWith("HTTP/1.1 400 ");
    assertThat(seen).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x\r\n", "3\r\nabcd\r\n", "-1\r\n", "FFFFFFFFFFFFFFFFF\r\n"})
  void malformedChunkEndsTheConnection(String chunk) throws IOException {
    assertThat(raw("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk))
        .startsWith("HTTP/1.1 400 ");
  }

  @Test
  void endlessHeadersAreRefused() throws IOException {
    assertThat(raw("GET / HTTP/1.1\r\nA: " + "x".repeat(40_000) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ");
  }

  @Test
  void takenPortIsNamed() {
    assertThatThrownBy(
            () -> StreamServer.start(HttpServerConfig.loopback(server.port()), this::tell))
        .isInstanceOf(HttpServerException.class)
        .hasMessage("cannot listen on 127.0.0.1:" + server.port());
  }

  private String next() throws InterruptedException {
    return String.valueOf(seen.poll(20, TimeUnit.SECONDS));
  }

  private Socket connect() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  private static String head(Socket socket) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        break;
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private String raw(String bytes) throws IOException {
    try (var socket = connect()) {
      write(socket, bytes);
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }
}
