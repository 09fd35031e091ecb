package dev.gatehouse.apigateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.http.HttpServer;
import dev.gatehouse.http.HttpServerConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The same answers over a real socket. Header names are compared ignoring case: the server spells
/// those it knows in its own way.
class HttpApiConformanceTest {
  private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

  private final TestApi api =
      TestApi.with(TestApi.locked("GET /players", "read"), TestApi.open("POST /{proxy+}"));
  private final HttpServer server =
      HttpServer.start(
          HttpServerConfig.loopback(0), request -> api.gate().enter(request).response());

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void missingTokenOnTheWire() throws IOException {
    assertThat(exchange("GET /players HTTP/1.1", ""))
        .startsWith("HTTP/1.1 401 Unauthorized\r\n")
        .containsIgnoringCase("\r\nwww-authenticate: Bearer\r\n")
        .contains("\r\nContent-Length: 26\r\n")
        .containsPattern("\r\napigw-requestid: [A-Za-z0-9_-]{15}=\r\n")
        .doesNotContainIgnoringCase("content-type")
        .doesNotContainIgnoringCase("server:")
        .endsWith("\r\n\r\n{\"message\":\"Unauthorized\"}");
  }

  @Test
  void missingScopeOnTheWire() throws IOException {
    assertThat(
            exchange(
                "GET /players HTTP/1.1",
                "Authorization: Bearer " + TestTokens.withScope("write") + "\r\n"))
        .startsWith("HTTP/1.1 403 Forbidden\r\n")
        .endsWith("\r\n\r\n{\"message\":\"Forbidden\"}");
  }

  @Test
  void notFoundOnTheWire() throws IOException {
    assertThat(exchange("GET /teams HTTP/1.1", ""))
        .startsWith("HTTP/1.1 404 Not Found\r\n")
        .contains("\r\nContent-Type: application/json\r\n", "\r\nContent-Length: 23\r\n")
        .endsWith("\r\n\r\n{\"message\":\"Not Found\"}");
  }

  @Test
  void pathTricksReachTheGateUnharmed() throws IOException {
    for (String path : new String[] {"/x/../players", "/x/%2e%2e/players", "//players/..;/a"}) {
      assertThat(exchange("POST " + path + " HTTP/1.1", "")).startsWith("HTTP/1.1 404 ");
    }
    assertThat(exchange("GET //players HTTP/1.1", "")).startsWith("HTTP/1.1 404 ");
    assertThat(api.calls).isEmpty();
  }

  @Test
  void validTokenOnTheWire() throws IOException {
    assertThat(
            exchange(
                "GET /players?a=b%20c HTTP/1.1",
                "Authorization: Bearer " + TestTokens.withScope("read") + "\r\n"))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .containsIgnoringCase("\r\ncontent-type: text/plain; charset=utf-8\r\n")
        .endsWith("\r\n\r\nserved");
    assertThat(api.event().get("rawQueryString").stringValue()).isEqualTo("a=b%20c");
    assertThat(api.event().at("/requestContext/http/sourceIp").stringValue())
        .isEqualTo("127.0.0.1");
  }

  private String exchange(String requestLine, String headers) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      String request = requestLine + "\r\nHost: localhost\r\n" + headers + "\r\n";
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return answer(socket.getInputStream());
    }
  }

  /// The head, and as much of a body as it announces.
  private static String answer(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int read = in.read();
      if (read < 0) {
        return head.toString();
      }
      head.append((char) read);
    }
    var length = CONTENT_LENGTH.matcher(head);
    int announced = length.find() ? Integer.parseInt(length.group(1)) : 0;
    return head + new String(in.readNBytes(announced), ISO_8859_1);
  }
}
