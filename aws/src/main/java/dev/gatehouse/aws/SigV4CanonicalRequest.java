package dev.gatehouse.aws;

import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// The part of a request that a signature covers, in the one form that signer and verifier agree on
/// (create-signed-request.html, every service except S3).
///
/// @param headers lower-case names and canonical values, in signed order
record SigV4CanonicalRequest(
    String method,
    String path,
    String query,
    SequencedMap<String, String> headers,
    String payloadHash) {
  private static final String SIGNATURE = "X-Amz-Signature";

  record Parameter(String name, String value) {}

  /// @param signedHeaders sorted
  static SigV4CanonicalRequest of(
      HttpRequest request, List<String> signedHeaders, boolean presigned, String payloadHash) {
    var headers = new LinkedHashMap<String, String>();
    for (String name : signedHeaders) {
      headers.put(name, headerValue(request.headers(), name));
    }
    return new SigV4CanonicalRequest(
        request.method(),
        canonicalPath(request.rawPath()),
        canonicalQuery(request.rawQuery(), presigned),
        headers,
        payloadHash);
  }

  /// Empty when it is not among the signed headers.
  String host() {
    return headers.getOrDefault("host", "");
  }

  SigV4CanonicalRequest withMethod(String other) {
    return new SigV4CanonicalRequest(other, path, query, headers, payloadHash);
  }

  SigV4CanonicalRequest withPath(String other) {
    return new SigV4CanonicalRequest(method, other, query, headers, payloadHash);
  }

  SigV4CanonicalRequest withQuery(String other) {
    return new SigV4CanonicalRequest(method, path, other, headers, payloadHash);
  }

  SigV4CanonicalRequest withHeader(String name, String value) {
    var others = new LinkedHashMap<>(headers);
    others.put(name, value);
    return new SigV4CanonicalRequest(method, path, query, others, payloadHash);
  }

  SigV4CanonicalRequest withPayloadHash(String other) {
    return new SigV4CanonicalRequest(method, path, query, headers, other);
  }

  String hash() {
    return Sha256.hex(SigV4Text.bytes(text()));
  }

  private String text() {
    var lines = new StringBuilder();
    headers.forEach((name, value) -> lines.append(name).append(':').append(value).append('\n'));
    return String.join(
        "\n", method, path, query, lines, String.join(";", headers.keySet()), payloadHash);
  }

  /// Dot segments and empty segments go, then each segment is encoded once more on top of the
  /// encoding that it came with: a space is `%20` on the wire and `%2520` here.
  static String canonicalPath(String rawPath) {
    var segments = new ArrayDeque<String>();
    for (String segment : rawPath.split("/", -1)) {
      switch (segment) {
        case "", "." -> {}
        case ".." -> segments.pollLast();
        default -> segments.addLast(SigV4Text.encode(SigV4Text.bytes(segment)));
      }
    }
    // Signers keep a slash at the end only if one was there: `/a/.` is `/a`, whatever RFC 3986
    // says.
    return segments.isEmpty()
        ? "/"
        : "/" + String.join("/", segments) + (rawPath.endsWith("/") ? "/" : "");
  }

  static String canonicalQuery(String rawQuery, boolean presigned) {
    return parameters(rawQuery).stream()
        .map(parameter ->
            new Parameter(
                SigV4Text.encode(SigV4Text.decode(parameter.name())),
                SigV4Text.encode(SigV4Text.decode(parameter.value()))))
        .filter(parameter -> !(presigned && parameter.name().equals(SIGNATURE)))
        // Sorted after encoding, name before value: `a=` must not sort behind `a-b=`.
        .sorted(Comparator.comparing(Parameter::name).thenComparing(Parameter::value))
        .map(parameter -> parameter.name() + "=" + parameter.value())
        .collect(Collectors.joining("&"));
  }

  /// Still encoded, in order of arrival.
  static List<Parameter> parameters(String rawQuery) {
    var parameters = new ArrayList<Parameter>();
    for (String pair : rawQuery.split("&")) {
      int equals = pair.indexOf('=');
      if (equals >= 0) {
        parameters.add(new Parameter(pair.substring(0, equals), pair.substring(equals + 1)));
      } else if (!pair.isEmpty()) {
        parameters.add(new Parameter(pair, ""));
      }
    }
    return parameters;
  }

  /// A header that was signed but did not arrive counts as empty; repeated ones are joined in order
  /// of arrival.
  private static String headerValue(HttpHeaders headers, String name) {
    // HTTP/2 calls the host `:authority`.
    String sent = name.equals(":authority") ? "host" : name;
    return headers.all(sent).stream()
        .map(SigV4CanonicalRequest::oneSpaced)
        .collect(Collectors.joining(","));
  }

  private static String oneSpaced(String value) {
    boolean between = false;
    boolean plain = true;
    for (int i = 0; plain && i < value.length(); i++) {
      char c = value.charAt(i);
      boolean word = c > ' ';
      plain = word || (c == ' ' && between);
      between = word;
    }
    return plain && (between || value.isEmpty()) ? value : respaced(value);
  }

  private static String respaced(String value) {
    return Arrays.stream(value.split("[ \\t\\n\\x0B\\f\\r]+"))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.joining(" "));
  }

  /// The names only: values carry tokens.
  @Override
  public String toString() {
    return method + " " + path + " " + Map.copyOf(headers).keySet();
  }
}
