package dev.gatehouse.host.console;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.aws.AccessKey;
import dev.gatehouse.aws.Json;
import dev.gatehouse.aws.Secret;
import dev.gatehouse.http.Body;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import tools.jackson.core.JacksonException;

/// The article's walk, one real request at a time: sent over a socket to the real door, as any
/// client would. Remembers the token and the player that the next requests need.
final class Walk {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// What came of one request.
  sealed interface Outcome {
    /// @param visit the number under which the visit is remembered
    record Answered(int status, Excerpt answer, boolean asExpected, Optional<Long> visit)
        implements Outcome {}

    record NotSent(String because) implements Outcome {}
  }

  private final HttpClient http;
  private final Visits visits;
  private final Map<Knock, Outcome> outcomes = new HashMap<>();
  private @Nullable Secret token;
  private @Nullable String player;

  Walk(HttpClient http, Visits visits) {
    this.http = http;
    this.visits = visits;
  }

  synchronized Optional<Outcome> outcome(Knock knock) {
    return Optional.ofNullable(outcomes.get(knock));
  }

  synchronized void again() {
    outcomes.clear();
    token = null;
    player = null;
  }

  synchronized void knock(Knock knock, Premises premises) {
    Optional<String> missing = missing(knock);
    outcomes.put(
        knock, missing.isPresent() ? new Outcome.NotSent(missing.get()) : sent(knock, premises));
  }

  private Optional<String> missing(Knock knock) {
    if (knock.credential() == Knock.Credential.TOKEN && token == null) {
      return Optional.of("Fetch an access token first.");
    }
    return knock.url().contains(Knock.ID) && player == null
        ? Optional.of("Create a player first.")
        : Optional.empty();
  }

  private Outcome sent(Knock knock, Premises premises) {
    try {
      HttpResponse<byte[]> answer = http.send(request(knock, premises), BodyHandlers.ofByteArray());
      remember(knock, answer);
      boolean letIn = answer.statusCode() != 401 && answer.statusCode() != 403;
      return new Outcome.Answered(
          answer.statusCode(),
          Excerpt.of(Body.of(answer.body())),
          letIn == knock.letsIn() && answer.statusCode() < 500,
          visit(answer));
    } catch (IOException e) {
      return new Outcome.NotSent(knock.url() + " does not answer: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.NotSent("interrupted");
    }
  }

  private HttpRequest request(Knock knock, Premises premises) {
    var url = URI.create(knock.url().replace(Knock.ID, player == null ? "" : player));
    var request = HttpRequest.newBuilder(url).timeout(PATIENCE);
    return switch (knock.credential()) {
      case NONE -> request.GET().build();
      case SIGNATURE -> signed(request, url, premises);
      case SECRET ->
          request
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(BodyPublishers.ofString(tokenForm(premises)))
              .build();
      case TOKEN -> {
        request.header("Authorization", "Bearer " + requireNonNull(token).reveal());
        if (!knock.body().isEmpty()) {
          request.header("Content-Type", "application/json");
        }
        yield request
            .method(
                knock.method(),
                knock.body().isEmpty()
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(knock.body()))
            .build();
      }
    };
  }

  private static String tokenForm(Premises premises) {
    var client = Knock.machine(premises).orElseThrow();
    return "grant_type=client_credentials&client_id="
        + encoded(client.client().id())
        + "&client_secret="
        + encoded(client.secret().orElseThrow().reveal())
        + "&scope="
        + encoded(String.join(" ", client.client().oauth().scopes()));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static HttpRequest signed(HttpRequest.Builder request, URI url, Premises premises) {
    AccessKey key = premises.administrator();
    var signed =
        AwsV4HttpSigner.create()
            .sign(signing ->
                signing
                    .identity(AwsCredentialsIdentity.create(key.id(), key.secret().reveal()))
                    .request(SdkHttpRequest.builder().method(SdkHttpMethod.GET).uri(url).build())
                    .payload(ContentStreamProvider.fromByteArray(new byte[0]))
                    .putProperty(AwsV4HttpSigner.REGION_NAME, premises.region().code())
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "lambda"));
    signed
        .request()
        .forEachHeader((name, values) -> {
          // The client writes Host itself, from the same URL.
          if (!name.equalsIgnoreCase("host")) {
            values.forEach(value -> request.header(name, value));
          }
        });
    return request.GET().build();
  }

  private void remember(Knock knock, HttpResponse<byte[]> answer) {
    if (answer.statusCode() != 200) {
      return;
    }
    if (knock.credential() == Knock.Credential.SECRET) {
      member(answer, "access_token").ifPresent(issued -> token = new Secret(issued));
    } else if (knock.method().equals("POST")) {
      member(answer, "player_id").ifPresent(id -> player = encoded(id));
    }
  }

  private static Optional<String> member(HttpResponse<byte[]> answer, String name) {
    try {
      return Optional.of(Json.STRICT.readTree(answer.body()).path(name).asString(""))
          .filter(value -> !value.isEmpty());
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
  }

  /// Visits are recorded before their answers leave.
  private Optional<Long> visit(HttpResponse<byte[]> answer) {
    return Stream.of("apigw-requestid", "x-amzn-requestid", "x-amz-cognito-request-id")
        .flatMap(name -> answer.headers().firstValue(name).stream())
        .flatMap(id -> visits.find(id).stream())
        .map(SeenVisit::number)
        .findFirst();
  }
}
