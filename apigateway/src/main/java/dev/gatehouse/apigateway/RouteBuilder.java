package dev.gatehouse.apigateway;

import dev.gatehouse.aws.SigV4Verifier;
import dev.gatehouse.door.Door;
import dev.gatehouse.door.Lock;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Puts checked routes together with their locks and integrations, each made once.
final class RouteBuilder {
  /// How far a signer's clock may be off.
  private static final Duration CLOCK_WINDOW = Duration.ofMinutes(5);

  private final ApiIdentity api;
  private final List<StageConfig> stages;
  private final ApiPorts ports;
  private final Clock clock;
  private final IamAuthorizer iam;
  private final Map<IntegrationConfig, Backend> made = new HashMap<>();
  private final Map<IntegrationConfig.LambdaProxy, Integration> functions = new HashMap<>();
  private final Map<String, KeySource> keysByIssuer = new HashMap<>();
  private final Map<LambdaAuthorizerConfig, LambdaAuthorizer> lambdas = new HashMap<>();

  RouteBuilder(ApiIdentity api, List<StageConfig> stages, ApiPorts ports, Clock clock) {
    this.api = api;
    this.stages = stages;
    this.ports = ports;
    this.clock = clock;
    this.iam =
        new IamAuthorizer(
            new SigV4Verifier(
                ports.credentials(),
                clock,
                api.region(),
                List.of(IamAuthorizer.SERVICE),
                CLOCK_WINDOW),
            ports.policies());
  }

  Route route(RouteConfig config) {
    RouteKey key = RouteKey.parse(config.routeKey());
    var door =
        new Door(
            Door.Kind.ROUTE,
            key.method(),
            key.path(),
            config.logicalId(),
            lock(key, config.authorization()));
    return new Route(
        key,
        door,
        config.authorization(),
        guard(config.authorization()),
        made.computeIfAbsent(config.integration(), this::backend));
  }

  private Backend backend(IntegrationConfig config) {
    return switch (config) {
      case IntegrationConfig.LambdaProxy lambda ->
          new Backend.Function(
              lambda,
              byStage(lambda),
              PayloadFormat.named(lambda.payloadFormatVersion()).orElseThrow(),
              new Mappings(lambda.mapping()));
      case IntegrationConfig.HttpProxy proxy ->
          new Backend.Http(proxy, new HttpBackend(proxy), new Mappings(proxy.mapping()));
      case IntegrationConfig.Unsupported(_, var type) -> throw unsupported(type);
    };
  }

  private Map<String, Integration> byStage(IntegrationConfig.LambdaProxy lambda) {
    var byStage = new HashMap<String, Integration>();
    for (StageConfig stage : stages) {
      byStage.put(stage.name(), functions.computeIfAbsent(lambda.in(stage), ports.integrations()));
    }
    return byStage;
  }

  private Lock lock(RouteKey key, RouteAuthorization authorization) {
    return switch (authorization) {
      case RouteAuthorization.None() -> new Lock.Open();
      case RouteAuthorization.Jwt(var authorizer, var scopes) ->
          new Lock.Jwt(authorizer.issuer(), authorizer.audiences(), scopes);
      case RouteAuthorization.Iam() ->
          new Lock.Iam(IamAuthorizer.INVOKE, api.arn("*" + key.resource()));
      case RouteAuthorization.Custom(var authorizer) ->
          new Lock.LambdaAuthorizer(authorizer.functionArn());
      case RouteAuthorization.Unsupported(var type) -> throw unsupported(type);
    };
  }

  private Guard guard(RouteAuthorization authorization) {
    return switch (authorization) {
      case RouteAuthorization.None() -> new Guard.OpenGuard();
      case RouteAuthorization.Jwt(var config, var scopes) ->
          new Guard.JwtGuard(authorizer(config), scopes);
      case RouteAuthorization.Iam() -> new Guard.IamGuard(iam);
      case RouteAuthorization.Custom(var config) ->
          new Guard.LambdaGuard(lambdas.computeIfAbsent(config, this::authorizer));
      case RouteAuthorization.Unsupported(var type) -> throw unsupported(type);
    };
  }

  private JwtAuthorizer authorizer(JwtAuthorizerConfig config) {
    IdentitySource source = IdentitySource.parse(config.identitySources().getFirst()).orElseThrow();
    return new JwtAuthorizer(
        config, source, keysByIssuer.computeIfAbsent(config.issuer(), ports.keySources()), clock);
  }

  private LambdaAuthorizer authorizer(LambdaAuthorizerConfig config) {
    return new LambdaAuthorizer(
        api, config, ports.authorizers().apply(config), ports.authorizerPolicies(), clock);
  }

  private static IllegalArgumentException unsupported(String type) {
    return new IllegalArgumentException(type + " is not supported yet");
  }
}
