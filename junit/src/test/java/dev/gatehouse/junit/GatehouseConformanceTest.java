package dev.gatehouse.junit;

import static dev.gatehouse.junit.GatehouseAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

@GatehouseTest(
    template = "src/test/resources/things.template.yaml",
    parameters = "Greeting=welcome")
final class GatehouseConformanceTest {
  private final Gatehouse gatehouse;

  GatehouseConformanceTest(Gatehouse gatehouse) {
    this.gatehouse = gatehouse;
  }

  @Nested
  final class Doors {
    @Test
    void everyDoorIsLockedExceptTheOpenOne() {
      gatehouse.everyDoor().isLockedExcept("GET /health");
    }

    @Test
    void doorThatIsOpenIsNamedWithWhatToDo() {
      assertThatThrownBy(() -> gatehouse.everyDoor().isLocked())
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("anyone gets in at GET /health (Api GET /health, lock: none")
          .hasMessageContaining("isLockedExcept(\"GET /health\")");
    }

    @Test
    void exceptionThatIsNoDoorIsNoException() {
      assertThatThrownBy(() -> gatehouse.everyDoor().isLockedExcept("GET /health", "GET /helth"))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("no door is called GET /helth; there are [")
          .hasMessageNotContaining("anyone gets in");
    }

    @Test
    void exceptionThatIsLockedIsNoException() {
      assertThatThrownBy(() -> gatehouse.everyDoor().isLockedExcept("GET /health", "GET /things"))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("GET /things (Api GET /things, lock: jwt")
          .hasMessageContaining("it is no exception");
    }

    @Test
    void eachKindOfLockIsTriedAtItsDoor() {
      assertThat(gatehouse.door("GET /things")).isLocked().hasLock("jwt");
      assertThat(gatehouse.lastVisit()).isDeniedFor("NoCredential");
      assertThat(gatehouse.door("POST /signed")).isLocked().hasLock("iam");
      assertThat(gatehouse.door("FunctionUrl")).isLocked().hasLock("iam");
      assertThat(gatehouse.lastVisit().resource()).isEqualTo("FunctionUrl");
    }

    @Test
    void openDoorIsOpenAndLockedOneIsNot() {
      assertThat(gatehouse.door("GET /health")).isOpen();
      assertThatThrownBy(() -> assertThat(gatehouse.door("GET /things")).isOpen())
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("GET /things (Api GET /things, lock: jwt, token with things/read)")
          .hasMessageContaining("GET /things -> 401, denied, NoCredential: no credential");
    }

    @Test
    void scopesAreThoseOfTheRoute() {
      assertThat(gatehouse.door("GET /things")).asksForScope("things/read");
      assertThatThrownBy(
              () -> assertThat(gatehouse.door("GET /things")).asksForScope("things/write"))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("other scopes are asked for at GET /things");
    }

    @Test
    void unknownDoorIsRefusedWithThoseThereAre() {
      assertThatThrownBy(() -> gatehouse.door("GET /nowhere"))
          .hasMessageContaining("ANY /things/{id}")
          .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void addressIsThatOfTheResource() {
      assertThat(gatehouse.url("Api")).isEqualTo(gatehouse.url());
      assertThatThrownBy(() -> gatehouse.url("Things"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("these have one: [")
          .hasMessageContaining("PoolDomain");
    }
  }

  @Nested
  final class Tokens {
    @Test
    void doorOpensToATokenWithItsScopeOnly() {
      assertThat(gatehouse.door("GET /things"))
          .opensTo(gatehouse.tokenFor("M2MClient", "things/read"))
          .staysShutTo(gatehouse.tokenFor("M2MClient", "things/write"));
      assertThat(gatehouse.lastVisit()).isDeniedFor("MissingScope");
    }

    @Test
    void wrongExpectationTellsTheVisitsReason() {
      String token = gatehouse.tokenFor("M2MClient", "things/write");
      assertThatThrownBy(() -> assertThat(gatehouse.door("GET /things")).opensTo(token))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("should open to this token")
          .hasMessageContaining("403, denied, MissingScope: route asks for one of [things/read]")
          .hasMessageNotContaining(token);
      assertThatThrownBy(() -> assertThat(gatehouse.door("ANY /things/{id}")).staysShutTo(token))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("should stay shut to this token")
          .hasMessageContaining("GET /things/anything -> 200, allowed as");
    }

    @Test
    void scopeThatTheClientMayNotHaveIsRefusedWithTheReason() {
      assertThatThrownBy(() -> gatehouse.tokenFor("M2MClient", "things/eat"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("invalid_scope");
    }

    @Test
    void unknownClientIsRefusedWithThoseThereAre() {
      assertThatThrownBy(() -> gatehouse.tokenFor("Nobody"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("there are [");
    }

    @Test
    void tokenExpiresWhenTheClockIsMoved() {
      String token = gatehouse.tokenFor("M2MClient");
      assertThat(gatehouse.door("GET /things")).opensTo(token);

      gatehouse.clock().advance(Duration.ofMinutes(61));

      assertThat(gatehouse.door("GET /things")).staysShutTo(token);
      assertThat(gatehouse.lastVisit()).isDeniedFor("TokenExpired");
      assertThat(gatehouse.door("GET /things")).opensTo(gatehouse.tokenFor("M2MClient"));
    }
  }

  @Nested
  final class Signatures {
    @Test
    void signedRequestOpensFunctionUrlAndRoute() {
      var url = gatehouse.url("FunctionUrl").resolve("/there");
      assertThat(gatehouse.send(gatehouse.signed("GET", url)).body())
          .contains("\"path\":\"/there\"");
      var answer =
          gatehouse.send(
              gatehouse.signed(
                  gatehouse.administrator(),
                  "POST",
                  URI.create(gatehouse.url() + "/signed"),
                  "{}"));
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(gatehouse.visitOf(answer)).isAllowed();
    }

    @Test
    void signatureGrowsOldWhenTheClockIsMoved() {
      var request = gatehouse.signed("GET", gatehouse.url("FunctionUrl").resolve("/"));

      gatehouse.clock().advance(Duration.ofMinutes(6));

      assertThat(gatehouse.visitOf(gatehouse.send(request)))
          .isDeniedFor("SignatureTimeOutsideWindow");
    }

    @Test
    void keyOfAStrangerIsRefused() {
      var request =
          gatehouse.signed(
              new AccessKey("AKIAIOSFODNN7EXAMPLE", "nobody's"),
              "GET",
              gatehouse.url("FunctionUrl").resolve("/"),
              null);
      assertThat(gatehouse.visitOf(gatehouse.send(request))).isDeniedFor("UnknownAccessKey");
    }
  }

  @Nested
  final class Tables {
    @Test
    void itemIsReadAsItWasPut() {
      var things = gatehouse.table("Things");
      var item = new HashMap<String, Object>();
      item.put("id", "1");
      item.put("count", 3);
      item.put("good", true);
      item.put("nothing", null);
      item.put("list", Arrays.asList("a", 1.5, null));
      item.put("map", Map.of("inner", "x"));
      item.put("words", Set.of("b", "a"));
      item.put("numbers", Set.of(1, 2));

      things.put(item);

      item.put("count", new BigDecimal(3));
      item.put("list", Arrays.asList("a", new BigDecimal("1.5"), null));
      item.put("numbers", Set.of(new BigDecimal(1), new BigDecimal(2)));
      assertThat(things.get(Map.of("id", "1"))).contains(item);
      assertThat(things.items()).containsExactly(item);

      things.delete(Map.of("id", "1"));

      assertThat(things.get(Map.of("id", "1"))).isEmpty();
    }

    @Test
    void emptySetIsRefused() {
      assertThatThrownBy(() -> gatehouse.table("Things").put(Map.of("id", "1", "no", Set.of())))
          .hasMessageContaining("no empty sets");
    }

    @Test
    void itemWithoutItsKeyIsRefused() {
      assertThatThrownBy(() -> gatehouse.table("Things").put(Map.of("name", "x")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("ValidationException");
    }

    @Test
    void tableWithoutANameIsFoundByItsLogicalId() {
      assertThat(gatehouse.table("Unnamed").name()).contains("-Unnamed-");
    }

    @Test
    void unknownTableIsRefusedWithThoseThereAre() {
      assertThatThrownBy(() -> gatehouse.table("Nowhere"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Things");
    }

    @Test
    void sdkIsAClientWithTheEnvironmentEvenWhenTheClockIsMoved() {
      gatehouse.clock().advance(Duration.ofDays(3));
      gatehouse.table("Things").put(Map.of("id", "sdk"));
      var env = gatehouse.environment();
      try (var client =
          DynamoDbClient.builder()
              .endpointOverride(URI.create(env.getOrDefault("AWS_ENDPOINT_URL", "")))
              .region(Region.of(env.getOrDefault("AWS_REGION", "")))
              .credentialsProvider(
                  StaticCredentialsProvider.create(
                      AwsBasicCredentials.create(
                          env.getOrDefault("AWS_ACCESS_KEY_ID", ""),
                          env.getOrDefault("AWS_SECRET_ACCESS_KEY", ""))))
              .httpClient(UrlConnectionHttpClient.create())
              .build()) {
        assertThat(client.scan(scan -> scan.tableName("Things")).count()).isPositive();
      }
      gatehouse.table("Things").delete(Map.of("id", "sdk"));
    }
  }

  @Test
  void parameterReachesTheFunction() {
    var answer = gatehouse.send(gatehouse.request("/health"));
    assertThat(answer.body()).contains("\"said\":\"welcome\"");
    assertThat(gatehouse.visitOf(answer)).isAllowedAs("anonymous");
  }

  @Test
  void wrongExpectationOfAVisitTellsTheVisit() {
    var visit = gatehouse.visitOf(gatehouse.send(gatehouse.request("/health")));
    assertThatThrownBy(() -> assertThat(visit).isDenied())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("GET /health -> 200, allowed as anonymous");
    assertThatThrownBy(() -> assertThat(visit).isAllowedAs("somebody"))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void outputsHaveAddressesOfThisMachine() {
    assertThat(gatehouse.outputs()).containsEntry("Where", gatehouse.url().toString());
  }

  @Test
  void clockMovesWherever() {
    var there = Instant.parse("2030-01-01T00:00:00Z");
    gatehouse.clock().moveTo(there);
    assertThat(gatehouse.clock().instant()).isBetween(there, there.plusSeconds(60));
    gatehouse.clock().reset();
    assertThat(gatehouse.clock().instant()).isBefore(there);
  }

  @Test
  void visitsAreInTheJournal() {
    gatehouse.send(gatehouse.request("/nowhere"));
    List<Visit> visits = gatehouse.visits();
    assertThat(visits).endsWith(gatehouse.lastVisit());
    assertThat(gatehouse.lastVisit()).isDeniedFor("NoSuchDoor");
  }
}
