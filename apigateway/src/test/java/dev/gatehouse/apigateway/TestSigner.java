package dev.gatehouse.apigateway;

import dev.gatehouse.aws.AccessKey;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeader;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpRequest;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/// The AWS SDK's signer, calling an API.
record TestSigner(AccessKey key, Instant at, String service, String region) {
  static TestSigner of(AccessKey key) {
    return new TestSigner(key, TestTokens.NOW, "execute-api", "eu-west-1");
  }

  HttpRequest get(String path) {
    return signed("GET", path, "", "User-Agent", "sdk/2", "Referer", "https://example.com/");
  }

  HttpRequest signed(String method, String path, String body, String... headers) {
    int query = path.indexOf('?');
    var request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.fromValue(method))
            .protocol("http")
            .host("127.0.0.1")
            .port(4567)
            .encodedPath(query < 0 ? path : path.substring(0, query));
    if (query >= 0) {
      for (String pair : path.substring(query + 1).split("&")) {
        String[] parts = pair.split("=", 2);
        request.appendRawQueryParameter(parts[0], parts[1].replace("%20", " "));
      }
    }
    HttpHeaders.of(headers).forEach(line -> request.appendHeader(line.name(), line.value()));
    AwsCredentialsIdentity identity =
        key.session() == null
            ? AwsCredentialsIdentity.create(key.id(), key.secret().reveal())
            : AwsSessionCredentialsIdentity.create(
                key.id(), key.secret().reveal(), key.session().token().reveal());
    SignRequest.Builder<AwsCredentialsIdentity> sign =
        SignRequest.builder(identity)
            .request(request.build())
            .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, service)
            .putProperty(AwsV4HttpSigner.REGION_NAME, region)
            .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(at, ZoneOffset.UTC));
    if (!body.isEmpty()) {
      sign.payload(() -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }
    var lines = new ArrayList<HttpHeader>();
    AwsV4HttpSigner.create()
        .sign(sign.build())
        .request()
        .headers()
        .forEach((name, values) -> values.forEach(value -> lines.add(new HttpHeader(name, value))));
    return new HttpRequest(
        method, path, "HTTP/1.1", new HttpHeaders(lines), Body.of(body), "127.0.0.1", 4567);
  }
}
