package dev.gatehouse.apigateway;

import static dev.gatehouse.apigateway.TestTokens.NOW;

import dev.gatehouse.aws.AccountId;
import dev.gatehouse.aws.Json;
import dev.gatehouse.aws.Region;
import dev.gatehouse.door.Passage;
import dev.gatehouse.door.Reason;
import dev.gatehouse.door.Verdict;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;

/// An API in memory whose one function records its events and answers as told.
final class TestApi {
  static final ApiIdentity IDENTITY =
      ApiIdentity.of(
          "abcde12345", "PlayerFCHttpApi", new AccountId("123456789012"), new Region("eu-west-1"));

  static final JwtAuthorizerConfig AUTHORIZER = authorizer("$request.header.Authorization");

  static final StageConfig DEFAULT_STAGE =
      new StageConfig("DefaultStage", StageConfig.DEFAULT, Map.of());

  final List<IntegrationRequest> calls = new CopyOnWriteArrayList<>();
  final List<String> accessLog = new CopyOnWriteArrayList<>();
  private final HttpApi api;
  private volatile Integration integration =
      _ -> new IntegrationResult.Answered(Body.of("{\"statusCode\":200,\"body\":\"served\"}"));

  private TestApi(HttpApiConfig config, KeySource keys) {
    api =
        new HttpApi(
            config,
            _ ->
                request -> {
                  calls.add(request);
                  return integration.invoke(request);
                },
            _ -> keys,
            _ -> accessLog::add,
            Clock.fixed(NOW, ZoneOffset.UTC),
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
        ParameterMapping.NONE);
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
