package dev.gatehouse.apigateway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Finds everything in an API's configuration that AWS would refuse, or that is not built here.
/// Limits are those of limits.html.
final class HttpApiCheck {
  private static final int MAX_ROUTES = 300;
  private static final int MAX_STAGES = 10;
  private static final int MAX_AUTHORIZERS = 10;
  private static final int MAX_AUDIENCES = 50;
  private static final int MAX_SCOPES = 10;
  private static final int MAX_STAGE_VARIABLES = 100;
  private static final Duration MIN_TIMEOUT = Duration.ofMillis(50);
  private static final int MAX_VARIABLE_NAME = 64;
  private static final int MAX_VARIABLE_VALUE = 512;

  /// CreateStage's words for names and values of stage variables.
  private static final Pattern VARIABLE_NAME = Pattern.compile("[A-Za-z0-9_]+");

  private static final Pattern VARIABLE_VALUE = Pattern.compile("[A-Za-z0-9._~:/?#&=,-]+");

  /// A function's ARN, plain or in API Gateway's long form, whose name, alias or version are the
  /// stage's to say.
  private static final Pattern FUNCTION_OF_STAGE =
      Pattern.compile(
          "(arn:[a-z-]+:apigateway:[a-z0-9-]+:lambda:path/2015-03-31/functions/)?"
              + "arn:[a-z-]+:lambda:[a-z0-9-]+:\\d{12}:function:"
              + "[A-Za-z0-9_-]{1,64}(:[A-Za-z0-9_$-]{1,128})?(/invocations)?");

  private static final Pattern STAGE = Pattern.compile("\\$default|[A-Za-z0-9_-]{1,128}");

  /// RFC 6749 §3.3; a quote or a backslash would break the challenge that names the scopes.
  private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5b\\x5d-\\x7e]+");

  private final HttpApiConfig config;
  private final List<Fault> faults = new ArrayList<>();

  HttpApiCheck(HttpApiConfig config) {
    this.config = config;
  }

  List<Fault> faults() {
    checkApi();
    checkStages();
    checkRouteKeys();
    var authorizers = new HashSet<AuthorizerConfig>();
    var integrations = new HashSet<IntegrationConfig>();
    for (RouteConfig route : config.routes()) {
      checkAuthorization(route).filter(authorizers::add).ifPresent(this::checkAuthorizer);
      if (integrations.add(route.integration())) {
        checkIntegration(route.integration());
      }
      checkVariables(route);
    }
    if (authorizers.size() > MAX_AUTHORIZERS) {
      fault(config.logicalId(), "Authorizers", "more than " + MAX_AUTHORIZERS);
    }
    return List.copyOf(faults);
  }

  private void fault(String logicalId, String property, String problem) {
    faults.add(new Fault(logicalId, property, problem));
  }

  private void checkApi() {
    if (config.cors() != null) {
      new CorsCheck(
              config.cors(), problem -> fault(config.logicalId(), "CorsConfiguration", problem))
          .run();
    }
    if (config.stages().size() > MAX_STAGES) {
      fault(config.logicalId(), "Stages", "more than " + MAX_STAGES);
    }
    if (config.routes().size() > MAX_ROUTES) {
      fault(config.logicalId(), "Routes", "more than " + MAX_ROUTES);
    }
  }

  private void checkStages() {
    var names = new HashSet<String>();
    for (StageConfig stage : config.stages()) {
      if (!STAGE.matcher(stage.name()).matches()) {
        fault(stage.logicalId(), "StageName", "not a stage name: " + stage.name());
      }
      if (!names.add(stage.name())) {
        fault(stage.logicalId(), "StageName", "another stage is called " + stage.name());
      }
      if (stage.accessLogFormat() != null) {
        try {
          AccessLogFormat.parse(stage.accessLogFormat());
        } catch (IllegalArgumentException e) {
          fault(stage.logicalId(), "AccessLogSettings.Format", String.valueOf(e.getMessage()));
        }
      }
      checkVariables(stage);
      checkThrottling(stage);
    }
  }

  private void checkVariables(StageConfig stage) {
    if (stage.variables().size() > MAX_STAGE_VARIABLES) {
      fault(stage.logicalId(), "StageVariables", "more than " + MAX_STAGE_VARIABLES);
    }
    stage
        .variables()
        .forEach((name, value) -> {
          if (!VARIABLE_NAME.matcher(name).matches() || name.length() > MAX_VARIABLE_NAME) {
            fault(
                stage.logicalId(),
                "StageVariables." + name,
                "a name has 1 to " + MAX_VARIABLE_NAME + " letters, digits and underscores");
          }
          if (!VARIABLE_VALUE.matcher(value).matches() || value.length() > MAX_VARIABLE_VALUE) {
            fault(
                stage.logicalId(),
                "StageVariables." + name,
                "a value has 1 to " + MAX_VARIABLE_VALUE + " of A-Z a-z 0-9 - . _ ~ : / ? # & = ,");
          }
        });
  }

  private void checkThrottling(StageConfig stage) {
    checkLimits(stage, "DefaultRouteSettings", stage.throttling().byDefault());
    stage
        .throttling()
        .byRouteKey()
        .forEach((key, limits) -> {
          checkLimits(stage, "RouteSettings." + key, limits);
          if (config.routes().stream().noneMatch(route -> route.routeKey().equals(key))) {
            fault(
                stage.logicalId(),
                "RouteSettings",
                "Unable to find Route by key " + key + " within the provided RouteSettings");
          }
        });
  }

  private void checkLimits(StageConfig stage, String property, Throttling.Limits limits) {
    if (limits.rate() != null && !(limits.rate() >= 0 && Double.isFinite(limits.rate()))) {
      fault(stage.logicalId(), property + ".ThrottlingRateLimit", "should be 0 or more");
    }
    if (limits.burst() != null && limits.burst() < 0) {
      fault(stage.logicalId(), property + ".ThrottlingBurstLimit", "should be 0 or more");
    }
  }

  private void checkRouteKeys() {
    var shapes = new HashMap<String, RouteConfig>();
    for (RouteConfig route : config.routes()) {
      try {
        var twin = shapes.putIfAbsent(RouteKey.parse(route.routeKey()).shape(), route);
        if (twin != null) {
          fault(
              route.logicalId(),
              "RouteKey",
              route.routeKey() + " takes the same requests as that of " + twin.logicalId());
        }
      } catch (IllegalArgumentException e) {
        fault(route.logicalId(), "RouteKey", route.routeKey() + ": " + e.getMessage());
      }
    }
  }

  private Optional<AuthorizerConfig> checkAuthorization(RouteConfig route) {
    return switch (route.authorization()) {
      case RouteAuthorization.None(), RouteAuthorization.Iam() -> Optional.empty();
      case RouteAuthorization.Custom(var authorizer) -> Optional.of(authorizer);
      case RouteAuthorization.Unsupported(var type) -> {
        fault(
            route.logicalId(),
            "AuthorizationType",
            type + " is not one of NONE, JWT, AWS_IAM and CUSTOM");
        yield Optional.empty();
      }
      case RouteAuthorization.Jwt(var authorizer, var scopes) -> {
        checkScopes(route.logicalId(), scopes);
        yield Optional.of(authorizer);
      }
    };
  }

  private void checkScopes(String logicalId, List<String> scopes) {
    if (scopes.size() > MAX_SCOPES) {
      fault(logicalId, "AuthorizationScopes", "more than " + MAX_SCOPES);
    }
    for (String scope : scopes) {
      if (!SCOPE.matcher(scope).matches()) {
        fault(logicalId, "AuthorizationScopes", "not a scope: `" + scope + "`");
      }
    }
  }

  private void checkAuthorizer(AuthorizerConfig authorizer) {
    switch (authorizer) {
      case JwtAuthorizerConfig jwt -> checkJwt(jwt);
      case LambdaAuthorizerConfig lambda ->
          new LambdaAuthorizerCheck(
                  lambda, (property, problem) -> fault(lambda.logicalId(), property, problem))
              .run();
    }
  }

  private void checkJwt(JwtAuthorizerConfig authorizer) {
    String id = authorizer.logicalId();
    if (authorizer.identitySources().size() != 1) {
      fault(id, "IdentitySource", "a JWT authorizer has exactly one");
    }
    for (String source : authorizer.identitySources()) {
      if (IdentitySource.parse(source).filter(IdentitySource::ofRequest).isEmpty()) {
        fault(
            id,
            "IdentitySource",
            source + " should be $request.header.NAME or $request.querystring.NAME");
      }
    }
    if (!IssuerUrl.trustworthy(authorizer.issuer())) {
      fault(
          id,
          "JwtConfiguration.Issuer",
          authorizer.issuer() + " should be an https URL, or http on this machine");
    }
    if (authorizer.audiences().isEmpty() || authorizer.audiences().size() > MAX_AUDIENCES) {
      fault(id, "JwtConfiguration.Audience", "should name 1 to " + MAX_AUDIENCES);
    }
    if (authorizer.audiences().contains("")) {
      fault(id, "JwtConfiguration.Audience", "an audience is empty");
    }
  }

  private void checkIntegration(IntegrationConfig integration) {
    switch (integration) {
      case IntegrationConfig.Unsupported(var id, var type) ->
          fault(id, "IntegrationType", type + " is not supported yet");
      case IntegrationConfig.LambdaProxy(
              var id,
              var uri,
              var version,
              var timeout,
              var mapping,
              var credentialsArn) -> {
        if (uri.isEmpty()) {
          fault(id, "IntegrationUri", "is empty");
        }
        checkFunctionOfStages(id, uri);
        if (PayloadFormat.named(version).isEmpty()) {
          fault(id, "PayloadFormatVersion", "should be 1.0 or 2.0, it is " + version);
        }
        if (credentialsArn != null && !RoleArn.matches(credentialsArn)) {
          fault(id, "CredentialsArn", RoleArn.EXPECTED);
        }
        if (mapping.request().containsKey("overwrite:path")) {
          fault(id, "RequestParameters", "overwrite:path of a function is not supported");
        }
        checkTimeout(id, timeout);
        checkMapping(id, mapping);
      }
      case IntegrationConfig.HttpProxy(var id, var method, var uri, var timeout, var mapping) -> {
        if (!method.equals(RouteKey.ANY) && !RouteKey.METHODS.contains(method)) {
          fault(id, "IntegrationMethod", "no such method: " + method);
        }
        for (StageConfig stage : config.stages()) {
          try {
            BackendUri.parse(uri, stage.variables());
          } catch (IllegalArgumentException e) {
            fault(id, "IntegrationUri", "in stage " + stage.name() + ": " + e.getMessage());
          }
        }
        checkTimeout(id, timeout);
        checkMapping(id, mapping);
      }
    }
  }

  /// What has no variable is a function's ARN or not, whatever the stage: the door tells.
  private void checkFunctionOfStages(String id, String uri) {
    if (!StageVariables.in(uri)) {
      if (uri.contains("${")) {
        fault(id, "IntegrationUri", "only ${stageVariables.NAME} can be filled in: " + uri);
      }
      return;
    }
    for (StageConfig stage : config.stages()) {
      try {
        String filled = StageVariables.filled(uri, stage.variables());
        if (!FUNCTION_OF_STAGE.matcher(filled).matches()) {
          fault(id, "IntegrationUri", "is no function in stage " + stage.name() + ": " + filled);
        }
      } catch (IllegalArgumentException e) {
        fault(id, "IntegrationUri", "in stage " + stage.name() + ": " + e.getMessage());
      }
    }
  }

  private void checkTimeout(String id, Duration timeout) {
    if (timeout.compareTo(MIN_TIMEOUT) < 0
        || timeout.compareTo(IntegrationConfig.MAX_TIMEOUT) > 0) {
      fault(id, "TimeoutInMillis", timeout.toMillis() + " should be from 50 to 30000");
    }
  }

  private void checkMapping(String id, ParameterMapping mapping) {
    mapping
        .request()
        .forEach((key, value) -> {
          check(id, "RequestParameters", key, () -> MappingKey.forRequest(key));
          check(id, "RequestParameters", key, () -> MappingValue.forRequest(value));
        });
    mapping
        .responses()
        .forEach((status, changes) -> {
          if (!Mappings.status(status)) {
            fault(id, "ResponseParameters", "not a status code from 200 to 599: " + status);
          }
          changes.forEach((key, value) -> {
            check(id, "ResponseParameters", key, () -> MappingKey.forResponse(key));
            check(id, "ResponseParameters", key, () -> MappingValue.forResponse(value));
          });
        });
  }

  private void check(String id, String property, String key, Runnable parse) {
    try {
      parse.run();
    } catch (IllegalArgumentException e) {
      fault(id, property, key + ": " + e.getMessage());
    }
  }

  /// What a route does not capture cannot be sent on.
  private void checkVariables(RouteConfig route) {
    if (!(route.integration() instanceof IntegrationConfig.HttpProxy proxy)) {
      return;
    }
    try {
      List<String> captured = RouteKey.parse(route.routeKey()).variables();
      for (StageConfig stage : config.stages()) {
        for (String name : BackendUri.parse(proxy.uri(), stage.variables()).variables()) {
          if (!captured.contains(name)) {
            fault(
                proxy.logicalId(),
                "IntegrationUri",
                "{" + name + "} is no variable of " + route.routeKey());
          }
        }
      }
    } catch (IllegalArgumentException _) {
      // Said already, of the route key or the URI.
    }
  }
}
