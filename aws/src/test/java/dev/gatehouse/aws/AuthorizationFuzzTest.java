package dev.gatehouse.aws;

import static dev.gatehouse.aws.SigV4SdkSigner.USER;
import static dev.gatehouse.aws.SigV4SdkSigner.verifier;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeader;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpRequest;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;

/// Damaged signatures and damaged requests: nothing gets through that the SDK would not have signed
/// in the same way, and the answer is a verdict, never another exception.
class AuthorizationFuzzTest {
  private static final String TARGET = "/players/7?team=a%20b&name=x";
  private static final HttpRequest SIGNED = SigV4SdkSigner.with(USER).sign("GET", TARGET);
  private static final String AUTHORIZATION = authorization(SIGNED);
  private static final SigV4Verifier VERIFIER = verifier();

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void anyTextInTheHeaderIsAVerdict(@ForAll("headers") String header) {
    assertThat(VERIFIER.verify(with(SIGNED, header))).isInstanceOf(SigV4Result.Rejected.class);
    assertThat(VERIFIER.verify(SIGNED)).isInstanceOf(SigV4Result.Verified.class);
  }

  /// A strict reference: the header's four parts, whatever stands between them.
  @Property(tries = 1500, edgeCases = EdgeCasesMode.NONE)
  void damagedHeaderVerifiesOnlyIfItSaysTheSame(
      @ForAll @IntRange(min = 0, max = 400) int at,
      @ForAll("pieces") String piece,
      @ForAll Damage damage) {
    String header = damage.done(AUTHORIZATION, at % AUTHORIZATION.length(), piece);
    boolean verified = VERIFIER.verify(with(SIGNED, header)) instanceof SigV4Result.Verified;

    Statistics.label("verified").collect(verified);
    assertThat(verified).isEqualTo(parts(header).equals(parts(AUTHORIZATION)));
  }

  @Property(tries = 1500, edgeCases = EdgeCasesMode.NONE)
  void damagedTargetVerifiesOnlyIfTheSdkSignsItAlike(
      @ForAll @IntRange(min = 1, max = 27) int at,
      @ForAll("targetPieces") String piece,
      @ForAll Damage damage) {
    String target = "/" + damage.done(TARGET.substring(1), at - 1, piece);
    boolean verified = VERIFIER.verify(moved(SIGNED, target)) instanceof SigV4Result.Verified;

    Statistics.label("verified").collect(verified);
    if (verified) {
      assertThat(authorization(SigV4SdkSigner.with(USER).sign("GET", normalised(target))))
          .isEqualTo(AUTHORIZATION);
    }
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void otherBodiesHeadersAndMethodsNeverVerify(
      @ForAll("pieces") String text, @ForAll @IntRange(min = 0, max = 3) int what) {
    HttpRequest changed =
        switch (what) {
          case 0 -> copy(SIGNED, "GET", SIGNED.target(), SIGNED.headers(), Body.of(text + "x"));
          case 1 -> copy(SIGNED, "GET", SIGNED.target(), replaced("host", "h" + text), Body.EMPTY);
          case 2 ->
              copy(
                  SIGNED,
                  "GET",
                  SIGNED.target(),
                  SIGNED.headers().plus("x-amz-more", text),
                  Body.EMPTY);
          default -> copy(SIGNED, "GET" + text, SIGNED.target(), SIGNED.headers(), Body.EMPTY);
        };
    boolean same = what == 3 && text.isEmpty();

    assertThat(VERIFIER.verify(changed) instanceof SigV4Result.Verified).isEqualTo(same);
  }

  /// How a text is damaged.
  enum Damage {
    PUT_IN,
    PUT_OVER,
    TAKE_OUT,
    CUT,
    TWICE;

    String done(String text, int at, String piece) {
      String before = text.substring(0, at);
      return switch (this) {
        case PUT_IN -> before + piece + text.substring(at);
        case PUT_OVER ->
            before + piece + text.substring(Math.min(text.length(), at + piece.length()));
        case TAKE_OUT -> before + text.substring(Math.min(text.length(), at + 1 + piece.length()));
        case CUT -> before;
        case TWICE -> before + text.substring(at) + text.substring(at);
      };
    }
  }

  @Provide
  Arbitrary<String> pieces() {
    return Arbitraries.of(
            "",
            " ",
            ",",
            ", ",
            "=",
            "/",
            ";",
            "a",
            "0",
            "A",
            "\t",
            "Signature=",
            "Credential=x",
            "host",
            "AWS4-HMAC-SHA256",
            "%20",
            "\u00e9",
            "${}",
            "20261124")
        .list()
        .ofMaxSize(2)
        .map(pieces -> String.join("", pieces));
  }

  @Provide
  Arbitrary<String> targetPieces() {
    return Arbitraries.of(
            "",
            "/",
            "//",
            "/.",
            "/..",
            "..",
            "?",
            "&",
            "=",
            "%20",
            "%2520",
            "+",
            "a",
            "%61",
            "%2F",
            "X-Amz-Date=1",
            "%",
            "~")
        .list()
        .ofMaxSize(2)
        .map(pieces -> String.join("", pieces));
  }

  @Provide
  Arbitrary<String> headers() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ascii().ofMaxLength(200),
        pieces().list().ofMaxSize(12).map(words -> "AWS4-HMAC-SHA256 " + String.join("", words)),
        Arbitraries.integers()
            .between(1, 5000)
            .map(length -> "AWS4-HMAC-SHA256 " + "Credential=a,".repeat(length)));
  }

  private static List<String> parts(String header) {
    String[] words = header.strip().split("[\\s,]+");
    return Stream.concat(Stream.of(words[0]), Arrays.stream(words).skip(1).sorted()).toList();
  }

  /// As RFC 3986 §5.2.4 has it, by the JDK, but for a slash at the end, which signers keep only if
  /// one was there; the SDK leaves `..` above the root alone.
  private static String normalised(String target) {
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    try {
      String normal = URI.create(path.replaceAll("/+", "/")).normalize().getRawPath();
      String kept = path.endsWith("/") ? normal : normal.replaceFirst("(?<=.)/$", "");
      return kept.replaceFirst("^(/\\.\\.(?=/|$))+", "") + target.substring(path.length());
    } catch (IllegalArgumentException noUri) {
      return target;
    }
  }

  private static String authorization(HttpRequest request) {
    return request.headers().first("authorization").orElseThrow();
  }

  private static HttpRequest with(HttpRequest request, String authorization) {
    return copy(
        request,
        request.method(),
        request.target(),
        replaced("Authorization", authorization),
        request.body());
  }

  private static HttpRequest moved(HttpRequest request, String target) {
    return copy(request, request.method(), target, request.headers(), request.body());
  }

  private static HttpHeaders replaced(String name, String value) {
    return new HttpHeaders(
            SIGNED.headers().lines().stream()
                .filter((HttpHeader line) -> !line.named(name))
                .toList())
        .plus(name, value);
  }

  private static HttpRequest copy(
      HttpRequest request, String method, String target, HttpHeaders headers, Body body) {
    return new HttpRequest(
        method, target, "HTTP/1.1", headers, body, request.client(), request.port());
  }
}
