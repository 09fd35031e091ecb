package dev.gatehouse.apigateway;

import static dev.gatehouse.apigateway.TestTokens.CLIENT;
import static dev.gatehouse.apigateway.TestTokens.HEADER;
import static dev.gatehouse.apigateway.TestTokens.ISSUER;
import static dev.gatehouse.apigateway.TestTokens.KEYS;
import static dev.gatehouse.apigateway.TestTokens.NOW;
import static dev.gatehouse.apigateway.TestTokens.NOW_SECONDS;
import static dev.gatehouse.apigateway.TestTokens.signed;
import static dev.gatehouse.apigateway.TestTokens.valid;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.gatehouse.door.Verdict;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/// Damaged tokens never open the door, and of tokens that are whole only those that Nimbus takes as
/// well.
class TokenFuzzTest {
  private static final TestApi API = TestApi.with(TestApi.locked("GET /players"));
  private static final String VALID = valid();

  private static boolean opens(String token) {
    return API.get("/players", "Authorization", "Bearer " + token).verdict()
        instanceof Verdict.Allowed;
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void damagedTokenNeverOpens(
      @ForAll @IntRange(min = 0, max = 700) int at,
      @ForAll("pieces") String piece,
      @ForAll boolean over) {
    int place = at % (VALID.length() + 1);
    int behind = over ? Math.min(VALID.length(), place + piece.length()) : place;
    String damaged = VALID.substring(0, place) + piece + VALID.substring(behind);

    assertThat(opens(damaged)).isEqualTo(damaged.equals(VALID));
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void cutAndMixedSegmentsNeverOpen(
      @ForAll @IntRange(min = 0, max = 700) int from,
      @ForAll @IntRange(min = 0, max = 700) int to) {
    int start = Math.min(from, to) % VALID.length();
    int end = Math.max(from, to) % (VALID.length() + 1);
    String part = VALID.substring(Math.min(start, end), Math.max(start, end));

    assertThat(opens(part)).isEqualTo(part.equals(VALID));
    assertThat(opens(part + "." + VALID)).isFalse();
    assertThat(opens(VALID + part)).isEqualTo(part.isEmpty());
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void anyTextIsAVerdict(@ForAll("texts") String text) {
    assertThat(opens(text)).isFalse();
    assertThat(opens(VALID)).isTrue();
  }

  /// Signed by the right key, with whatever in it.
  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void nothingOpensThatNimbusWouldNotTake(
      @ForAll("headers") String header, @ForAll("claims") String claims) {
    String token = signed(header, claims);
    boolean opened = opens(token);

    Statistics.label("opened")
        .collect(opened)
        .coverage(coverage -> coverage.check(true).percentage(share -> share > 1));
    if (opened) {
      assertThat(nimbusTakes(token)).as("%s %s", header, claims).isTrue();
    }
  }

  /// Strictly: this key, this issuer, this audience, these times.
  private static boolean nimbusTakes(String token) {
    try {
      var jwt = SignedJWT.parse(token);
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      boolean audience =
          claims.getAudience().isEmpty()
              ? CLIENT.equals(claims.getStringClaim("client_id"))
              : claims.getAudience().contains(CLIENT);
      return jwt.verify(new RSASSAVerifier((RSAPublicKey) KEYS.getPublic()))
          && ISSUER.equals(claims.getIssuer())
          && audience
          && claims.getExpirationTime() != null
          && claims.getExpirationTime().toInstant().isAfter(NOW)
          && (claims.getNotBeforeTime() == null
              || !claims.getNotBeforeTime().toInstant().isAfter(NOW))
          && (claims.getIssueTime() == null || !claims.getIssueTime().toInstant().isAfter(NOW));
    } catch (Exception refused) {
      return false;
    }
  }

  @Provide
  Arbitrary<String> pieces() {
    return Arbitraries.oneOf(
        Arbitraries.of(".", "..", "=", "==", "+", "/", " ", "\n", "\0", "%2E", "A", "AA", "-", "_"),
        Arbitraries.strings().alpha().numeric().ofMinLength(1).ofMaxLength(4));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ascii().ofMaxLength(300),
        Arbitraries.strings().withChars("eyJ.=-_A0").ofMaxLength(300),
        Arbitraries.integers().between(1, 8000).map(length -> ".".repeat(length)),
        Arbitraries.integers()
            .between(1, 3000)
            .map(depth -> signed(HEADER, "[".repeat(depth) + "]".repeat(depth))));
  }

  @Provide
  Arbitrary<String> headers() {
    return Arbitraries.frequencyOf(
        Tuple.of(6, Arbitraries.just(HEADER)),
        Tuple.of(
            2,
            Arbitraries.of(
                "{\"kid\":\"key-1\",\"alg\":\"RS256\",\"typ\":\"JWT\"}",
                "{\"kid\":\"key-1\",\"alg\":\"RS256\",\"jku\":\"https://e.example\"}",
                "{\"kid\":\"key-1\",\"alg\":\"RS512\"}",
                "{\"kid\":\"key-1\",\"alg\":\"none\"}",
                "{\"kid\":\"key-1\",\"alg\":\"HS256\"}",
                "{\"kid\":\"key-2\",\"alg\":\"RS256\"}",
                "{\"kid\":\"key-1\",\"alg\":\"RS256\",\"crit\":[\"exp\"]}",
                "{\"kid\":\"key-1\",\"alg\":\"RS256\",\"alg\":\"RS256\"}",
                "{\"kid\":null,\"alg\":\"RS256\"}")));
  }

  @Provide
  Arbitrary<String> claims() {
    return Combinators.combine(
            member(
                "iss", "\"" + ISSUER + "\"", "\"" + ISSUER + "/\"", "[\"" + ISSUER + "\"]", "null"),
            member("client_id", "\"" + CLIENT + "\"", "\"client-3\"", "[\"" + CLIENT + "\"]", "1"),
            member(
                "aud",
                null,
                "\"" + CLIENT + "\"",
                "[\"x\",\"" + CLIENT + "\"]",
                "\"\"",
                "null",
                "{}"),
            member(
                "exp", time(60), time(0), time(-60), "\"" + time(60) + "\"", "1e10", "null", "-1"),
            member("nbf", null, time(-60), time(60), "\"soon\"", "0.5", "null"),
            member("iat", time(-60), null, time(60), "1e400", "[]"))
        .as((iss, client, aud, exp, nbf, iat) -> List.of(iss, client, aud, exp, nbf, iat))
        .map(members ->
            "{"
                + String.join(",", members.stream().filter(member -> !member.isEmpty()).toList())
                + "}");
  }

  private static String time(int fromNow) {
    return Long.toString(NOW_SECONDS + fromNow);
  }

  /// The first value three times in four; without one the member is left out.
  private static Arbitrary<String> member(String name, @Nullable String... values) {
    return Arbitraries.frequencyOf(
        Tuple.of(3, Arbitraries.just(text(name, values[0]))),
        Tuple.of(
            1,
            Arbitraries.integers().between(0, values.length - 1).map(i -> text(name, values[i]))));
  }

  private static String text(String name, @Nullable String value) {
    return value == null ? "" : "\"" + name + "\":" + value;
  }
}
