package dev.gatehouse.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.aws.Json;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A browser's side of the console, down to each header line: what browsers do not let pages choose
/// is chosen here.
final class ConsoleClient {
  /// @param head status line and headers
  record Answer(String head, String body) {
    int status() {
      return Integer.parseInt(head.substring(9, 12));
    }

    List<String> header(String name) {
      return head.lines()
          .filter(line -> line.regionMatches(true, 0, name + ": ", 0, name.length() + 2))
          .map(line -> line.substring(name.length() + 2))
          .toList();
    }
  }

  private final int port;
  private final String cookie;

  private ConsoleClient(int port, String cookie) {
    this.port = port;
    this.cookie = cookie;
  }

  /// Nobody let it in yet.
  static ConsoleClient stranger(int port) {
    return new ConsoleClient(port, "");
  }

  /// Entered by a link that the administrator asked for.
  static ConsoleClient owner(ThingsStack stack) throws Exception {
    Answer entered = stranger(stack.port()).get(path(link(stack)));
    assertThat(entered.status()).isEqualTo(200);
    return new ConsoleClient(
        stack.port(), entered.header("Set-Cookie").getFirst().split(";", 2)[0]);
  }

  static String link(ThingsStack stack) throws Exception {
    String answer =
        stack.curl(
            "gatehouse",
            "-X",
            "POST",
            "-d",
            "",
            "http://localhost:" + stack.port() + "/_gatehouse/links");
    assertThat(answer).startsWith("HTTP/1.1 201");
    return Json.STRICT
        .readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4))
        .path("url")
        .asString("");
  }

  static String path(String link) {
    return link.substring(link.indexOf("/_gatehouse"));
  }

  String cookie() {
    return cookie;
  }

  Answer get(String path, String... headers) throws Exception {
    return send("GET", path, "localhost:" + port, "", headers);
  }

  Answer getAs(String host, String path) throws Exception {
    return send("GET", path, host, "");
  }

  /// As a page of the console's own would.
  Answer post(String path, Map<String, String> fields) throws Exception {
    return post(path, "http://localhost:" + port, fields);
  }

  Answer post(String path, String origin, Map<String, String> fields, String... headers)
      throws Exception {
    String form =
        fields.entrySet().stream()
            .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
            .collect(Collectors.joining("&"));
    var all = new java.util.ArrayList<>(List.of(headers));
    all.add("Content-Type: application/x-www-form-urlencoded");
    if (!origin.isEmpty()) {
      all.add("Origin: " + origin);
    }
    return send("POST", path, "localhost:" + port, form, all.toArray(String[]::new));
  }

  /// From any form of a page.
  String csrf() throws Exception {
    return get("/_gatehouse").body().replaceAll("(?s).*?name=\"csrf\" value=\"([^\"]+)\".*", "$1");
  }

  private Answer send(String method, String path, String host, String body, String... headers)
      throws Exception {
    var request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\n");
    if (!cookie.isEmpty()) {
      request.append("Cookie: other=1; ").append(cookie).append("\r\n");
    }
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    byte[] bytes = body.getBytes(UTF_8);
    request.append("Content-Length: ").append(bytes.length);
    request.append("\r\nConnection: close\r\n\r\n").append(body);
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(request.toString().getBytes(UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
      int end = answer.indexOf("\r\n\r\n");
      return new Answer(answer.substring(0, end), answer.substring(end + 4));
    }
  }
}
