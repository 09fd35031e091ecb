package dev.gatehouse.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// One connection of a [StreamServer]: request after request (RFC 9112).
final class StreamConnection {
  private static final Pattern REQUEST_LINE =
      Pattern.compile("(?<method>[A-Z]+) (?<target>/[!-~]*) (?<protocol>HTTP/1\\.[01])");

  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Socket socket;
  private final HttpServerConfig config;
  private final StreamHandler handler;
  private final LineReader in;
  private final OutputStream out;

  StreamConnection(Socket socket, HttpServerConfig config, StreamHandler handler)
      throws IOException {
    this.socket = socket;
    this.config = config;
    this.handler = handler;
    this.in = new LineReader(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  /// @return whether another request may follow
  /// @throws EOFException when the peer has gone, between two requests or within one
  boolean serveNext() throws IOException {
    HttpRequest request;
    IncomingBody body;
    try {
      var line = REQUEST_LINE.matcher(in.line(config.maxRequestLine()));
      if (!line.matches()) {
        throw new MalformedRequestException("not a request line");
      }
      request =
          new HttpRequest(
              line.group("method"),
              line.group("target"),
              line.group("protocol"),
              in.headers(config.maxHeaders()),
              Body.EMPTY,
              InetAddressText.of(socket.getRemoteSocketAddress()),
              socket.getLocalPort());
      body = body(request.headers());
    } catch (MalformedRequestException e) {
      send(HttpResponse.of(400), true);
      return false;
    }
    return answer(request, body);
  }

  private boolean answer(HttpRequest request, IncomingBody body) throws IOException {
    HttpResponse answer;
    try {
      answer = handler.handle(request, body);
    } catch (MalformedRequestException e) {
      answer = HttpResponse.of(400);
    }
    boolean last = asksToClose(request) || !body.ended();
    send(answer, last);
    if (!body.ended()) {
      drain();
    }
    return !last;
  }

  /// Closed with bytes unread, a socket would take the answer back from a peer that still writes.
  private void drain() throws IOException {
    socket.shutdownOutput();
    byte[] buffer = new byte[8192];
    int left = config.maxBody();
    for (int read = 0; read >= 0 && left > 0; left -= read) {
      read = in.read(buffer);
    }
  }

  /// RFC 9112 §6.3.
  private IncomingBody body(HttpHeaders headers) throws IOException {
    List<String> encodings = headers.all("transfer-encoding");
    List<String> lengths = headers.all("content-length");
    IncomingBody body;
    if (!encodings.isEmpty()) {
      if (!lengths.isEmpty() || encodings.size() > 1 || !isChunked(encodings.getFirst())) {
        throw new MalformedRequestException("the body's length is ambiguous");
      }
      body = new ChunkedBody(in, config.maxHeaders());
    } else if (lengths.isEmpty()) {
      return IncomingBody.of(Body.EMPTY);
    } else {
      if (lengths.size() > 1 || !lengths.getFirst().matches("[0-9]{1,15}")) {
        throw new MalformedRequestException("the body's length is no number");
      }
      body = new FixedLengthBody(in, Long.parseLong(lengths.getFirst()));
    }
    boolean waits = headers.first("expect").filter("100-continue"::equalsIgnoreCase).isPresent();
    return waits ? new AwaitedBody(body) : body;
  }

  private static boolean isChunked(String encoding) {
    return encoding.equalsIgnoreCase("chunked");
  }

  private static boolean asksToClose(HttpRequest request) {
    Optional<String> connection = request.headers().first("connection");
    return connection.filter("close"::equalsIgnoreCase).isPresent()
        || request.protocol().equals("HTTP/1.0");
  }

  private void send(HttpResponse answer, boolean last) throws IOException {
    byte[] body = answer.body().bytes();
    var head = new StringBuilder("HTTP/1.1 ").append(answer.status()).append(" \r\n");
    for (HttpHeader line : answer.headers()) {
      head.append(line.name()).append(": ").append(line.value()).append("\r\n");
    }
    head.append("Content-Length: ").append(body.length).append("\r\n");
    if (last) {
      head.append("Connection: close\r\n");
    }
    byte[] headBytes = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    byte[] message = new byte[headBytes.length + body.length];
    System.arraycopy(headBytes, 0, message, 0, headBytes.length);
    System.arraycopy(body, 0, message, headBytes.length, body.length);
    out.write(message);
  }

  /// A body that its sender keeps back until we ask for it (RFC 9110 §10.1.1).
  private final class AwaitedBody implements IncomingBody {
    private final IncomingBody body;
    private boolean asked;

    AwaitedBody(IncomingBody body) {
      this.body = body;
    }

    @Override
    public int read(byte[] into) throws IOException {
      if (!asked) {
        asked = true;
        out.write(CONTINUE);
      }
      return body.read(into);
    }

    @Override
    public boolean ended() {
      return body.ended();
    }

    @Override
    public HttpHeaders trailers() {
      return body.trailers();
    }
  }
}
