package dev.gatehouse.apigateway;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.apigateway.KeyLookup.Endpoint;
import dev.gatehouse.aws.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The keys of an OpenID provider anywhere, found through its discovery document. They are kept for
/// two hours; an unknown key id has them fetched again, but a guest who makes key ids up cannot
/// make us ask the provider more than once in ten seconds.
public final class OidcKeySource implements KeySource, AutoCloseable {
  static final Duration KEPT = Duration.ofHours(2);
  static final Duration PAUSE = Duration.ofSeconds(10);

  /// limits.html: what API Gateway gives each of the two fetches.
  private static final Duration TIMEOUT = Duration.ofMillis(1500);

  private static final int MAX_BYTES = 150_000;

  private final String issuer;
  private final IssuerUrl issuerUrl;
  private final Duration timeout;
  private final Clock clock;
  private final HttpClient client;
  private final ReentrantLock fetching = new ReentrantLock();
  private volatile State state = new State(null, null, null);

  /// @param keys null before the first success
  /// @param fetched when the keys came
  private record Cached(JsonWebKeys keys, Instant fetched) {}

  /// @param tried when the provider was last asked, whether it answered or not
  /// @param failure why the last fetch failed; null when it did not
  private record State(
      @Nullable Cached cached, @Nullable Instant tried, KeyLookup.@Nullable Unavailable failure) {}

  /// Asks nobody yet.
  ///
  /// @throws IllegalArgumentException when the issuer is neither https nor on this machine
  public OidcKeySource(String issuer, Clock clock) {
    this(issuer, clock, TIMEOUT);
  }

  OidcKeySource(String issuer, Clock clock, Duration timeout) {
    this.issuer = requireNonNull(issuer, "issuer");
    this.issuerUrl =
        IssuerUrl.parse(issuer)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "issuer should be an https URL, or http on this machine: " + issuer));
    this.clock = requireNonNull(clock, "clock");
    this.timeout = timeout;
    this.client =
        HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .followRedirects(Redirect.NEVER)
            .connectTimeout(timeout)
            .build();
  }

  @Override
  public KeyLookup find(String keyId) {
    List<VerificationKey> known = fresh(keyId);
    if (!known.isEmpty()) {
      return new KeyLookup.Found(known);
    }
    fetching.lock();
    try {
      // Whoever held the lock may have fetched what we came for.
      if (fresh(keyId).isEmpty() && due()) {
        fetch();
      }
      return found(keyId);
    } finally {
      fetching.unlock();
    }
  }

  /// Drops fetches under way.
  @Override
  public void close() {
    client.shutdownNow();
  }

  private KeyLookup found(String keyId) {
    List<VerificationKey> keys = fresh(keyId);
    if (!keys.isEmpty()) {
      return new KeyLookup.Found(keys);
    }
    var failure = state.failure();
    return failure != null ? failure : new KeyLookup.Unknown();
  }

  private List<VerificationKey> fresh(String keyId) {
    var cached = state.cached();
    return cached != null && clock.instant().isBefore(cached.fetched().plus(KEPT))
        ? cached.keys().byId().getOrDefault(keyId, List.of())
        : List.of();
  }

  private boolean due() {
    Instant tried = state.tried();
    return tried == null || !clock.instant().isBefore(tried.plus(PAUSE));
  }

  private void fetch() {
    Instant now = clock.instant();
    try {
      state = new State(new Cached(keys(jwksUrl()), now), now, null);
    } catch (FetchFailure failure) {
      state =
          new State(
              state.cached(),
              now,
              new KeyLookup.Unavailable(failure.endpoint, String.valueOf(failure.getMessage())));
    }
  }

  private IssuerUrl jwksUrl() {
    String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    URI discovery = URI.create(base + "/.well-known/openid-configuration");
    JsonNode document = json(get(Endpoint.DISCOVERY, discovery));
    if (!issuer.equals(text(document.get("issuer")))) {
      throw new FetchFailure(Endpoint.DISCOVERY, discovery + " names another issuer");
    }
    return IssuerUrl.parse(String.valueOf(text(document.get("jwks_uri"))))
        .filter(issuerUrl::mayReferTo)
        .orElseThrow(
            () -> new FetchFailure(Endpoint.DISCOVERY, discovery + " has no usable jwks_uri"));
  }

  private JsonWebKeys keys(IssuerUrl url) {
    return JsonWebKeys.parse(get(Endpoint.JWKS, url.uri()))
        .orElseThrow(() -> new FetchFailure(Endpoint.JWKS, url.uri() + " is no JWK set"));
  }

  private static JsonNode json(byte[] text) {
    try {
      return Json.STRICT.readTree(text);
    } catch (JacksonException _) {
      throw new FetchFailure(Endpoint.DISCOVERY, "the discovery document is not JSON");
    }
  }

  private static @Nullable String text(@Nullable JsonNode node) {
    return node != null && node.isString() ? node.stringValue() : null;
  }

  /// The client's own time-out ends with the headers; waiting on its future bounds the body too.
  private byte[] get(Endpoint endpoint, URI uri) {
    var request = HttpRequest.newBuilder(uri).header("Accept", "application/json").build();
    var answer =
        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BYTES));
    try {
      HttpResponse<byte[]> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      if (response.statusCode() != 200) {
        throw new FetchFailure(endpoint, uri + " answered " + response.statusCode());
      }
      return response.body();
    } catch (TimeoutException _) {
      answer.cancel(true);
      throw new FetchFailure(
          endpoint, uri + " did not answer within " + timeout.toMillis() + " ms");
    } catch (ExecutionException e) {
      throw new FetchFailure(endpoint, uri + " failed: " + problem(e));
    } catch (InterruptedException _) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new FetchFailure(endpoint, "interrupted");
    }
  }

  private static String problem(ExecutionException e) {
    return e.getCause() instanceof IOException io ? io.toString() : String.valueOf(e.getCause());
  }

  private static final class FetchFailure extends RuntimeException {
    private final Endpoint endpoint;

    FetchFailure(Endpoint endpoint, String problem) {
      super(problem);
      this.endpoint = endpoint;
    }
  }
}
