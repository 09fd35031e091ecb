package dev.gatehouse.aws;

import dev.gatehouse.http.HttpRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Finds out what a signer did differently, by trying the usual mistakes: the signature that did
/// not match the request that came may match one that is almost the same.
final class SigV4Hints {
  private static final String EMPTY_PAYLOAD = SigV4Key.sha256(new byte[0]);

  private SigV4Hints() {}

  /// @param signed whether the signature matches this request
  static String hint(
      SigV4CanonicalRequest received,
      HttpRequest request,
      boolean presigned,
      Predicate<SigV4CanonicalRequest> signed) {
    return suspects(received, request, presigned).entrySet().stream()
        .filter(suspect -> signed.test(suspect.getValue()))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseGet(() -> unexplained(received));
  }

  private static Map<String, SigV4CanonicalRequest> suspects(
      SigV4CanonicalRequest received, HttpRequest request, boolean presigned) {
    var suspects = new LinkedHashMap<String, SigV4CanonicalRequest>();
    request
        .headers()
        .first("x-amz-content-sha256")
        .ifPresent(hash ->
            suspects.put(
                "it covers payload hash "
                    + hash
                    + ", but the body that came hashes to "
                    + received.payloadHash(),
                received.withPayloadHash(hash)));
    suspects.put(
        "it covers UNSIGNED-PAYLOAD; this service wants the body signed",
        received.withPayloadHash("UNSIGNED-PAYLOAD"));
    suspects.put(
        "it covers an empty body, but a body came", received.withPayloadHash(EMPTY_PAYLOAD));
    suspects.put(
        "it covers the path encoded once, as S3 does; this service wants it encoded twice",
        received.withPath(request.rawPath()));
    suspects.put(
        "it covers + in the query as a space; a space is %20",
        received.withQuery(
            SigV4CanonicalRequest.canonicalQuery(
                request.rawQuery().replace("+", "%20"), presigned)));
    suspects.putAll(otherHosts(received, request));
    return suspects;
  }

  private static Map<String, SigV4CanonicalRequest> otherHosts(
      SigV4CanonicalRequest received, HttpRequest request) {
    var hosts = new LinkedHashMap<String, SigV4CanonicalRequest>();
    String port = ":" + request.port();
    for (String host :
        List.of(
            request.hostName(),
            request.hostName() + port,
            "localhost" + port,
            "127.0.0.1" + port)) {
      hosts.put(
          "it covers host " + host + ", but the request came with Host " + host(received),
          received.withHeader("host", host));
    }
    return hosts;
  }

  private static String unexplained(SigV4CanonicalRequest received) {
    return "the secret key is another one, or the request was changed after it was signed; it came as "
        + received.method()
        + " "
        + received.path()
        + (received.query().isEmpty() ? "" : " with a query")
        + ", Host "
        + host(received)
        + ", signed headers "
        + String.join(";", received.headers().keySet())
        + ", payload hash "
        + received.payloadHash();
  }

  private static String host(SigV4CanonicalRequest received) {
    return received.headers().getOrDefault("host", "");
  }
}
