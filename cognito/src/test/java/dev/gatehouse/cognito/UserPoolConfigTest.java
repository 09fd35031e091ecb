package dev.gatehouse.cognito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.gatehouse.aws.Secret;
import dev.gatehouse.fidelity.Shows;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class UserPoolConfigTest {
  private static final String ID = "4abcdefghijklmnopqrstuvwx1";
  private static final ClientType CONFIDENTIAL =
      new ClientType.Confidential(new Secret("s".repeat(52)));
  private static final OAuthSettings M2M =
      new OAuthSettings(true, Set.of(OAuthFlow.CLIENT_CREDENTIALS), List.of("api/read"));
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MONTH = Duration.ofDays(30);

  static Stream<Arguments> faultless() {
    return Stream.of(
        argumentSet("all of the test pool", TestUserPools.pool()),
        argumentSet("a bare pool", pool("p", List.of(), List.of(), List.of())),
        argumentSet(
            "OAuth switched off",
            pool(client(CONFIDENTIAL, new OAuthSettings(false, M2M.flows(), M2M.scopes())))),
        argumentSet(
            "public client of code and implicit",
            pool(
                client(
                    new ClientType.Public(),
                    new OAuthSettings(
                        true,
                        Set.of(OAuthFlow.CODE, OAuthFlow.IMPLICIT),
                        List.of("openid", "api/read"))))),
        argumentSet(
            "shortest validities",
            pool(client(new TokenValidity(Duration.ofMinutes(5), Duration.ofMinutes(5), HOUR)))),
        argumentSet(
            "longest validities",
            pool(
                client(
                    new TokenValidity(
                        Duration.ofDays(1), Duration.ofDays(1), Duration.ofDays(3650))))),
        argumentSet("shortest secret", pool(client(secret("s+_".repeat(8)), M2M))),
        argumentSet("longest secret", pool(client(secret("s".repeat(64)), M2M))),
        argumentSet(
            "identifier is a URL",
            pool(
                "p",
                List.of(server("https://api.example.com:443/v1", "read")),
                List.of(),
                List.of())),
        argumentSet("one-letter prefix", domain(new Domain.Prefix("D", "p"))),
        argumentSet("63-letter prefix", domain(new Domain.Prefix("D", "p".repeat(63)))),
        argumentSet("host name", domain(new Domain.Custom("D", "auth.example.com"))));
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        fault("pool name empty", pool("", List.of(), List.of(), List.of()), "Pool", "UserPoolName"),
        fault(
            "pool name too long",
            pool("p".repeat(129), List.of(), List.of(), List.of()),
            "Pool",
            "UserPoolName"),
        fault(
            "pool name with a slash",
            pool("a/b", List.of(), List.of(), List.of()),
            "Pool",
            "UserPoolName"),
        fault("identifier with a space", servers(server("a b", "x")), "Server", "Identifier"),
        fault("identifier empty", servers(server("", "x")), "Server", "Identifier"),
        fault(
            "identifier twice",
            servers(server("a", "x"), server("a", "y")),
            "Server",
            "Identifier"),
        fault(
            "server name",
            servers(new ResourceServer("Server", "a", "a:b", List.of())),
            "Server",
            "Name"),
        fault(
            "scope name with a slash",
            servers(server("a", "ok", "x/y")),
            "Server",
            "Scopes[1].ScopeName"),
        fault(
            "scope name too long",
            servers(server("a", "x".repeat(257))),
            "Server",
            "Scopes[0].ScopeName"),
        fault("scope name twice", servers(server("a", "x", "x")), "Server", "Scopes[1].ScopeName"),
        fault(
            "scope without description",
            servers(
                new ResourceServer("Server", "a", "a", List.of(new ResourceServer.Scope("x", "")))),
            "Server",
            "Scopes[0].ScopeDescription"),
        fault(
            "101 scopes",
            servers(
                server("a", IntStream.range(0, 101).mapToObj(i -> "s" + i).toArray(String[]::new))),
            "Server",
            "Scopes"),
        fault(
            "client name",
            pool(new AppClient("Client", ID, "a/b", CONFIDENTIAL, M2M, TokenValidity.DEFAULT)),
            "Client",
            "ClientName"),
        fault(
            "client id with a hyphen",
            pool(new AppClient("Client", "a-b", "c", CONFIDENTIAL, M2M, TokenValidity.DEFAULT)),
            "Client",
            "ClientId"),
        fault(
            "client id twice",
            pool(client(CONFIDENTIAL, M2M), client(CONFIDENTIAL, M2M)),
            "Client",
            "ClientId"),
        fault(
            "secret too short",
            pool(client(secret("s".repeat(23)), M2M)),
            "Client",
            "ClientSecret"),
        fault(
            "secret too long", pool(client(secret("s".repeat(65)), M2M)), "Client", "ClientSecret"),
        fault(
            "secret with a hyphen",
            pool(client(secret("s-".repeat(20)), M2M)),
            "Client",
            "ClientSecret"),
        fault(
            "client_credentials with code",
            pool(
                client(
                    CONFIDENTIAL,
                    new OAuthSettings(
                        true, Set.of(OAuthFlow.CLIENT_CREDENTIALS, OAuthFlow.CODE), M2M.scopes()))),
            "Client",
            "AllowedOAuthFlows"),
        fault(
            "client_credentials without a secret",
            pool(client(new ClientType.Public(), M2M)),
            "Client",
            "AllowedOAuthFlows"),
        fault(
            "scope of no resource server",
            pool(
                client(
                    CONFIDENTIAL,
                    new OAuthSettings(true, M2M.flows(), List.of("api/read", "api/write")))),
            "Client",
            "AllowedOAuthScopes[1]"),
        fault(
            "scope with a space",
            pool(
                client(
                    CONFIDENTIAL,
                    new OAuthSettings(true, M2M.flows(), List.of("api/read openid")))),
            "Client",
            "AllowedOAuthScopes[0]"),
        fault(
            "51 scopes",
            pool(
                client(
                    CONFIDENTIAL,
                    new OAuthSettings(true, M2M.flows(), Collections.nCopies(51, "api/read")))),
            "Client",
            "AllowedOAuthScopes"),
        fault(
            "access token of 4:59",
            pool(client(new TokenValidity(Duration.ofSeconds(299), HOUR, MONTH))),
            "Client",
            "AccessTokenValidity"),
        fault(
            "access token of more than a day",
            pool(client(new TokenValidity(Duration.ofSeconds(86401), HOUR, MONTH))),
            "Client",
            "AccessTokenValidity"),
        fault(
            "ID token of nothing",
            pool(client(new TokenValidity(HOUR, Duration.ZERO, MONTH))),
            "Client",
            "IdTokenValidity"),
        fault(
            "access token outlives refresh token",
            pool(client(new TokenValidity(Duration.ofHours(3), HOUR, Duration.ofHours(2)))),
            "Client",
            "AccessTokenValidity"),
        fault(
            "refresh token of 59 minutes",
            pool(
                client(
                    new TokenValidity(
                        Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofMinutes(59)))),
            "Client",
            "RefreshTokenValidity"),
        fault(
            "refresh token of 3651 days",
            pool(client(new TokenValidity(HOUR, HOUR, Duration.ofDays(3651)))),
            "Client",
            "RefreshTokenValidity"),
        fault("prefix in upper case", domain(new Domain.Prefix("D", "Player")), "D", "Domain"),
        fault(
            "prefix with a hyphen at its end",
            domain(new Domain.Prefix("D", "player-")),
            "D",
            "Domain"),
        fault("prefix of 64", domain(new Domain.Prefix("D", "p".repeat(64))), "D", "Domain"),
        fault("prefix with aws", domain(new Domain.Prefix("D", "my-awsome")), "D", "Domain"),
        fault(
            "host name without a parent",
            domain(new Domain.Custom("D", "localhost")),
            "D",
            "Domain"),
        fault(
            "host name with a scheme",
            domain(new Domain.Custom("D", "https://auth.example.com")),
            "D",
            "Domain"));
  }

  @ParameterizedTest
  @MethodSource
  void faultless(UserPoolConfig pool) {
    assertThat(pool.faults()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource
  @Shows("cognito.limits.access")
  @Shows("cognito.identifiers.domain-prefix")
  @Shows("cognito.identifiers.resource-servers")
  @Shows("cognito.client-configuration.client-credentials-alone")
  void faults(UserPoolConfig pool, String logicalId, String property) {
    assertThat(pool.faults())
        .singleElement()
        .returns(logicalId, ConfigFault::logicalId)
        .returns(property, ConfigFault::property);
  }

  @Test
  @Shows("cognito.client-configuration.unknown-scope")
  void unknownScopeIsNamedAsCognitoDoes() {
    var oauth = new OAuthSettings(true, M2M.flows(), List.of("api/write"));
    assertThat(pool(client(CONFIDENTIAL, oauth)).faults().getFirst().problem())
        .startsWith("Invalid scope requested: api/write");
  }

  @Test
  void everyFaultIsReportedAtOnce() {
    var oauth = new OAuthSettings(true, M2M.flows(), List.of("x/y", "x/z"));
    var pool =
        pool(
            "",
            List.of(server("a b", "x/y")),
            List.of(client(new ClientType.Public(), oauth)),
            List.of(new Domain.Prefix("D", "cognito-aws")));
    assertThat(pool.faults())
        .extracting(ConfigFault::property)
        .containsExactly(
            "UserPoolName",
            "Identifier",
            "Scopes[0].ScopeName",
            "AllowedOAuthFlows",
            "AllowedOAuthScopes[0]",
            "AllowedOAuthScopes[1]",
            "Domain",
            "Domain");
  }

  @Test
  void faultsShowNoSecret() {
    assertThat(pool(client(secret("not-a-secret"), M2M)).faults().toString())
        .doesNotContain("not-a-secret");
  }

  @Test
  void gatesAreNotBuiltOnFaults() {
    var pool = pool("", List.of(), List.of(), List.of());
    assertThatThrownBy(() ->
            new UserPoolDomainGate(
                pool,
                TestUserPools.domain(),
                TestUserPools.KEYS,
                TestUserPools.CLOCK,
                TestUserPools.countingIds()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("UserPoolName");
  }

  @Test
  @Shows("cognito.hosts.issuer")
  void issuerEndsWithThePoolIdAndNoSlash() {
    assertThatThrownBy(() -> TestUserPools.pool(TestUserPools.ISSUER + "/"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"90,seconds,PT1M30S", "5,minutes,PT5M", "1,hours,PT1H", "30,days,PT720H"})
  @Shows("cognito.limits.units")
  void validityCountsInItsUnit(int amount, String unit, Duration duration) {
    assertThat(TokenValidity.duration(amount, unit)).contains(duration);
  }

  @Test
  void validityInUnknownUnitsIsNone() {
    assertThat(TokenValidity.duration(1, "weeks")).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({"code,CODE", "implicit,IMPLICIT", "client_credentials,CLIENT_CREDENTIALS"})
  void flowsHaveTheirWireNames(String name, OAuthFlow flow) {
    assertThat(OAuthFlow.named(name)).contains(flow);
    assertThat(flow.wireName()).isEqualTo(name);
  }

  @Test
  void tokenIsNoFlow() {
    assertThat(OAuthFlow.named("token")).isEqualTo(Optional.empty());
  }

  private static Arguments fault(
      String name, UserPoolConfig pool, String logicalId, String property) {
    return argumentSet(name, pool, logicalId, property);
  }

  private static UserPoolConfig pool(
      String name, List<ResourceServer> servers, List<AppClient> clients, List<Domain> domains) {
    return new UserPoolConfig(
        "Pool", TestUserPools.POOL_ID, name, TestUserPools.ISSUER, servers, clients, domains);
  }

  private static UserPoolConfig pool(AppClient... clients) {
    return pool("p", List.of(server("api", "read")), List.of(clients), List.of());
  }

  private static UserPoolConfig servers(ResourceServer... servers) {
    return pool("p", List.of(servers), List.of(), List.of());
  }

  private static UserPoolConfig domain(Domain domain) {
    return pool("p", List.of(), List.of(), List.of(domain));
  }

  private static ResourceServer server(String identifier, String... scopes) {
    return new ResourceServer(
        "Server",
        identifier,
        "server",
        Stream.of(scopes).map(scope -> new ResourceServer.Scope(scope, "any")).toList());
  }

  private static AppClient client(ClientType type, OAuthSettings oauth) {
    return new AppClient("Client", ID, "c", type, oauth, TokenValidity.DEFAULT);
  }

  private static AppClient client(TokenValidity validity) {
    return new AppClient("Client", ID, "c", CONFIDENTIAL, M2M, validity);
  }

  private static ClientType secret(String secret) {
    return new ClientType.Confidential(new Secret(secret));
  }
}
