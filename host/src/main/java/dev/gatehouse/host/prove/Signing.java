package dev.gatehouse.host.prove;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.gatehouse.aws.AccessKey;
import dev.gatehouse.http.HttpHeader;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Signature Version 4 as a client makes it (create-signed-request.html), every part of which may
/// be told wrong. Written apart from the verifier, which it is there to doubt.
///
/// @param keyId as the credential names it
/// @param secret that the signing key is made of
/// @param sessionToken sent and signed; null for none
/// @param date the scope's, as text; empty for the day of `at`
/// @param payloadHash empty for the body's
/// @param signed lower-case names of the signed headers; empty for all that are there
record Signing(
    String keyId,
    String secret,
    @Nullable String sessionToken,
    Instant at,
    String date,
    String region,
    String service,
    String terminator,
    String payloadHash,
    List<String> signed) {
  static final String ALGORITHM = "AWS4-HMAC-SHA256";
  static final String UNSIGNED = "UNSIGNED-PAYLOAD";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  Signing {
    requireNonNull(keyId, "keyId");
    requireNonNull(secret, "secret");
    requireNonNull(at, "at");
    requireNonNull(date, "date");
    requireNonNull(region, "region");
    requireNonNull(service, "service");
    requireNonNull(terminator, "terminator");
    requireNonNull(payloadHash, "payloadHash");
    signed = List.copyOf(signed);
  }

  static Signing by(AccessKey key, Instant at, String region, String service) {
    AccessKey.Session session = key.session();
    return new Signing(
        key.id(),
        key.secret().reveal(),
        session == null ? null : session.token().reveal(),
        at,
        "",
        region,
        service,
        "aws4_request",
        "",
        List.of());
  }

  Signing withKey(String id, String otherSecret) {
    return new Signing(
        id, otherSecret, sessionToken, at, date, region, service, terminator, payloadHash, signed);
  }

  Signing withSessionToken(@Nullable String other) {
    return new Signing(
        keyId, secret, other, at, date, region, service, terminator, payloadHash, signed);
  }

  Signing withTime(Instant other) {
    return new Signing(
        keyId, secret, sessionToken, other, date, region, service, terminator, payloadHash, signed);
  }

  Signing withDate(String other) {
    return new Signing(
        keyId, secret, sessionToken, at, other, region, service, terminator, payloadHash, signed);
  }

  Signing withRegion(String other) {
    return new Signing(
        keyId, secret, sessionToken, at, date, other, service, terminator, payloadHash, signed);
  }

  Signing withService(String other) {
    return new Signing(
        keyId, secret, sessionToken, at, date, region, other, terminator, payloadHash, signed);
  }

  Signing withTerminator(String other) {
    return new Signing(
        keyId, secret, sessionToken, at, date, region, service, other, payloadHash, signed);
  }

  Signing withPayloadHash(String other) {
    return new Signing(
        keyId, secret, sessionToken, at, date, region, service, terminator, other, signed);
  }

  Signing withSigned(String... names) {
    return new Signing(
        keyId,
        secret,
        sessionToken,
        at,
        date,
        region,
        service,
        terminator,
        payloadHash,
        List.of(names));
  }

  static String time(Instant instant) {
    return TIME.format(instant);
  }

  /// In the header.
  Shot header(Shot shot) {
    Shot dated = shot.with("X-Amz-Date", time(at));
    if (sessionToken != null) {
      dated = dated.with("X-Amz-Security-Token", sessionToken);
    }
    String names = signedHeaders(dated);
    return dated.with(
        "Authorization",
        "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
            .formatted(ALGORITHM, keyId, scope(), names, signature(dated, names)));
  }

  /// In the query.
  ///
  /// @param seconds as `X-Amz-Expires` says it
  Shot query(Shot shot, String seconds) {
    String names = signedHeaders(shot);
    Shot asked =
        shot.plusQuery("X-Amz-Algorithm=" + ALGORITHM)
            .plusQuery("X-Amz-Credential=" + encoded(keyId + "/" + scope()))
            .plusQuery("X-Amz-Date=" + time(at))
            .plusQuery("X-Amz-Expires=" + seconds)
            .plusQuery("X-Amz-SignedHeaders=" + encoded(names));
    if (sessionToken != null) {
      asked = asked.plusQuery("X-Amz-Security-Token=" + encoded(sessionToken));
    }
    return asked.plusQuery("X-Amz-Signature=" + signature(asked, names));
  }

  private String scope() {
    return day() + "/" + region + "/" + service + "/" + terminator;
  }

  private String day() {
    return date.isEmpty() ? time(at).substring(0, 8) : date;
  }

  private String signedHeaders(Shot shot) {
    return signed.isEmpty()
        ? String.join(
            ";",
            shot.headers().stream()
                .map(line -> line.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new)))
        : String.join(";", signed);
  }

  private String signature(Shot shot, String names) {
    String request =
        String.join(
            "\n",
            shot.method(),
            path(shot.path()),
            query(shot.query()),
            headers(shot, names),
            names,
            payloadHash.isEmpty() ? sha256(shot.body()) : payloadHash);
    String text = String.join("\n", ALGORITHM, time(at), scope(), sha256(request));
    byte[] key = hmac(("AWS4" + secret).getBytes(UTF_8), day());
    for (String part : List.of(region, service, terminator)) {
      key = hmac(key, part);
    }
    return HexFormat.of().formatHex(hmac(key, text));
  }

  /// The prover's own paths have no dots and no empty segments.
  private static String path(String path) {
    return Arrays.stream(path.split("/", -1))
        .map(Signing::encoded)
        .collect(Collectors.joining("/"));
  }

  private static String query(String query) {
    return Arrays.stream(query.split("&"))
        .filter(pair -> !pair.isEmpty())
        .map(pair -> pair.split("=", 2))
        .map(pair -> List.of(reencoded(pair[0]), pair.length == 1 ? "" : reencoded(pair[1])))
        .sorted(
            Comparator.<List<String>, String>comparing(List::getFirst).thenComparing(List::getLast))
        .map(pair -> pair.getFirst() + "=" + pair.getLast())
        .collect(Collectors.joining("&"));
  }

  private static String headers(Shot shot, String names) {
    var lines = new StringBuilder();
    for (String name : names.split(";", -1)) {
      lines
          .append(name)
          .append(':')
          .append(
              shot.headers().stream()
                  .filter(line -> line.named(name))
                  .map(HttpHeader::value)
                  .map(value -> value.strip().replaceAll(" +", " "))
                  .collect(Collectors.joining(",")))
          .append('\n');
    }
    return lines.toString();
  }

  private static String reencoded(String text) {
    return encoded(URLDecoder.decode(text, UTF_8));
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK lacks SHA-256", e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK lacks HmacSHA256", e);
    }
  }

  /// Without secrets.
  @Override
  public String toString() {
    return "Signing[" + keyId + "]";
  }
}
