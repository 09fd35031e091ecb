package dev.gatehouse.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.fidelity.Shows;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpServerConformanceTest {
  private final AtomicReference<HttpRequest> seen = new AtomicReference<>();
  private HttpServer server;

  @BeforeEach
  void start() {
    server = HttpServer.start(HttpServerConfig.loopback(0), this::echo);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse echo(HttpRequest request) {
    seen.set(request);
    return HttpResponse.json(200, "{}").with("X-Twice", "a").with("X-Twice", "b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/players",
        "//players",
        "/a/../b/./c",
        "/a%2Fb",
        "/a;v=1/b",
        "/%7Bx%7D",
        "/caf%C3%A9",
        "/a?x=1&x=2&y",
        "/a?b=%20c+d",
        "/?",
        "/a?x=/?y",
        "/%2e%2e/x",
        "/a//",
      })
  void targetArrivesAsItWasSent(String target) throws IOException {
    assertThat(raw("GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200");
    assertThat(seen.get().target()).isIn(target, target.replaceAll("\\?$", ""));
  }

  @Test
  void repeatedHeadersStayApartInOrder() throws IOException {
    raw("GET / HTTP/1.1\r\nHost: x\r\nX-A: 1, 2\r\nX-B: q\r\nx-a: 3\r\nConnection: close\r\n\r\n");
    assertThat(seen.get().headers().all("X-A")).containsExactly("1, 2", "3");
    assertThat(seen.get().headers().first("x-b")).contains("q");
  }

  @Test
  void repeatedResponseHeadersStayApart() throws IOException {
    assertThat(raw("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .containsIgnoringCase("x-twice: a\r\n")
        .containsIgnoringCase("x-twice: b\r\n")
        .containsIgnoringCase("content-length: 2\r\n");
  }

  @Test
  void chunkedBodyArrivesWhole() throws IOException {
    raw(
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
            + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
    assertThat(seen.get().body().text()).isEqualTo("abcde");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "br", "zstd", "identity"})
  void compressedBodyArrivesAsItWasSent(String coding) throws IOException {
    raw(
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Encoding: "
            + coding
            + "\r\nContent-Length: 4\r\nConnection: close\r\n\r\nabcd");
    assertThat(seen.get().body().text()).isEqualTo("abcd");
    assertThat(seen.get().headers().first("content-encoding")).contains(coding);
  }

  @Test
  void bodyOverTheLimitIsRefusedUnread() throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var request =
          java.net.http.HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port()))
              .timeout(Duration.ofSeconds(20))
              .POST(BodyPublishers.ofByteArray(new byte[16 * 1024 * 1024 + 1]))
              .build();
      assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(413);
    } catch (IOException connectionClosedWhileSending) {
      assertThat(connectionClosedWhileSending).isNotNull();
    }
    assertThat(seen.get()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "GET / HTTP/1.1\r\nHost: x\r\nX-A : b\r\n\r\n",
        "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
        "NONSENSE\r\n\r\n",
        "GET /a#b HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET http://x/a HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET * HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET a HTTP/1.1\r\nHost: x\r\n\r\n",
      })
  void malformedRequestNeverReachesTheHandler(String bytes) throws IOException {
    assertThat(raw(bytes))
        .satisfiesAnyOf(
            answer -> assertThat(answer).startsWith("HTTP/1.1 4"),
            answer -> assertThat(answer).isEmpty());
    assertThat(seen.get()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nFFFF\r\n",
      })
  @Timeout(30)
  @Shows("httpapi.chosen.trickled-request")
  void requestThatNeverArrivesWholeIsCutOffThoughItsGuestIsNeverSilent(String start)
      throws IOException {
    try (var hasty = HttpServer.start(impatient(), this::echo);
        var guest = new Socket(InetAddress.getLoopbackAddress(), hasty.port())) {
      guest.getOutputStream().write(start.getBytes(ISO_8859_1));
      guest.setSoTimeout(20);
      assertThat(trickle(guest)).isEmpty();
    }
    assertThat(seen.get()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "G", "GET / HT", "GET / HTTP/1.1\r\nHost: x\r\n\r\n"})
  @Timeout(30)
  void silentGuestIsCutOff(String said) throws IOException {
    try (var hasty = HttpServer.start(impatient(), this::echo);
        var guest = new Socket(InetAddress.getLoopbackAddress(), hasty.port())) {
      guest.getOutputStream().write(said.getBytes(ISO_8859_1));
      guest.setSoTimeout(10_000);

      // Ends when the server has closed the connection.
      String heard = new String(guest.getInputStream().readAllBytes(), ISO_8859_1);
      assertThat(heard.startsWith("HTTP/1.1 200")).isEqualTo(said.endsWith("\r\n\r\n"));
    }
  }

  @Test
  void guestWhoTakesItsTimeWithinTheLimitIsServed() throws IOException {
    try (var guest = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      for (char c :
          "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\nab"
              .toCharArray()) {
        guest.getOutputStream().write(c);
        guest.getOutputStream().flush();
      }
      assertThat(new String(guest.getInputStream().readAllBytes(), ISO_8859_1))
          .startsWith("HTTP/1.1 200");
    }
    assertThat(seen.get().body().text()).isEqualTo("ab");
  }

  /// A byte every now and then until the server ends the connection.
  ///
  /// @return what it answered
  private static String trickle(Socket guest) {
    var answer = new StringBuilder();
    try {
      while (true) {
        guest.getOutputStream().write('x');
        try {
          int read = guest.getInputStream().read();
          if (read < 0) {
            return answer.toString();
          }
          answer.append((char) read);
        } catch (SocketTimeoutException _) {
          // It still listens.
        }
      }
    } catch (IOException _) {
      return answer.toString();
    }
  }

  private static HttpServerConfig impatient() {
    var usual = HttpServerConfig.loopback(0);
    return new HttpServerConfig(
        usual.address(),
        usual.port(),
        usual.maxBody(),
        usual.maxRequestLine(),
        usual.maxHeaders(),
        usual.maxConnections(),
        Duration.ofMillis(500));
  }

  @Test
  void headAnswersWithoutBody() throws IOException {
    assertThat(raw("HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200")
        .endsWith("\r\n\r\n");
  }

  @Test
  void takenPortIsNamed() {
    assertThatThrownBy(() -> HttpServer.start(HttpServerConfig.loopback(server.port()), this::echo))
        .isInstanceOf(HttpServerException.class)
        .hasMessage("cannot listen on 127.0.0.1:" + server.port());
  }

  @Test
  void connectionClosesWhenTheGuestAsksForIt() throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(5000);
      socket
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(ISO_8859_1));
      String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
      assertThat(answer).startsWith("HTTP/1.1 200").containsIgnoringCase("connection: close\r\n");
    }
  }

  private String raw(String bytes) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(5000);
      socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }
}
