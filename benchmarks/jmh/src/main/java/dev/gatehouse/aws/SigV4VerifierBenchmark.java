package dev.gatehouse.aws;

import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeader;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpRequest;
import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/// A request of the AWS SDK for Java, its signature verified over what arrived.
@State(Scope.Thread)
public class SigV4VerifierBenchmark {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-24T12:00:00Z"), ZoneOffset.UTC);
  private static final String HOST = "127.0.0.1";
  private static final int PORT = 4567;

  /// Bytes.
  @Param({"0", "2048"})
  public int body;

  /// AWS's public example credentials.
  private final AccessKey key =
      new AccessKey(
          "AKIDEXAMPLE",
          new Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
          new Principal.User(new AccountId("111122223333"), "/", "kylian", "AIDAEXAMPLE"),
          null);

  private final SigV4Verifier verifier =
      new SigV4Verifier(
          id -> id.equals(key.id()) ? Optional.of(key) : Optional.empty(),
          CLOCK,
          new Region("eu-west-1"),
          List.of("lambda"),
          Duration.ofMinutes(5));

  private HttpRequest request = signed("");

  @Setup
  public void sign() {
    request = signed("x".repeat(body));
    if (!(verify() instanceof SigV4Result.Verified)) {
      throw new IllegalStateException("the SDK's signature was refused");
    }
  }

  @Benchmark
  public Object verify() {
    return verifier.verify(request);
  }

  private HttpRequest signed(String text) {
    String method = text.isEmpty() ? "GET" : "POST";
    var plain =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.fromValue(method))
            .protocol("http")
            .host(HOST)
            .port(PORT)
            .encodedPath("/players")
            .build();
    Body content = Body.of(text);
    SignRequest.Builder<AwsCredentialsIdentity> toSign =
        SignRequest.builder(AwsCredentialsIdentity.create(key.id(), key.secret().reveal()))
            .request(plain)
            .payload(() -> new ByteArrayInputStream(content.bytes()))
            .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "lambda")
            .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1")
            .putProperty(HttpSigner.SIGNING_CLOCK, CLOCK);
    var lines = new ArrayList<HttpHeader>();
    AwsV4HttpSigner.create()
        .sign(toSign.build())
        .request()
        .headers()
        .forEach((name, values) -> values.forEach(value -> lines.add(new HttpHeader(name, value))));
    return new HttpRequest(
        method, "/players", "HTTP/1.1", new HttpHeaders(lines), content, HOST, PORT);
  }
}
