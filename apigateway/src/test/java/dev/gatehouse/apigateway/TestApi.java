package dev.gatehouse.apigateway;

import static dev.gatehouse.apigateway.TestTokens.NOW;

import dev.gatehouse.aws.AccessCheck;
import dev.gatehouse.aws.AccessKey;
import dev.gatehouse.aws.AccessRequest;
import dev.gatehouse.aws.AccountId;
import dev.gatehouse.aws.Json;
import dev.gatehouse.aws.Principal;
import dev.gatehouse.aws.Region;
import dev.gatehouse.aws.Secret;
import dev.gatehouse.door.Passage;
import dev.gatehouse.door.Reason;
import dev.gatehouse.door.Verdict;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// An API in memory whose one function records its events and answers as told.
final class TestApi {
  static final ApiIdentity IDENTITY =
      ApiIdentity.of(
          "abcde12345", "PlayerFCHttpApi", new AccountId("123456789012"), new Region("eu-west-1"));

  static final JwtAuthorizerConfig AUTHORIZER = authorizer("$request.header.Authorization");

  static final StageConfig DEFAULT_STAGE =
      new StageConfig("DefaultStage", StageConfig.DEFAULT, Map.of());

  /// May do whatever no test takes away.
  static final AccessKey USER =
      new AccessKey(
          "AKIDEXAMPLE",
          new Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
          new Principal.User(IDENTITY.account(), "/", "kylian", "AIDAEXAMPLE"),
          null);

  static final AccessKey SESSION =
      new AccessKey(
          "ASIAEXAMPLE",
          new Secret("example-of-a-temporary-secret"),
          new Principal.RoleSession(IDENTITY.account(), "/", "player", "AROAEXAMPLE", "s1"),
          new AccessKey.Session(
              new Secret("session-token"), NOW, Instant.parse("2099-01-01T00:00:00Z")));

  final List<IntegrationRequest> calls = new CopyOnWriteArrayList<>();
  final List<IntegrationRequest> authorizerCalls = new CopyOnWriteArrayList<>();
  final List<AccessRequest> asked = new CopyOnWriteArrayList<>();
  final TestClock clock = new TestClock(NOW);
  final List<String> accessLog = new CopyOnWriteArrayList<>();

  /// URIs of the functions called.
  final List<String> functions = new CopyOnWriteArrayList<>();

  private final HttpApi api;
  private volatile Integration integration =
      _ -> new IntegrationResult.Answered(Body.of("{\"statusCode\":200,\"body\":\"served\"}"));

  private volatile Integration authorizer =
      _ -> new IntegrationResult.FunctionError("no test says what the authorizer answers");

  private volatile Predicate<AccessRequest> refused = _ -> false;

  private TestApi(HttpApiConfig config, KeySource keys) {
    api =
        new HttpApi(
            config,
            new ApiPorts(
                function ->
                    request -> {
                      calls.add(request);
                      functions.add(function.uri());
                      return integration.invoke(request);
                    },
                _ ->
                    request -> {
                      authorizerCalls.add(request);
                      return authorizer.invoke(request);
                    },
                _ -> keys,
                _ -> accessLog::add,
                id -> Stream.of(USER, SESSION).filter(key -> key.id().equals(id)).findFirst(),
                this::check,
                TestPolicies::read),
            clock,
            new Random(1));
  }

  static TestApi with(RouteConfig... routes) {
    return with(List.of(DEFAULT_STAGE), routes);
  }

  static TestApi with(List<StageConfig> stages, RouteConfig... routes) {
    return of(config(stages, routes));
  }

  static TestApi of(HttpApiConfig config) {
    return new TestApi(config, TestTokens.KEY_SOURCE);
  }

  static TestApi withKeys(KeySource keys, RouteConfig... routes) {
    return new TestApi(config(List.of(DEFAULT_STAGE), routes), keys);
  }

  static HttpApiConfig config(List<StageConfig> stages, RouteConfig... routes) {
    return new HttpApiConfig("Api", IDENTITY, stages, List.of(routes), null, false);
  }

  static JwtAuthorizerConfig authorizer(String identitySource) {
    return new JwtAuthorizerConfig(
        "Authorizer",
        "pool-authorizer",
        List.of(identitySource),
        TestTokens.ISSUER,
        List.of(TestTokens.CLIENT, "client-2"));
  }

  static RouteConfig open(String key) {
    return route(key, new RouteAuthorization.None());
  }

  static RouteConfig locked(String key, String... scopes) {
    return route(key, new RouteAuthorization.Jwt(AUTHORIZER, List.of(scopes)));
  }

  static RouteConfig route(String key, RouteAuthorization authorization) {
    return new RouteConfig("Route", key, authorization, lambda(Duration.ofSeconds(30)));
  }

  static IntegrationConfig.LambdaProxy lambda(Duration timeout) {
    return new IntegrationConfig.LambdaProxy(
        "Integration",
        "arn:aws:lambda:eu-west-1:123456789012:function:f",
        "2.0",
        timeout,
        ParameterMapping.NONE,
        null);
  }

  /// The same route behind a function that speaks payload format 1.0.
  static RouteConfig inFormat1(RouteConfig route) {
    return new RouteConfig(
        route.logicalId(),
        route.routeKey(),
        route.authorization(),
        new IntegrationConfig.LambdaProxy(
            "Integration",
            "arn:aws:lambda:eu-west-1:123456789012:function:f",
            "1.0",
            Duration.ofSeconds(30),
            ParameterMapping.NONE,
            null));
  }

  static HttpRequest request(String method, String target, String... headers) {
    return request(method, target, Body.EMPTY, headers);
  }

  static HttpRequest request(String method, String target, Body body, String... headers) {
    return new HttpRequest(
        method, target, "HTTP/1.1", HttpHeaders.of(headers), body, "127.0.0.1", 4567);
  }

  TestApi answering(String payload) {
    return answering(_ -> new IntegrationResult.Answered(Body.of(payload)));
  }

  TestApi answering(Integration function) {
    integration = function;
    return this;
  }

  TestApi authorizing(String payload) {
    return authorizing(_ -> new IntegrationResult.Answered(Body.of(payload)));
  }

  TestApi authorizing(Integration function) {
    authorizer = function;
    return this;
  }

  /// @param requests what the policies of all signers forbid
  TestApi refusing(Predicate<AccessRequest> requests) {
    refused = requests;
    return this;
  }

  private AccessCheck.Decision check(AccessRequest request) {
    asked.add(request);
    return refused.test(request)
        ? new AccessCheck.Decision.Refused(
            new Reason.NotPermitted(
                request.principal().name(), request.action(), request.resource(), "no grant"),
            "unused")
        : new AccessCheck.Decision.Granted();
  }

  HttpApi gate() {
    return api;
  }

  Passage enter(HttpRequest request) {
    return api.enter(request);
  }

  Passage get(String target, String... headers) {
    return enter(request("GET", target, headers));
  }

  Passage getWithToken(String token) {
    return get("/players", "Authorization", "Bearer " + token);
  }

  /// The event of the authorizer's last call.
  JsonNode authorizerEvent() {
    return Json.STRICT.readTree(authorizerCalls.getLast().event().bytes());
  }

  /// The event of the only call.
  JsonNode event() {
    if (calls.size() != 1) {
      throw new AssertionError(calls.size() + " calls");
    }
    return Json.STRICT.readTree(calls.getFirst().event().bytes());
  }

  static Reason reason(Passage passage) {
    if (passage.verdict() instanceof Verdict.Denied(var reason)) {
      return reason;
    }
    throw new AssertionError("not denied: " + passage.verdict());
  }
}
