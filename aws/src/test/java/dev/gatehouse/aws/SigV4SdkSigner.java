package dev.gatehouse.aws;

import dev.gatehouse.aws.SigV4CanonicalRequest.Parameter;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeader;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpRequest;
import java.io.ByteArrayInputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/// Requests as the AWS SDK for Java signs them: the judge of every canonicalisation rule.
final class SigV4SdkSigner {
  static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  static final AccountId ACCOUNT = new AccountId("111122223333");

  /// AWS's public example credentials.
  static final AccessKey USER =
      new AccessKey(
          "AKIDEXAMPLE",
          new Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
          new Principal.User(ACCOUNT, "/", "kylian", "AIDAEXAMPLE"),
          null);

  static final AccessKey SESSION = session(NOW.plusSeconds(3600));

  private final AccessKey key;
  private Instant at = NOW;
  private String region = "eu-west-1";
  private String service = "lambda";
  private String host = "127.0.0.1";
  private int port = 4570;
  private boolean payloadSigned = true;
  private boolean doubleEncoded = true;
  private @Nullable Duration presignedFor;

  private SigV4SdkSigner(AccessKey key) {
    this.key = key;
  }

  static SigV4SdkSigner with(AccessKey key) {
    return new SigV4SdkSigner(key);
  }

  static AccessKey session(Instant expires) {
    return new AccessKey(
        "ASIAEXAMPLE",
        new Secret("not-a-secret-but-an-example-of-one"),
        new Principal.RoleSession(ACCOUNT, "/", "player", "AROAEXAMPLE", "s1"),
        new AccessKey.Session(new Secret("token/of+the session=="), Instant.EPOCH, expires));
  }

  static SigV4Verifier verifier() {
    return verifier(USER, SESSION);
  }

  static SigV4Verifier verifier(AccessKey... known) {
    return new SigV4Verifier(
        id -> List.of(known).stream().filter(key -> key.id().equals(id)).findFirst(),
        Clock.fixed(NOW, ZoneOffset.UTC),
        new Region("eu-west-1"),
        List.of("lambda"),
        Duration.ofMinutes(5));
  }

  SigV4SdkSigner at(Instant instant) {
    at = instant;
    return this;
  }

  SigV4SdkSigner region(String other) {
    region = other;
    return this;
  }

  SigV4SdkSigner service(String other) {
    service = other;
    return this;
  }

  SigV4SdkSigner host(String name, int number) {
    host = name;
    port = number;
    return this;
  }

  SigV4SdkSigner unsignedPayload() {
    payloadSigned = false;
    return this;
  }

  SigV4SdkSigner encodedOnce() {
    doubleEncoded = false;
    return this;
  }

  SigV4SdkSigner presignedFor(Duration duration) {
    presignedFor = duration;
    return this;
  }

  HttpRequest sign(String method, String target) {
    return sign(method, target, HttpHeaders.NONE, "");
  }

  /// @param target sent as it is; the signer is told its path and its decoded parameters
  HttpRequest sign(String method, String target, HttpHeaders headers, String body) {
    HttpRequest unsigned =
        new HttpRequest(
            method, target, "HTTP/1.1", HttpHeaders.NONE, Body.of(body), "127.0.0.1", port);
    var plain =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.fromValue(method))
            .protocol(port == 443 ? "https" : "http")
            .host(host)
            .port(port)
            .encodedPath(unsigned.rawPath());
    headers.forEach(line -> plain.appendHeader(line.name(), line.value()));
    for (Parameter parameter : SigV4CanonicalRequest.parameters(unsigned.rawQuery())) {
      plain.appendRawQueryParameter(decoded(parameter.name()), decoded(parameter.value()));
    }
    SdkHttpRequest signed = signed(plain.build(), body);
    return new HttpRequest(
        method,
        presignedFor == null
            ? target
            : unsigned.rawPath() + "?" + signed.encodedQueryParameters().orElseThrow(),
        "HTTP/1.1",
        lines(signed),
        Body.of(body),
        "127.0.0.1",
        port);
  }

  private SdkHttpRequest signed(SdkHttpRequest plain, String body) {
    AwsCredentialsIdentity identity =
        key.session() == null
            ? AwsCredentialsIdentity.create(key.id(), key.secret().reveal())
            : AwsSessionCredentialsIdentity.create(
                key.id(), key.secret().reveal(), key.session().token().reveal());
    SignRequest.Builder<AwsCredentialsIdentity> request =
        SignRequest.builder(identity)
            .request(plain)
            .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, service)
            .putProperty(AwsV4HttpSigner.REGION_NAME, region)
            .putProperty(AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED, payloadSigned)
            .putProperty(AwsV4FamilyHttpSigner.DOUBLE_URL_ENCODE, doubleEncoded)
            .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(at, ZoneOffset.UTC));
    if (!body.isEmpty()) {
      request.payload(() -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }
    if (presignedFor != null) {
      request
          .putProperty(
              AwsV4FamilyHttpSigner.AUTH_LOCATION, AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING)
          .putProperty(AwsV4FamilyHttpSigner.EXPIRATION_DURATION, presignedFor);
    }
    return AwsV4HttpSigner.create().sign(request.build()).request();
  }

  private static HttpHeaders lines(SdkHttpRequest signed) {
    var lines = new ArrayList<HttpHeader>();
    signed
        .headers()
        .forEach((name, values) -> values.forEach(value -> lines.add(new HttpHeader(name, value))));
    return new HttpHeaders(lines);
  }

  /// `+` is a plus sign in a URL's query, whatever HTML forms make of it.
  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
