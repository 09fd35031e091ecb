package dev.gatehouse.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/// The other side of the doors: plain HTTP, as any client would speak it.
final class Guest implements AutoCloseable {
  /// Longer than API Gateway waits for a function.
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(request.uri() + " does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  static HttpRequest form(String url, Map<String, String> fields) {
    return HttpRequest.newBuilder(URI.create(url))
        .timeout(PATIENCE)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(
            BodyPublishers.ofString(
                fields.entrySet().stream()
                    .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                    .collect(Collectors.joining("&"))))
        .build();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /// @param region part of the credential scope, as is the service
  record Signer(AccessKey key, String region, String service, Clock clock) {
    /// As the SDK would sign it.
    ///
    /// @param headers signed too
    HttpRequest sign(String method, URI url, Map<String, String> headers, @Nullable String body) {
      var unsigned = SdkHttpRequest.builder().method(SdkHttpMethod.fromValue(method)).uri(url);
      headers.forEach(unsigned::putHeader);
      var signed =
          AwsV4HttpSigner.create()
              .sign(signing -> {
                signing
                    .identity(AwsCredentialsIdentity.create(key.id(), key.secret()))
                    .request(unsigned.build())
                    .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                    .putProperty(HttpSigner.SIGNING_CLOCK, clock);
                if (body != null) {
                  signing.payload(ContentStreamProvider.fromUtf8String(body));
                }
              });
      var request =
          HttpRequest.newBuilder(url)
              .timeout(PATIENCE)
              .method(
                  method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
      signed
          .request()
          .forEachHeader((name, values) -> {
            // The client writes Host itself, from the same URL.
            if (!name.equalsIgnoreCase("host")) {
              values.forEach(value -> request.header(name, value));
            }
          });
      return request.build();
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
