package dev.gatehouse.host.prove;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.http.HttpHeader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// One request, to the letter: what an honest client would never send can be said as well.
///
/// @param url of the address, `http://127.0.0.1:4567`
/// @param target as it stands in the request line
/// @param protocol `HTTP/1.1` unless the attack is in it
/// @param headers all of them but those that frame the message
record Shot(
    String url,
    String method,
    String target,
    String protocol,
    List<HttpHeader> headers,
    String body) {
  private static final Pattern TOKEN =
      Pattern.compile("[A-Za-z0-9_-]{24,}(?:\\.[A-Za-z0-9_%=+/-]*)*");
  private static final Pattern SESSION =
      Pattern.compile("(?i)(X-Amz-Security-Token=)([^&]{8})[^&]*");
  private static final int SHOWN = 12;
  private static final int LONG = 700;

  Shot {
    requireNonNull(url, "url");
    requireNonNull(method, "method");
    requireNonNull(target, "target");
    requireNonNull(protocol, "protocol");
    headers = List.copyOf(headers);
    requireNonNull(body, "body");
  }

  static Shot at(String url, String method, String target) {
    String host = url.substring(url.indexOf("//") + 2);
    return new Shot(url, method, target, "HTTP/1.1", List.of(new HttpHeader("Host", host)), "");
  }

  /// What a client that knows no better takes for the host.
  String host() {
    return headers.stream()
        .filter(header -> header.named("host"))
        .map(HttpHeader::value)
        .findFirst()
        .orElse("");
  }

  String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  String query() {
    int query = target.indexOf('?');
    return query < 0 ? "" : target.substring(query + 1);
  }

  Shot withUrl(String other) {
    return new Shot(other, method, target, protocol, headers, body);
  }

  Shot withMethod(String other) {
    return new Shot(url, other, target, protocol, headers, body);
  }

  Shot withTarget(String other) {
    return new Shot(url, method, other, protocol, headers, body);
  }

  Shot withProtocol(String other) {
    return new Shot(url, method, target, other, headers, body);
  }

  /// One more, after all others of its name.
  Shot plus(String name, String value) {
    var more = new ArrayList<>(headers);
    more.add(new HttpHeader(name, value));
    return new Shot(url, method, target, protocol, more, body);
  }

  Shot without(String name) {
    return new Shot(
        url,
        method,
        target,
        protocol,
        headers.stream().filter(header -> !header.named(name)).toList(),
        body);
  }

  /// The only one of its name.
  Shot with(String name, String value) {
    return without(name).plus(name, value);
  }

  /// @param parameter already encoded
  Shot plusQuery(String parameter) {
    return withTarget(target + (target.contains("?") ? "&" : "?") + parameter);
  }

  Shot withBody(String other) {
    return new Shot(url, method, target, protocol, headers, other);
  }

  /// As it goes over the wire; the connection ends with the answer unless a header says otherwise.
  byte[] bytes() {
    var text = new StringBuilder(method + " " + target + " " + protocol + "\r\n");
    headers.forEach(line -> text.append(line.name() + ": " + line.value() + "\r\n"));
    if (!body.isEmpty() && headers.stream().noneMatch(line -> line.named("transfer-encoding"))) {
      text.append("Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n");
    }
    text.append(
        headers.stream().anyMatch(line -> line.named("connection")) ? "" : "Connection: close\r\n");
    text.append("\r\n");
    return (text + body).getBytes(StandardCharsets.UTF_8);
  }

  /// As a curl command, for the owner to look at: no token is in it whole.
  String curl() {
    var words = new ArrayList<String>(List.of("curl", "-i", "--path-as-is"));
    words.add("-X");
    words.add(quoted(method));
    if (protocol.equals("HTTP/1.0")) {
      words.add("--http1.0");
    }
    String host = url.substring(url.indexOf("//") + 2);
    List<String> hosts =
        headers.stream().filter(line -> line.named("host")).map(HttpHeader::value).toList();
    if (hosts.isEmpty()) {
      words.add("-H");
      words.add("'Host:'");
    }
    for (HttpHeader line : headers) {
      if (!(line.named("host") && hosts.equals(List.of(host)))) {
        words.add("-H");
        words.add(quoted(line.name() + ": " + shown(line)));
      }
    }
    if (!body.isEmpty()) {
      words.add("--data-binary");
      words.add(quoted(masked(body)));
    }
    String asked = path() + (target.contains("?") ? "?" + masked(query()) : "");
    if (!asked.startsWith("/")) {
      words.add("--request-target");
      words.add(quoted(asked));
      asked = "/";
    }
    words.add(quoted(url + asked));
    return String.join(" ", words);
  }

  private static String shown(HttpHeader line) {
    return line.named("x-amz-security-token")
        ? line.value().substring(0, Math.min(8, line.value().length())) + "…"
        : masked(line.value());
  }

  private static String masked(String text) {
    String shortened =
        TOKEN
            .matcher(SESSION.matcher(text).replaceAll("$1$2…"))
            .replaceAll(found -> found.group().substring(0, SHOWN) + "…");
    return shortened.length() <= LONG ? shortened : shortened.substring(0, LONG) + "…";
  }

  /// For a POSIX shell; what no terminal should be sent is escaped.
  private static String quoted(String text) {
    String printable =
        text.chars()
            .mapToObj(c -> c < ' ' || c == 0x7f ? "\\x%02x".formatted(c) : Character.toString(c))
            .collect(Collectors.joining());
    return "'" + printable.replace("'", "'\\''") + "'";
  }

  /// Names nothing that was sent as a credential.
  @Override
  public String toString() {
    return method + " " + path();
  }
}
