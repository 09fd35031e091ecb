package dev.gatehouse.apigateway;

import static dev.gatehouse.apigateway.TestProvider.DISCOVERY;
import static dev.gatehouse.apigateway.TestProvider.JWKS;
import static dev.gatehouse.apigateway.TestProvider.document;
import static dev.gatehouse.apigateway.TestProvider.jwk;
import static dev.gatehouse.apigateway.TestProvider.keySet;
import static dev.gatehouse.apigateway.TestProvider.redirect;
import static dev.gatehouse.apigateway.TestProvider.text;
import static dev.gatehouse.apigateway.TestTokens.KEYS;
import static dev.gatehouse.apigateway.TestTokens.NOW;
import static dev.gatehouse.apigateway.TestTokens.OTHER_KEYS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gatehouse.apigateway.KeyLookup.Endpoint;
import dev.gatehouse.fidelity.Shows;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Over a real socket, with providers of every kind.
class OidcKeySourceConformanceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration IMPATIENCE = Duration.ofMillis(300);

  private final TestProvider provider = new TestProvider();
  private final CountDownLatch end = new CountDownLatch(1);
  private final TestClock clock = new TestClock();

  @AfterEach
  void close() {
    end.countDown();
    provider.close();
  }

  @Test
  @Shows("httpapi.jwt.keys-through-discovery")
  void keysAreFoundThroughDiscovery() {
    KeyLookup found = source().find("key-1");

    assertThat(found)
        .isEqualTo(
            new KeyLookup.Found(
                Collections.singletonList(
                    new VerificationKey(
                        "key-1",
                        (RSAPublicKey) KEYS.getPublic(),
                        VerificationKey.RSA_ALGORITHMS))));
    assertThat(provider.asked).containsExactly(DISCOVERY, JWKS);
  }

  @Test
  void keysAreKept() {
    var source = source();
    source.find("key-1");
    clock.pass(Duration.ofHours(2).minusSeconds(1));
    source.find("key-1");

    assertThat(provider.asked).hasSize(2);
  }

  @Test
  @Shows("httpapi.jwt.keys-two-hours")
  void keysAreFetchedAgainAfterTwoHours() {
    var source = source();
    source.find("key-1");
    clock.pass(Duration.ofHours(2));
    provider.jwks(text(200, keySet()));

    assertThat(source.find("key-1")).isEqualTo(new KeyLookup.Unknown());
    assertThat(provider.asked).hasSize(4);
  }

  @Test
  void oldKeysDoNotOutliveAProviderThatIsDown() {
    var source = source();
    source.find("key-1");
    clock.pass(Duration.ofHours(2));
    provider.jwks(text(500, ""));

    assertUnavailable(source.find("key-1"), Endpoint.JWKS);
  }

  @Test
  void freshKeysOutliveAProviderThatIsDown() {
    var source = source();
    source.find("key-1");
    clock.pass(Duration.ofMinutes(5));
    provider.jwks(text(500, ""));

    assertUnavailable(source.find("key-2"), Endpoint.JWKS);
    assertThat(source.find("key-1")).isInstanceOf(KeyLookup.Found.class);
  }

  @Test
  void rotatedKeyIsFetchedWhenItsIdIsUnknown() {
    var source = source();
    source.find("key-1");
    provider.jwks(text(200, keySet(jwk("key-1", KEYS), jwk("key-2", OTHER_KEYS))));
    clock.pass(OidcKeySource.PAUSE);

    assertThat(source.find("key-2")).isInstanceOf(KeyLookup.Found.class);
    assertThat(provider.asked).hasSize(4);
  }

  @Test
  void madeUpKeyIdsDoNotHammerTheProvider() {
    var source = source();
    for (int i = 0; i < 100; i++) {
      assertThat(source.find("made-up-" + i)).isEqualTo(new KeyLookup.Unknown());
    }
    assertThat(provider.asked).hasSize(2);
  }

  @Test
  void providerThatIsDownIsNotHammeredEither() {
    provider.discovery(text(503, ""));
    var source = source();
    for (int i = 0; i < 100; i++) {
      assertUnavailable(source.find("key-1"), Endpoint.DISCOVERY);
    }
    assertThat(provider.asked).hasSize(1);

    provider.discovery(text(200, document(provider.issuer(), provider.url() + JWKS)));
    clock.pass(OidcKeySource.PAUSE);
    assertThat(source.find("key-1")).isInstanceOf(KeyLookup.Found.class);
  }

  @Test
  void guestsWhoComeTogetherShareOneFetch() throws Exception {
    var source = source();
    try (var guests = Executors.newVirtualThreadPerTaskExecutor()) {
      var lookups =
          guests.invokeAll(
              Collections.nCopies(50, (Callable<KeyLookup>) () -> source.find("key-1")));
      for (var lookup : lookups) {
        assertThat(lookup.get()).isInstanceOf(KeyLookup.Found.class);
      }
    }
    assertThat(provider.asked).containsExactly(DISCOVERY, JWKS);
  }

  @Nested
  class LyingProvider {
    @Test
    void discoveryOfAnotherIssuerIsRefused() {
      provider.discovery(text(200, document("https://other.example", provider.url() + JWKS)));

      assertUnavailable(source().find("key-1"), Endpoint.DISCOVERY);
      assertThat(provider.asked).containsExactly(DISCOVERY);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "http://keys.example/jwks.json",
          "ftp://127.0.0.1/jwks.json",
          "file:///etc/passwd",
          "//127.0.0.1/jwks.json",
          "/jwks.json",
          "https://user:password@127.0.0.1/jwks.json",
          "http://127.0.0.1.evil.example/jwks.json",
          "http://localhost.evil.example/jwks.json",
          "not a url",
          ""
        })
    void keysAreNotFetchedFromJustAnywhere(String jwksUri) {
      provider.discovery(text(200, document(provider.issuer(), jwksUri)));

      assertUnavailable(source().find("key-1"), Endpoint.DISCOVERY);
      assertThat(provider.asked).containsExactly(DISCOVERY);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "<html>",
          "[]",
          "null",
          "{}",
          "{\"issuer\":[\"ISSUER\"],\"jwks_uri\":\"JWKS\"}",
          "{\"issuer\":\"ISSUER\"}",
          "{\"issuer\":\"x\",\"issuer\":\"ISSUER\",\"jwks_uri\":\"JWKS\"}"
        })
    void discoveryThatIsNoneIsRefused(String document) {
      provider.discovery(
          text(
              200,
              document
                  .replace("ISSUER", provider.issuer())
                  .replace("JWKS", provider.url() + JWKS)));

      assertUnavailable(source().find("key-1"), Endpoint.DISCOVERY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "[]", "null", "{}", "{\"keys\":{}}", "{\"keys\":null}"})
    void keySetThatIsNoneIsRefused(String keys) {
      provider.jwks(text(200, keys));

      assertUnavailable(source().find("key-1"), Endpoint.JWKS);
    }

    @Test
    void redirectsAreNotFollowed() {
      provider.discovery(redirect(provider.url() + JWKS));
      assertUnavailable(source().find("key-1"), Endpoint.DISCOVERY);
      assertThat(provider.asked).containsExactly(DISCOVERY);

      provider.discovery(text(200, document(provider.issuer(), provider.url() + JWKS)));
      provider.jwks(redirect(provider.url() + DISCOVERY));
      assertUnavailable(source().find("key-1"), Endpoint.JWKS);
      assertThat(provider.asked).containsExactly(DISCOVERY, DISCOVERY, JWKS);
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 400, 401, 403, 404, 500})
    void otherStatusesAreRefused(int status) {
      provider.jwks(text(status, status == 204 ? "" : keySet(jwk("key-1", KEYS))));

      assertUnavailable(source().find("key-1"), Endpoint.JWKS);
    }
  }

  @Nested
  class OversizedProvider {
    @Test
    @Shows("httpapi.jwt.fetch-limits")
    void keySetOf150000BytesIsTheLongest() {
      String set = keySet(jwk("key-1", KEYS));
      provider.jwks(text(200, set + " ".repeat(150_000 - set.length())));
      assertThat(source().find("key-1")).isInstanceOf(KeyLookup.Found.class);

      provider.jwks(text(200, set + " ".repeat(150_001 - set.length())));
      assertUnavailable(source().find("key-1"), Endpoint.JWKS);
    }

    @Test
    void endlessDocumentIsCutOff() {
      provider.discovery(exchange -> {
        exchange.sendResponseHeaders(200, 0);
        byte[] block = " ".repeat(8192).getBytes(UTF_8);
        for (int i = 0; i < 10_000; i++) {
          exchange.getResponseBody().write(block);
        }
      });

      assertUnavailable(source().find("key-1"), Endpoint.DISCOVERY);
    }
  }

  @Nested
  class SlowProvider {
    @Test
    @Shows("httpapi.jwt.fetch-limits")
    void silenceIsCutOff() {
      provider.discovery(_ -> hang());

      assertUnavailable(source(IMPATIENCE).find("key-1"), Endpoint.DISCOVERY);
    }

    @Test
    void bodyThatDripsIsCutOff() {
      provider.discovery(exchange -> {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write('{');
        exchange.getResponseBody().flush();
        hang();
      });

      assertUnavailable(source(IMPATIENCE).find("key-1"), Endpoint.DISCOVERY);
    }

    private void hang() {
      try {
        end.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void nobodyListeningIsUnavailable() {
    provider.close();

    assertUnavailable(source().find("key-1"), Endpoint.DISCOVERY);
  }

  @Nested
  class Keys {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "{\"kty\":\"EC\",\"kid\":\"key-1\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}",
          "{\"kty\":\"oct\",\"kid\":\"key-1\",\"k\":\"AAAA\"}",
          "{\"kty\":\"RSA\",\"kid\":\"key-1\"}",
          "{\"kty\":\"RSA\",\"kid\":\"key-1\",\"n\":\"AQAB\",\"e\":\"AQAB\"}",
          "{\"kty\":\"RSA\",\"kid\":\"key-1\",\"n\":7,\"e\":\"AQAB\"}",
          "{\"kid\":\"key-1\"}",
          "{\"kty\":\"RSA\",\"kid\":1}",
          "null",
          "7",
          "\"key-1\""
        })
    void unusableKeyIsSkippedAndTheRestServes(String key) {
      provider.jwks(text(200, keySet(key, jwk("key-2", OTHER_KEYS))));

      assertThat(source().find("key-1")).isEqualTo(new KeyLookup.Unknown());
      assertThat(source().find("key-2")).isInstanceOf(KeyLookup.Found.class);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "\"use\":\"enc\"",
          "\"use\":null",
          "\"key_ops\":[\"sign\"]",
          "\"key_ops\":[]",
          "\"key_ops\":\"verify\"",
          "\"alg\":\"PS256\"",
          "\"alg\":\"RSA-OAEP\"",
          "\"alg\":\"HS256\"",
          "\"alg\":null"
        })
    void keyForAnotherUseIsSkipped(String member) {
      provider.jwks(text(200, keySet(with(member))));

      assertThat(source().find("key-1")).isEqualTo(new KeyLookup.Unknown());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"use\":\"sig\"", "\"key_ops\":[\"verify\"]", "\"x5c\":[\"rubbish\"]"})
    void keyForSignaturesServes(String member) {
      provider.jwks(text(200, keySet(with(member))));

      assertThat(source().find("key-1")).isInstanceOf(KeyLookup.Found.class);
    }

    @Test
    void algorithmOfTheKeyIsKept() {
      provider.jwks(text(200, keySet(with("\"alg\":\"RS512\""))));

      assertThat(source().find("key-1"))
          .isInstanceOfSatisfying(
              KeyLookup.Found.class,
              found -> assertThat(found.keys().getFirst().algorithms()).isEqualTo(Set.of("RS512")));
    }

    private String with(String member) {
      return jwk("key-1", KEYS).replaceFirst("}$", "," + member + "}");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://issuer.example",
        "http://127.evil.example",
        "http://169.254.169.254",
        "ftp://localhost",
        "issuer",
        "https://",
        "https://user@issuer.example",
        ""
      })
  void issuerMustBeHttpsOrOnThisMachine(String issuer) {
    assertThatIllegalArgumentException().isThrownBy(() -> new OidcKeySource(issuer, clock).close());
  }

  private OidcKeySource source() {
    return source(PATIENCE);
  }

  private OidcKeySource source(Duration timeout) {
    return new OidcKeySource(provider.issuer(), clock, timeout);
  }

  private static void assertUnavailable(KeyLookup lookup, Endpoint endpoint) {
    assertThat(lookup)
        .isInstanceOfSatisfying(
            KeyLookup.Unavailable.class,
            unavailable -> assertThat(unavailable.endpoint()).isEqualTo(endpoint));
  }

  /// Moves when told to.
  private static final class TestClock extends Clock {
    private volatile Instant now = NOW;

    void pass(Duration duration) {
      now = now.plus(duration);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
