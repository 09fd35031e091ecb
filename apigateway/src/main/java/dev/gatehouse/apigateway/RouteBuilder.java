package dev.gatehouse.apigateway;

import dev.gatehouse.door.Door;
import dev.gatehouse.door.Lock;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/// Puts checked routes together with their locks and integrations, each made once.
final class RouteBuilder {
  private final Function<IntegrationConfig.LambdaProxy, Integration> integrations;
  private final Function<String, KeySource> keySources;
  private final Clock clock;
  private final Map<IntegrationConfig, Backend> made = new HashMap<>();
  private final Map<String, KeySource> keysByIssuer = new HashMap<>();

  RouteBuilder(
      Function<IntegrationConfig.LambdaProxy, Integration> integrations,
      Function<String, KeySource> keySources,
      Clock clock) {
    this.integrations = integrations;
    this.keySources = keySources;
    this.clock = clock;
  }

  Route route(RouteConfig config) {
    RouteKey key = RouteKey.parse(config.routeKey());
    var door =
        new Door(
            Door.Kind.ROUTE,
            key.method(),
            key.path(),
            config.logicalId(),
            lock(config.authorization()));
    return new Route(
        key,
        door,
        guard(config.authorization()),
        made.computeIfAbsent(config.integration(), this::backend));
  }

  private Backend backend(IntegrationConfig config) {
    return switch (config) {
      case IntegrationConfig.LambdaProxy lambda ->
          new Backend.Function(lambda, integrations.apply(lambda), new Mappings(lambda.mapping()));
      case IntegrationConfig.HttpProxy proxy ->
          new Backend.Http(proxy, new HttpBackend(proxy), new Mappings(proxy.mapping()));
      case IntegrationConfig.Unsupported(_, var type) -> throw unsupported(type);
    };
  }

  private static Lock lock(RouteAuthorization authorization) {
    return switch (authorization) {
      case RouteAuthorization.None() -> new Lock.Open();
      case RouteAuthorization.Jwt(var authorizer, var scopes) ->
          new Lock.Jwt(authorizer.issuer(), authorizer.audiences(), scopes);
      case RouteAuthorization.Unsupported(var type) -> throw unsupported(type);
    };
  }

  private Guard guard(RouteAuthorization authorization) {
    return switch (authorization) {
      case RouteAuthorization.None() -> new Guard.OpenGuard();
      case RouteAuthorization.Jwt(var config, var scopes) ->
          new Guard.JwtGuard(authorizer(config), scopes);
      case RouteAuthorization.Unsupported(var type) -> throw unsupported(type);
    };
  }

  private JwtAuthorizer authorizer(JwtAuthorizerConfig config) {
    IdentitySource source = IdentitySource.parse(config.identitySources().getFirst()).orElseThrow();
    return new JwtAuthorizer(
        config, source, keysByIssuer.computeIfAbsent(config.issuer(), keySources), clock);
  }

  private static IllegalArgumentException unsupported(String type) {
    return new IllegalArgumentException(type + " is not supported yet");
  }
}
