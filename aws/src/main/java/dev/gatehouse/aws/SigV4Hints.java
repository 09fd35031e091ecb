package dev.gatehouse.aws;

import dev.gatehouse.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds out what a signer did differently, by trying the usual mistakes: the signature that did
/// not match the request that came may match one that is almost the same.
///
/// Every mistake is tried, whether or not one before it fits: a hundred short hashes, whatever the
/// guest sends.
final class SigV4Hints {
  private static final String EMPTY_PAYLOAD = Sha256.hex(new byte[0]);

  /// One mistake: what it makes of the request that came, and how the owner is told.
  private record Mistake(String told, UnaryOperator<SigV4CanonicalRequest> made) {}

  private final SigV4CanonicalRequest received;
  private final HttpRequest request;
  private final boolean presigned;

  private SigV4Hints(SigV4CanonicalRequest received, HttpRequest request, boolean presigned) {
    this.received = received;
    this.request = request;
    this.presigned = presigned;
  }

  /// @param signed whether the signature matches this request
  /// @param signedWith whether it matches the request that came, with this secret
  static String hint(
      SigV4CanonicalRequest received,
      HttpRequest request,
      boolean presigned,
      Secret secret,
      Predicate<SigV4CanonicalRequest> signed,
      Predicate<Secret> signedWith) {
    var hints = new SigV4Hints(received, request, presigned);
    String found = null;
    for (var mistake : hints.all()) {
      found = first(found, mistake, signed.test(mistake.made().apply(received)));
    }
    for (var mistake : otherSecrets(secret)) {
      found = first(found, mistake, signedWith.test(mistake.secret()));
    }
    return found == null ? hints.unexplained() : found;
  }

  private static @Nullable String first(@Nullable String found, Mistake mistake, boolean fits) {
    return found == null && fits ? "string-to-sign differs: " + mistake.told() : found;
  }

  private static @Nullable String first(@Nullable String found, OtherSecret mistake, boolean fits) {
    return found == null && fits ? mistake.told() : found;
  }

  /// Each by itself, then each together with another host: what a proxy rewrites.
  private List<Mistake> all() {
    var hosts = hosts();
    var others =
        Stream.of(payloads(), paths(), queries(), methods()).flatMap(List::stream).toList();
    var all = new ArrayList<Mistake>(hosts);
    all.addAll(others);
    for (var host : hosts) {
      for (var other : others) {
        all.add(
            new Mistake(
                host.told() + ", and " + other.told(),
                it -> other.made().apply(host.made().apply(it))));
      }
    }
    return all;
  }

  private List<Mistake> hosts() {
    String port = ":" + request.port();
    return Stream.of(
            request.hostName(), request.hostName() + port, "localhost" + port, "127.0.0.1" + port)
        .distinct()
        .map(host ->
            new Mistake(
                "signed header host was " + host + ", request has " + received.host(),
                it -> it.withHeader("host", host)))
        .toList();
  }

  private List<Mistake> payloads() {
    var payloads = new ArrayList<Mistake>();
    String came = ", the body that came hashes to " + received.payloadHash();
    request
        .headers()
        .first("x-amz-content-sha256")
        .filter(hash -> hash.matches("[0-9a-f]{64}"))
        .ifPresent(hash -> payloads.add(payload("signed payload hash was " + hash + came, hash)));
    payloads.add(
        payload(
            "signed payload hash was UNSIGNED-PAYLOAD" + came + "; this service wants it signed",
            "UNSIGNED-PAYLOAD"));
    payloads.add(payload("signed payload hash was that of an empty body" + came, EMPTY_PAYLOAD));
    return payloads;
  }

  private static Mistake payload(String told, String hash) {
    return new Mistake(told, it -> it.withPayloadHash(hash));
  }

  private List<Mistake> paths() {
    String raw = request.rawPath();
    String encodedOnce = SigV4Text.encode(SigV4Text.decode(raw)).replace("%2F", "/");
    return List.of(
        path(
            "signed path was encoded once, as S3 does; this service wants it encoded twice",
            encodedOnce),
        path("signed path was not normalised: it was " + raw, raw),
        path(
            raw.endsWith("/")
                ? "signed path had no slash at its end, request has one"
                : "signed path had a slash at its end, request has none",
            raw.endsWith("/") && received.path().length() > 1
                ? received.path().substring(0, received.path().length() - 1)
                : received.path() + "/"),
        path("signed path was /, request has " + received.path(), "/"),
        path("signed path lacked its first segment; request has " + raw, withoutFirst()));
  }

  private static Mistake path(String told, String path) {
    return new Mistake(told, it -> it.withPath(path));
  }

  private String withoutFirst() {
    int second = received.path().indexOf('/', 1);
    return second < 0 ? "/" : received.path().substring(second);
  }

  private List<Mistake> queries() {
    return List.of(
        query(
            "signed query had + for a space; a space is %20",
            SigV4CanonicalRequest.canonicalQuery(
                request.rawQuery().replace("+", "%20"), presigned)),
        query("signed query was not sorted", request.rawQuery()),
        query("signed query was empty, request has one", ""),
        query(
            "signed query left out X-Amz-Security-Token",
            Stream.of(received.query().split("&"))
                .filter(pair -> !pair.startsWith("X-Amz-Security-Token="))
                .reduce((before, after) -> before + "&" + after)
                .orElse("")));
  }

  private static Mistake query(String told, String query) {
    return new Mistake(told, it -> it.withQuery(query));
  }

  private List<Mistake> methods() {
    return Stream.of("GET", "HEAD", "POST")
        .filter(method -> !method.equals(received.method()))
        .map(method ->
            new Mistake(
                "signed method was " + method + ", request has " + received.method(),
                it -> it.withMethod(method)))
        .toList();
  }

  private record OtherSecret(String told, Secret secret) {}

  private static List<OtherSecret> otherSecrets(Secret secret) {
    String right = secret.reveal();
    return List.of(
        new OtherSecret("the secret was read with a line end behind it", new Secret(right + "\n")),
        new OtherSecret(
            "the secret was read with a line end behind it", new Secret(right + "\r\n")),
        new OtherSecret("the secret was read with a space behind it", new Secret(right + " ")),
        new OtherSecret("the secret was read with a space before it", new Secret(" " + right)),
        new OtherSecret("the secret was read in quotes", new Secret('"' + right + '"')),
        new OtherSecret(
            "the secret was percent-encoded",
            new Secret(SigV4Text.encode(right.getBytes(StandardCharsets.UTF_8)))));
  }

  private String unexplained() {
    return "the secret is another one, or the request was changed after it was signed; it came as "
        + received.method()
        + " "
        + received.path()
        + (received.query().isEmpty() ? "" : " with a query")
        + ", host "
        + received.host()
        + ", signed headers "
        + String.join(";", received.headers().keySet())
        + ", payload hash "
        + received.payloadHash();
  }
}
