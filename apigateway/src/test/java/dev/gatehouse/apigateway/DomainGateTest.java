package dev.gatehouse.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.apigateway.DomainConfig.Mapping;
import dev.gatehouse.door.Door;
import dev.gatehouse.door.Passage;
import dev.gatehouse.fidelity.Shows;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// http-api-mappings.html.
class DomainGateTest {
  private static final String NAME = "api.example.com";

  private static HttpApiConfig config(
      String id, boolean disabled, List<StageConfig> stages, RouteConfig... routes) {
    ApiIdentity identity = TestApi.IDENTITY;
    return new HttpApiConfig(
        "Api",
        ApiIdentity.of(id, "api", identity.account(), identity.region()),
        stages,
        List.of(routes),
        null,
        disabled);
  }

  private static final List<StageConfig> STAGES =
      List.of(
          TestApi.DEFAULT_STAGE,
          new StageConfig(
              "Dev",
              "dev",
              Map.of(),
              new StageConfig.Deployed.Automatically(),
              "$context.customDomain.basePathMatched $context.domainName $context.path"
                  + " $context.stage",
              Throttling.NONE));

  private static Mapping mapping(String key, String api, String stage) {
    return new Mapping("Mapping-" + key, key, api, stage);
  }

  private static DomainConfig domain(Mapping... mappings) {
    return new DomainConfig("Domain", NAME, List.of(mappings));
  }

  private final TestApi api1 = TestApi.of(config("api1", false, STAGES, TestApi.open("$default")));
  private final TestApi api2 =
      TestApi.of(
          config(
              "api2",
              true,
              STAGES,
              TestApi.open("GET /"),
              TestApi.open("GET /players/{id}"),
              TestApi.open("ANY /open/{proxy+}"),
              TestApi.locked("GET /locked", "read")));

  private DomainGate gate(Mapping... mappings) {
    return new DomainGate(
        domain(mappings),
        Map.of("api1", api1.gate(), "api2", api2.gate()),
        api1.clock,
        new Random(1));
  }

  private final DomainGate gate =
      gate(mapping("orders", "api2", "$default"), mapping("orders/v1/items", "api2", "dev"));

  private static Passage get(DomainGate gate, String target, String... headers) {
    return gate.enter(TestApi.request("GET", target, headers));
  }

  @ParameterizedTest
  @CsvSource({
    "/orders, orders",
    "/orders/, orders",
    "/orders/v1, orders",
    "/orders/v1/items, orders/v1/items",
    "/orders/v1/items/123, orders/v1/items",
    "/orders/v2/items/categories/5, orders/v2/items/categories",
    "/orders/v1/itemsandmore, orders",
    "/customers, ''",
    "/ordersandmore, ''",
    "/, ''",
  })
  @Shows("httpapi.domains.longest-mapping")
  void longestMappingKeyWins(String path, String key) {
    String[] keys = {
      "", "orders", "orders/v1/items", "orders/v2/items", "orders/v2/items/categories"
    };
    var stages = Stream.of(keys).map(k -> new StageConfig("S", stage(k), Map.of())).toList();
    var api = TestApi.of(config("all", false, stages, TestApi.open("$default")));
    var all =
        new DomainGate(
            domain(Stream.of(keys).map(k -> mapping(k, "all", stage(k))).toArray(Mapping[]::new)),
            Map.of("all", api.gate()),
            api.clock,
            new Random(1));

    assertThat(get(all, path).response().status()).isEqualTo(200);
    assertThat(api.event().path("requestContext").path("stage").asString()).isEqualTo(stage(key));
  }

  private static String stage(String key) {
    return "s" + key.replace('/', '_');
  }

  @Test
  @Shows("httpapi.domains.key-is-no-part-of-routes")
  void mappingKeyIsNotPartOfRouteMatching() {
    assertThat(get(gate, "/orders/players/7?a=b").response().status()).isEqualTo(200);
    var event = api2.event();
    assertThat(event.path("routeKey").asString()).isEqualTo("GET /players/{id}");
    assertThat(event.path("rawPath").asString()).isEqualTo("/players/7");
    assertThat(event.path("rawQueryString").asString()).isEqualTo("a=b");
    assertThat(event.path("pathParameters").path("id").asString()).isEqualTo("7");

    PayloadV2ResponseTest.assertGenerated(get(gate, "/orders/orders/players/7"), 404, "Not Found");
  }

  @Test
  @Shows("httpapi.domains.request-context")
  @Shows("httpapi.domains.raw-path-has-stage")
  void functionSeesTheDomainNameAndTheStage() {
    get(gate, "/orders/v1/items/players/7");
    var event = api2.event();
    assertThat(event.path("rawPath").asString()).isEqualTo("/dev/players/7");
    var context = event.path("requestContext");
    assertThat(context.path("http").path("path").asString()).isEqualTo("/dev/players/7");
    assertThat(context.path("domainName").asString()).isEqualTo(NAME);
    assertThat(context.path("domainPrefix").asString()).isEqualTo("api");
    assertThat(context.path("stage").asString()).isEqualTo("dev");
    assertThat(context.path("apiId").asString()).isEqualTo("api2");
    assertThat(api2.calls.getFirst().sourceArn())
        .isEqualTo("arn:aws:execute-api:eu-west-1:123456789012:api2/dev/GET/players/{id}");
    assertThat(api2.accessLog).containsExactly("orders/v1/items " + NAME + " /dev/players/7 dev");
  }

  @Test
  @Shows("httpapi.domains.disabled-default-endpoint")
  void domainWorksWhereTheDefaultEndpointIsDisabled() {
    assertThat(get(gate, "/orders/players/7").response().status()).isEqualTo(200);
    var own = api2.get("/players/7");
    PayloadV2ResponseTest.assertGenerated(own, 404, "Not Found");
    assertThat(TestApi.reason(own).sentence()).contains("disabled", "custom domain name");
  }

  @Test
  void stageSegmentOfTheDefaultEndpointIsOrdinaryPathHere() {
    PayloadV2ResponseTest.assertGenerated(get(gate, "/orders/dev/players/7"), 404, "Not Found");
    assertThat(api2.calls).isEmpty();
  }

  @Test
  void locksAreTheRoutes() {
    assertThat(get(gate, "/orders/locked").response().status()).isEqualTo(401);
    assertThat(
            get(gate, "/orders/locked", "Authorization", "Bearer " + TestTokens.withScope("read"))
                .response()
                .status())
        .isEqualTo(200);
  }

  @Test
  @Shows("httpapi.domains.unmapped-path")
  void pathWithoutAMappingIsForbidden() {
    var refused = get(gate, "/elsewhere");
    PayloadV2ResponseTest.assertGenerated(refused, 403, "Forbidden");
    assertThat(TestApi.reason(refused).sentence()).contains(NAME, "orders/v1/items");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/orders%2Fv1%2Fitems/x",
        "/orders/v1%2Fitems",
        "/open/..%2forders/x",
        "//orders/players/7",
        "/open;/../orders",
        "/x/%2e%2e/orders/players/7",
        "/orders;a/locked",
        "/orders%252Fv1%252Fitems/x"
      })
  void pathThatIsReadInTwoWaysLeadsNowhere(String path) {
    var both =
        gate(
            mapping("", "api1", "$default"),
            mapping("orders", "api2", "$default"),
            mapping("orders/v1/items", "api2", "dev"));
    PayloadV2ResponseTest.assertGenerated(get(both, path), 404, "Not Found");
    assertThat(api1.calls).isEmpty();
    assertThat(api2.calls).isEmpty();
  }

  @Test
  void encodedKeyIsTheKey() {
    assertThat(get(gate, "/%6frders/players/%37").response().status()).isEqualTo(200);
    assertThat(api2.event().path("rawPath").asString()).isEqualTo("/players/7");
  }

  @Test
  void doorsAreThoseOfTheMappedStages() {
    assertThat(gate.doors())
        .extracting(Door::path)
        .startsWith("/orders/", "/orders/players/{id}")
        .contains("/orders/v1/items/players/{id}");
    assertThat(api2.gate().doors()).isEmpty();
  }

  @Test
  @Shows("httpapi.domains.key-characters")
  void domainThatAwsRefusesIsAFault() {
    var apis = List.of(config("api1", false, STAGES, TestApi.open("GET /")));
    assertThat(domain(mapping("", "api1", "$default"), mapping("a/b", "api1", "dev")).faults(apis))
        .isEmpty();

    for (String key :
        List.of("/", "/a", "a/", "a//b", "a b", "é", "a/../b", "%41", "x".repeat(301))) {
      assertThat(domain(mapping(key, "api1", "dev")).faults(apis))
          .as(key)
          .extracting(Fault::property)
          .containsExactly("ApiMappingKey");
    }
    assertThat(domain(mapping("a", "api1", "dev"), mapping("a", "api1", "$default")).faults(apis))
        .extracting(Fault::property)
        .containsExactly("ApiMappingKey");
    assertThat(domain(mapping("", "api1", "nowhere"), mapping("a", "other", "dev")).faults(apis))
        .extracting(Fault::property)
        .containsExactly("Stage", "Stage");
    for (String name :
        List.of(
            "localhost",
            "127.0.0.1",
            "*.example.com",
            "a..b",
            "-a.com",
            "a.com/x",
            "api1.execute-api.eu-west-1.amazonaws.com",
            "")) {
      assertThat(new DomainConfig("Domain", name, List.of()).faults(apis))
          .as(name)
          .extracting(Fault::property)
          .containsExactly("DomainName");
    }
  }
}
