package dev.gatehouse.host.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.aws.AccessCheck.Decision;
import dev.gatehouse.aws.AccessKey;
import dev.gatehouse.aws.AccountId;
import dev.gatehouse.aws.Principal;
import dev.gatehouse.aws.Region;
import dev.gatehouse.aws.Secret;
import dev.gatehouse.door.Passage;
import dev.gatehouse.door.Reason;
import dev.gatehouse.door.Verdict;
import dev.gatehouse.dynamodb.Tables;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeader;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/// `--dynamodb-endpoint` at which nobody answers any more.
final class UnreachableTablesTest {
  private static final AccountId ACCOUNT = new AccountId("000000000000");
  private static final Region REGION = new Region("us-east-1");
  private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

  @Test
  void callerIsToldOfAnInternalErrorAndTheOwnerOfTheEndpoint() throws IOException {
    URI nobody;
    try (var closed = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      nobody = URI.create("http://127.0.0.1:" + closed.getLocalPort());
    }
    try (var tables =
        Tables.external(
            REGION, ACCOUNT, nobody, "AKIAX", new Secret("x"), null, Clock.systemUTC())) {
      Passage passage = endpoint(tables).enter(signedCall());

      assertThat(passage.response().status()).isEqualTo(500);
      assertThat(passage.response().body().text())
          .isEqualTo(
              "{\"__type\":\"com.amazon.coral.service#InternalServerError\","
                  + "\"message\":\"Internal server error\"}");
      assertThat(passage.verdict())
          .isInstanceOfSatisfying(
              Verdict.Denied.class,
              denied ->
                  assertThat(denied.reason())
                      .isInstanceOfSatisfying(
                          Reason.Broken.class,
                          broken ->
                              assertThat(broken.sentence())
                                  .contains(nobody.toString(), "cannot be reached")));
    }
  }

  private static AwsEndpoint endpoint(Tables tables) {
    var key = new AccessKey("AKIAME", new Secret("s"), new Principal.Root(ACCOUNT), null);
    return new AwsEndpoint(
        List.of(new DynamoDb(tables)),
        id -> Optional.of(key).filter(known -> known.id().equals(id)),
        request -> new Decision.Granted(),
        REGION,
        Clock.systemUTC());
  }

  private static HttpRequest signedCall() {
    var signed =
        AwsV4HttpSigner.create()
            .sign(signing ->
                signing
                    .identity(AwsCredentialsIdentity.create("AKIAME", "s"))
                    .request(
                        SdkHttpRequest.builder()
                            .method(SdkHttpMethod.POST)
                            .uri(URI.create("http://localhost:1/"))
                            .putHeader("X-Amz-Target", "DynamoDB_20120810.ListTables")
                            .putHeader("Content-Type", "application/x-amz-json-1.0")
                            .build())
                    .payload(() -> new java.io.ByteArrayInputStream(BODY))
                    .putProperty(AwsV4HttpSigner.REGION_NAME, REGION.code())
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "dynamodb"));
    var headers = new ArrayList<HttpHeader>();
    signed
        .request()
        .forEachHeader(
            (name, values) -> values.forEach(value -> headers.add(new HttpHeader(name, value))));
    return new HttpRequest(
        "POST", "/", "HTTP/1.1", new HttpHeaders(headers), Body.of(BODY), "127.0.0.1", 1);
  }
}
