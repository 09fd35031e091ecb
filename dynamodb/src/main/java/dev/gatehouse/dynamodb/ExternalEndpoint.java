package dev.gatehouse.dynamodb;

import dev.gatehouse.aws.Region;
import dev.gatehouse.aws.Secret;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeader;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/// Any endpoint that speaks DynamoDB's API, called with credentials of its own: the guest's
/// signature was for us and ends here.
final class ExternalEndpoint implements TableEngine {
  /// What the JDK's client writes itself, and refuses to be told.
  private static final Set<String> OF_THE_CLIENT = Set.of("host", "content-length");

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(60);

  private final URI endpoint;
  private final Region region;
  private final AwsCredentialsIdentity credentials;
  private final Clock clock;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build();
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

  ExternalEndpoint(
      URI endpoint,
      Region region,
      String accessKeyId,
      Secret secretKey,
      @Nullable Secret sessionToken,
      Clock clock) {
    if (!("http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme()))
        || endpoint.getHost() == null) {
      throw new TableException("not an http or https address: " + endpoint);
    }
    this.endpoint = endpoint.resolve("/");
    this.region = region;
    this.clock = clock;
    this.credentials =
        sessionToken == null
            ? AwsCredentialsIdentity.create(accessKeyId, secretKey.reveal())
            : AwsSessionCredentialsIdentity.create(
                accessKeyId, secretKey.reveal(), sessionToken.reveal());
  }

  @Override
  public HttpResponse call(Operation operation, byte[] input) {
    try {
      var answer = client.send(signed(operation, input), BodyHandlers.ofByteArray());
      var headers =
          answer.headers().map().entrySet().stream()
              .flatMap(line -> line.getValue().stream().map(v -> new HttpHeader(line.getKey(), v)))
              .toList();
      return new HttpResponse(
          answer.statusCode(), new HttpHeaders(headers), Body.of(answer.body()));
    } catch (IOException e) {
      throw new TableException(endpoint + " cannot be reached: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TableException("interrupted while waiting for " + endpoint, e);
    }
  }

  private HttpRequest signed(Operation operation, byte[] input) {
    SdkHttpRequest unsigned =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(endpoint)
            .putHeader("Content-Type", "application/x-amz-json-1.0")
            .putHeader("X-Amz-Target", operation.target())
            .build();
    var signed =
        signer.sign(request ->
            request
                .identity(credentials)
                .request(unsigned)
                .payload(ContentStreamProvider.fromByteArray(input))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "dynamodb")
                .putProperty(AwsV4HttpSigner.REGION_NAME, region.code())
                .putProperty(HttpSigner.SIGNING_CLOCK, clock));
    var request =
        HttpRequest.newBuilder(endpoint)
            .timeout(ANSWER)
            .POST(HttpRequest.BodyPublishers.ofByteArray(input));
    signed
        .request()
        .forEachHeader((name, values) -> {
          if (OF_THE_CLIENT.stream().noneMatch(name::equalsIgnoreCase)) {
            values.forEach(value -> request.header(name, value));
          }
        });
    return request.build();
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
