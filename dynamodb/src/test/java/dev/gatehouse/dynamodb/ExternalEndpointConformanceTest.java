package dev.gatehouse.dynamodb;

import static dev.gatehouse.dynamodb.TestTables.ACCOUNT;
import static dev.gatehouse.dynamodb.TestTables.ARN;
import static dev.gatehouse.dynamodb.TestTables.MATCHES;
import static dev.gatehouse.dynamodb.TestTables.REGION;
import static dev.gatehouse.dynamodb.TestTables.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.aws.AccessKey;
import dev.gatehouse.aws.AccountId;
import dev.gatehouse.aws.Principal;
import dev.gatehouse.aws.Region;
import dev.gatehouse.aws.Secret;
import dev.gatehouse.aws.SigV4Result;
import dev.gatehouse.aws.SigV4Verifier;
import dev.gatehouse.http.HttpRequest;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.http.HttpServer;
import dev.gatehouse.http.HttpServerConfig;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// An endpoint of another account, which verifies each signature.
class ExternalEndpointConformanceTest {
  private static final AccountId OTHER_ACCOUNT = new AccountId("999999999999");
  private static final Secret SECRET = new Secret("external-secret");
  private static final Secret TOKEN = new Secret("external-token");

  private Tables behind;
  private HttpServer server;
  private SigV4Verifier verifier;

  @BeforeEach
  void serve() {
    verifier =
        new SigV4Verifier(
            ExternalEndpointConformanceTest::key,
            Clock.systemUTC(),
            REGION,
            List.of("dynamodb"),
            Duration.ofMinutes(15));
    behind = Tables.inMemory(new Region("us-east-1"), OTHER_ACCOUNT);
    server = HttpServer.start(HttpServerConfig.loopback(0), this::answer);
  }

  @AfterEach
  void close() {
    server.close();
    behind.close();
  }

  private static Optional<AccessKey> key(String id) {
    var root = new Principal.Root(OTHER_ACCOUNT);
    var session =
        new AccessKey.Session(TOKEN, Instant.EPOCH, Clock.systemUTC().instant().plusSeconds(600));
    return switch (id) {
      case "AKIAEXTERNAL" -> Optional.of(new AccessKey(id, SECRET, root, null));
      case "ASIAEXTERNAL" -> Optional.of(new AccessKey(id, SECRET, root, session));
      case String _ -> Optional.empty();
    };
  }

  private HttpResponse answer(HttpRequest request) {
    return switch (verifier.verify(request)) {
      case SigV4Result.Verified _ -> behind.forward(request);
      case SigV4Result.Rejected rejected ->
          HttpResponse.json(403, "{\"why\":\"" + rejected.fault() + "\"}");
    };
  }

  private Tables external(String keyId, Secret secret, @Nullable Secret session) {
    return Tables.external(
        REGION,
        ACCOUNT,
        URI.create("http://127.0.0.1:" + server.port()),
        keyId,
        secret,
        session,
        Clock.systemUTC());
  }

  @ParameterizedTest
  @ValueSource(strings = {"AKIAEXTERNAL", "ASIAEXTERNAL"})
  void requestsAreSignedWithTheGivenCredentials(String keyId) {
    try (var tables = external(keyId, SECRET, keyId.startsWith("ASIA") ? TOKEN : null)) {
      tables.create(table(MATCHES));
      assertThat(TestTables.call(tables, "DescribeTable", "{\"TableName\":\"Matches\"}").toString())
          .contains(ARN + "Matches")
          .doesNotContain("999999999999");
    }
  }

  @ParameterizedTest
  @CsvSource({"AKIAEXTERNAL,wrong-secret", "AKIAUNKNOWN,external-secret"})
  void refusalOfTheEndpointIsToldToTheOwner(String keyId, String secret) {
    try (var tables = external(keyId, new Secret(secret), null)) {
      assertThatThrownBy(() -> tables.create(table(MATCHES)))
          .isInstanceOf(TableException.class)
          .hasMessageContaining("DescribeTable of table Matches was answered 403")
          .message()
          .doesNotContain(secret);
    }
  }

  @Test
  void unreachableEndpointIsAClearFault() {
    try (var tables = external("AKIAEXTERNAL", SECRET, null)) {
      server.close();
      assertThatThrownBy(() -> tables.create(table(MATCHES)))
          .isInstanceOf(TableException.class)
          .hasMessageContaining("cannot be reached");
    }
  }

  @Test
  void addressOfAnotherSchemeIsRefused() {
    assertThatThrownBy(() ->
            Tables.external(
                REGION,
                ACCOUNT,
                URI.create("file:///tmp"),
                "AKIAEXTERNAL",
                SECRET,
                null,
                Clock.systemUTC()))
        .isInstanceOf(TableException.class);
  }
}
