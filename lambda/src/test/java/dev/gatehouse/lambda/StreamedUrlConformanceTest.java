package dev.gatehouse.lambda;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.aws.AccessCheck;
import dev.gatehouse.fidelity.Shows;
import dev.gatehouse.http.HttpServer;
import dev.gatehouse.http.HttpServerConfig;
import dev.gatehouse.lambda.FunctionUrlConfig.AuthType;
import dev.gatehouse.lambda.FunctionUrlConfig.InvokeMode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Function URLs with `InvokeMode: RESPONSE_STREAM`: real functions, bytes as they are on the wire.
class StreamedUrlConformanceTest {
  /// `gate` names a pipe that the handler reads to its end before it goes on.
  private static final String CODE =
      """
      const fs = require('node:fs/promises');
      const {HttpResponseStream} = awslambda;
      const actions = {
        async gated(out, gate) {
          const prelude = {
            statusCode: 201,
            headers: {'Content-Type': 'text/plain', 'X-Team': 'Chelsea', 'Content-Length': '99'},
            cookies: ['a=1; Path=/', 'b=2'],
          };
          out = HttpResponseStream.from(out, prelude);
          out.write('first');
          await fs.readFile(gate);
          out.end('second');
        },
        async events(out) {
          out.setContentType('text/event-stream');
          out.end('data: 1\\n\\n');
        },
        async bytes(out) { out.end(Buffer.from([0, 1, 254, 255])); },
        async untyped(out) { HttpResponseStream.from(out, {}).write('x'); out.end(); },
        async unwritten(out) { HttpResponseStream.from(out, {statusCode: 301}).end(); },
        async empty(out) { HttpResponseStream.from(out, {statusCode: 204}).write(''); out.end(); },
        async refused() { throw new Error('before anything was written'); },
        async late(out) { out.write('part'); throw new Error('late'); },
        async exits(out, gate) { out.write('part'); await fs.readFile(gate); process.exit(3); },
        async hangs(out) { out.write('part'); await new Promise(r => setTimeout(r, 600000)); },
        async teapot(out) { HttpResponseStream.from(out, {statusCode: 'tea'}).write('x'); out.end(); },
        async skipped(out) { HttpResponseStream.from(out, {statusCode: 201}).end('x'); },
        async large(out) {
          const {Readable} = require('node:stream');
          await require('node:stream/promises').pipeline(
              Readable.from(Array.from({length: 128}, () => Buffer.alloc(65536, 'x'))), out);
        },
      };
      exports.handler = awslambda.streamifyResponse(
          (event, out) => actions[event.rawPath.slice(1)](out, event.queryStringParameters?.gate));
      """;

  @TempDir private static Path folder;
  private static LambdaFunction function;
  private static HttpServer server;

  @BeforeAll
  static void start() {
    assumeTrue(Interpreters.ofThisMachine().node().isPresent(), "needs `node` on the PATH");
    function =
        TestFunctions.open(folder, TestFunctions.inline("nodejs22.x", "index.handler", CODE));
    server = serve(function, InvokeMode.RESPONSE_STREAM);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
      function.close();
    }
  }

  private static HttpServer serve(Invoker invoker, InvokeMode mode) {
    var url =
        new FunctionUrl(
            FunctionUrlFixture.config(AuthType.NONE, mode, null),
            id -> Optional.empty(),
            request -> new AccessCheck.Decision.Granted(),
            invoker,
            Clock.systemUTC(),
            UUID::randomUUID);
    return HttpServer.start(HttpServerConfig.loopback(0), request -> url.enter(request).response());
  }

  @Test
  @Shows("function-url.streaming.first-byte-early")
  @Shows("function-url.streaming.prelude")
  void firstBytesArriveBeforeTheFunctionEnds() throws Exception {
    Path gate = gate();
    try (var guest = get(server, "/gated?gate=" + gate)) {
      assertThat(until(guest, "first\r\n"))
          .startsWith("HTTP/1.1 201 Created\r\n")
          .containsIgnoringCase("\r\ntransfer-encoding: chunked\r\n")
          .containsIgnoringCase("\r\ncontent-type: text/plain\r\n")
          .containsIgnoringCase("\r\nx-team: Chelsea\r\n")
          .containsIgnoringCase("\r\nset-cookie: a=1; Path=/\r\n")
          .containsIgnoringCase("\r\nset-cookie: b=2\r\n")
          .containsIgnoringCase("\r\nx-amzn-remapped-content-length: 99\r\n")
          .containsIgnoringCase("\r\nx-amzn-requestid: ")
          .containsIgnoringCase("\r\nx-amzn-trace-id: root=")
          .endsWith("\r\n\r\n5\r\nfirst\r\n");
      Files.writeString(gate, "go");
      assertThat(rest(guest)).isEqualTo("6\r\nsecond\r\n0\r\n\r\n");
    }
  }

  @Test
  @Shows("function-url.streaming.without-prelude")
  void streamWithoutPreludeIsABodyOfItsContentType() throws Exception {
    assertThat(get("/events"))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .containsIgnoringCase("\r\ncontent-type: text/event-stream\r\n")
        .endsWith("\r\n\r\n9\r\ndata: 1\n\n\r\n0\r\n\r\n");
    assertThat(get("/bytes"))
        .containsIgnoringCase("\r\ncontent-type: application/octet-stream\r\n")
        .endsWith("\r\n\r\n4\r\n\0\1\u00fe\u00ff\r\n0\r\n\r\n");
  }

  @Test
  @Shows("function-url.streaming.prelude-without-content-type")
  void preludeWithoutContentTypeIsOfBytes() throws Exception {
    assertThat(get("/untyped"))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .containsIgnoringCase("\r\ncontent-type: application/octet-stream\r\n");
  }

  @Test
  @Shows("function-url.streaming.unwritten-prelude")
  void preludeIsLostWhenNothingIsWritten() throws Exception {
    assertThat(get("/unwritten"))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .containsIgnoringCase("\r\ncontent-type: application/octet-stream\r\n")
        .endsWith("\r\n\r\n");
  }

  @Test
  @Shows("function-url.streaming.failure-before-first-byte")
  void failureBeforeTheFirstByteIsABadGateway() throws Exception {
    assertThat(get("/refused"))
        .startsWith("HTTP/1.1 502 ")
        .endsWith("\r\n\r\nInternal Server Error");
    assertThat(get("/teapot")).startsWith("HTTP/1.1 502 ");
    assertThat(get("/skipped")).startsWith("HTTP/1.1 502 ");
  }

  @Test
  @Shows("function-url.streaming.failure-behind-the-answer")
  void failureToldBehindTheAnswerEndsItCleanly() throws Exception {
    assertThat(get("/late"))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .endsWith("\r\n\r\n4\r\npart\r\n0\r\n\r\n");
    assertThat(folder.resolve("logs/player_fc_api.log"))
        .content()
        .contains("\tERROR\tInvoke Error \t{\"errorType\":\"Error\",\"errorMessage\":\"late\"");
  }

  @Test
  @Shows("function-url.streaming.death-in-the-middle")
  void deathInTheMiddleCutsTheConnection() throws Exception {
    Path gate = gate();
    try (var guest = get(server, "/exits?gate=" + gate)) {
      until(guest, "part\r\n");
      Files.writeString(gate, "go");
      assertThat(rest(guest)).isEmpty();
    }
    assertThat(get("/events")).startsWith("HTTP/1.1 200 OK\r\n");
  }

  @Test
  @Shows("function-url.streaming.timeout")
  @Shows("function-url.streaming.death-in-the-middle")
  void timeoutInTheMiddleCutsTheConnection() throws Exception {
    var config =
        TestFunctions.limited(
            TestFunctions.inline("nodejs22.x", "index.handler", CODE),
            Duration.ofSeconds(1),
            OptionalInt.empty());
    try (var brief = TestFunctions.open(Files.createDirectory(folder.resolve("brief")), config)) {
      // Started beforehand: a slow machine's start would use the second up.
      brief.warmUp();
      var url = serve(brief, InvokeMode.RESPONSE_STREAM);
      try (var guest = get(url, "/hangs")) {
        assertThat(rest(guest)).endsWith("\r\n\r\n4\r\npart\r\n");
      } finally {
        url.close();
      }
    }
  }

  @Test
  @Shows("function-url.streaming.size")
  void answerOverSixMegabytesIsStreamed() throws Exception {
    try (var guest = get(server, "/large")) {
      until(guest, "\r\n\r\n");
      assertThat(guest.getInputStream().readAllBytes().length).isGreaterThan(128 * 65536);
    }
  }

  @Test
  @Shows("function-url.streaming.guest-leaves")
  void guestWhoLeavesDoesNotStopTheFunction() throws Exception {
    Path gate = gate();
    try (var guest = get(server, "/gated?gate=" + gate)) {
      until(guest, "first\r\n");
      guest.setSoLinger(true, 0);
    }
    Files.writeString(gate, "go");
    assertThat(get("/events")).startsWith("HTTP/1.1 200 OK\r\n");
  }

  @Test
  void streamOfOneRequestDoesNotHoldUpAnother() throws Exception {
    Path gate = gate();
    try (var guest = get(server, "/gated?gate=" + gate)) {
      until(guest, "first\r\n");
      assertThat(get("/events")).startsWith("HTTP/1.1 200 OK\r\n");
      Files.writeString(gate, "go");
      assertThat(rest(guest)).endsWith("0\r\n\r\n");
    }
  }

  @Test
  void statusWithoutBodyHasNone() throws Exception {
    assertThat(get("/empty")).startsWith("HTTP/1.1 204 ").endsWith("\r\n\r\n");
  }

  @Test
  void headIsAnsweredWithoutTheBody() throws Exception {
    try (var guest = ask(server, "HEAD", "/events")) {
      assertThat(rest(guest)).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\n");
    }
  }

  @Test
  @Shows("function-url.streaming.buffered-function")
  void answerOfABufferedHandlerIsDeliveredAsItIs() throws Exception {
    String code = "exports.handler = async () => ({statusCode: 418, body: 'tea'})";
    try (var buffered =
        TestFunctions.open(
            Files.createDirectory(folder.resolve("buffered")),
            TestFunctions.inline("nodejs22.x", "index.handler", code))) {
      var url = serve(buffered, InvokeMode.RESPONSE_STREAM);
      try (var guest = get(url, "/")) {
        assertThat(rest(guest))
            .startsWith("HTTP/1.1 200 OK\r\n")
            .containsIgnoringCase("\r\ncontent-type: application/json\r\n")
            .contains("{\"statusCode\":418,\"body\":\"tea\"}");
      } finally {
        url.close();
      }
    }
  }

  @Test
  @Shows("function-url.streaming.buffered-url-prelude")
  void streamWithPreludeBehindABufferedUrlIsABadGateway() throws Exception {
    var url = serve(function, InvokeMode.BUFFERED);
    try (var guest = get(url, "/untyped")) {
      assertThat(rest(guest)).startsWith("HTTP/1.1 502 ");
    } finally {
      url.close();
    }
  }

  @Test
  @Shows("lambda.streamed-response.custom-runtime")
  void customRuntimeStreams() throws Exception {
    Path gate = gate();
    String body =
        """
        while :; do
          curl -sS -o /dev/null -D "$TMPDIR/headers" "$api/invocation/next" || exit 1
          id=$(grep -i '^lambda-runtime-aws-request-id' "$TMPDIR/headers" | tr -d '\\r' | cut -d' ' -f2)
          { printf '{"statusCode":202}\\0\\0\\0\\0\\0\\0\\0\\0one'; cat "%s"; printf two; } |
            curl -sS -o /dev/null -X POST -T - -H 'Transfer-Encoding: chunked' \\
              -H 'Lambda-Runtime-Function-Response-Mode: streaming' \\
              -H 'Content-Type: application/vnd.awslambda.http-integration-response' \\
              "$api/invocation/$id/response"
        done
        """
            .formatted(gate);
    try (var script =
        TestFunctions.open(
            Files.createDirectory(folder.resolve("script")), TestFunctions.script(folder, body))) {
      var url = serve(script, InvokeMode.RESPONSE_STREAM);
      try (var guest = get(url, "/")) {
        assertThat(until(guest, "one\r\n"))
            .startsWith("HTTP/1.1 202 ")
            .endsWith("\r\n\r\n3\r\none\r\n");
        Files.writeString(gate, "-");
        assertThat(rest(guest)).endsWith("0\r\n\r\n").contains("two");
      } finally {
        url.close();
      }
    }
  }

  private static Path gate() throws IOException, InterruptedException {
    Path gate = folder.resolve("gate-" + UUID.randomUUID());
    var made = new ProcessBuilder(List.of("mkfifo", gate.toString())).start();
    assertThat(made.waitFor()).isZero();
    return gate;
  }

  private static String get(String target) throws IOException {
    try (var guest = get(server, target)) {
      return rest(guest);
    }
  }

  private static Socket get(HttpServer server, String target) throws IOException {
    return ask(server, "GET", target);
  }

  private static Socket ask(HttpServer server, String method, String target) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(60_000);
    String request = method + " " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(ISO_8859_1));
    return socket;
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
