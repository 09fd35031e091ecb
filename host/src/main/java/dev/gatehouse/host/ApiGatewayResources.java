package dev.gatehouse.host;

import static dev.gatehouse.cloudformation.PropertySchema.bool;
import static dev.gatehouse.cloudformation.PropertySchema.integer;
import static dev.gatehouse.cloudformation.PropertySchema.listOf;
import static dev.gatehouse.cloudformation.PropertySchema.mapOf;
import static dev.gatehouse.cloudformation.PropertySchema.number;
import static dev.gatehouse.cloudformation.PropertySchema.oneOf;
import static dev.gatehouse.cloudformation.PropertySchema.only;
import static dev.gatehouse.cloudformation.PropertySchema.string;
import static dev.gatehouse.cloudformation.PropertySchema.structure;

import dev.gatehouse.apigateway.ApiIdentity;
import dev.gatehouse.apigateway.AuthorizerConfig;
import dev.gatehouse.apigateway.CorsConfig;
import dev.gatehouse.apigateway.DomainConfig;
import dev.gatehouse.apigateway.HttpApiConfig;
import dev.gatehouse.apigateway.IntegrationConfig;
import dev.gatehouse.apigateway.JwtAuthorizerConfig;
import dev.gatehouse.apigateway.LambdaAuthorizerConfig;
import dev.gatehouse.apigateway.OpenApiExport;
import dev.gatehouse.apigateway.ParameterMapping;
import dev.gatehouse.apigateway.RouteAuthorization;
import dev.gatehouse.apigateway.RouteConfig;
import dev.gatehouse.apigateway.StageConfig;
import dev.gatehouse.apigateway.StageConfig.Deployed;
import dev.gatehouse.apigateway.Throttling;
import dev.gatehouse.cloudformation.CreatedResource;
import dev.gatehouse.cloudformation.Fault;
import dev.gatehouse.cloudformation.Notice;
import dev.gatehouse.cloudformation.PropertySchema.Structure;
import dev.gatehouse.cloudformation.ResolvedResource;
import dev.gatehouse.cloudformation.TemplateException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// `AWS::ApiGatewayV2::*`: HTTP APIs with their stages, routes, integrations and authorizers.
final class ApiGatewayResources {
  private static final String ID_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

  /// limits.html; also those that no route uses.
  private static final int MAX_INTEGRATIONS = 300;

  private static final int MAX_AUTHORIZERS = 10;

  private static final String OPENS_NO_DOOR = "opens and shuts no door";

  private static final Set<String> JWT_PROPERTIES = Set.of("IdentitySource", "JwtConfiguration");
  private static final Set<String> FUNCTION_PROPERTIES =
      Set.of("AuthorizerUri", "AuthorizerPayloadFormatVersion");
  private static final Set<String> FUNCTION_PROPERTIES_AND_OPTIONS =
      Set.of(
          "AuthorizerUri",
          "AuthorizerPayloadFormatVersion",
          "EnableSimpleResponses",
          "AuthorizerResultTtlInSeconds",
          "AuthorizerCredentialsArn");

  /// As AWS's exports write the time of an API without a version of its own.
  private static final DateTimeFormatter VERSION =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final StackContext stack;

  /// Tells the issuer that tokens will really carry from the one that a template writes.
  private final UnaryOperator<String> issuers;

  private final Map<String, Api> apis = new LinkedHashMap<>();
  private final CustomDomainResources domains;
  private final List<Notice> notices = new ArrayList<>();

  /// An API while its parts come in; parts are found by their ids.
  private record Api(
      ResolvedResource resource,
      ApiIdentity identity,
      List<StageConfig> stages,
      Map<String, IntegrationConfig> integrations,
      Map<String, AuthorizerConfig> authorizers,
      List<RouteConfig> routes,
      Map<String, Deployed.Routes> deployments,
      Map<String, Deployed.Routes> deployedTo) {
    HttpApiConfig config() {
      JsonNode properties = resource.properties();
      return new HttpApiConfig(
          resource.logicalId(),
          identity,
          stages.stream().map(this::deployed).toList(),
          routes,
          cors(properties.path("CorsConfiguration")),
          properties.path("DisableExecuteApiEndpoint").asBoolean(false));
    }

    /// A deployment may also name the stage.
    private StageConfig deployed(StageConfig stage) {
      Deployed.Routes routes = deployedTo.get(stage.name());
      return routes == null || !(stage.deployed() instanceof Deployed.Nothing)
          ? stage
          : new StageConfig(
              stage.logicalId(),
              stage.name(),
              stage.variables(),
              routes,
              stage.accessLogFormat(),
              stage.throttling());
    }
  }

  ApiGatewayResources(StackContext stack, UnaryOperator<String> issuers) {
    this.stack = stack;
    this.issuers = issuers;
    this.domains = new CustomDomainResources(stack);
  }

  List<SupportedType> types() {
    return Stream.concat(parts().stream(), domains.types().stream()).toList();
  }

  private List<SupportedType> parts() {
    return List.of(
        SupportedType.of(
            "AWS::ApiGatewayV2::Api",
            apiProperties(),
            Set.of("ApiId", "ApiEndpoint"),
            this::createApi),
        SupportedType.of(
            "AWS::ApiGatewayV2::Stage", stageProperties(), Set.of(), this::createStage),
        SupportedType.of(
            "AWS::ApiGatewayV2::Deployment",
            structure()
                .required("ApiId", string())
                .optional("StageName", string())
                .ignored("Description", OPENS_NO_DOOR),
            Set.of("DeploymentId"),
            this::createDeployment),
        SupportedType.of(
            "AWS::ApiGatewayV2::Integration",
            structure()
                .required("ApiId", string())
                .required("IntegrationType", string())
                .required("IntegrationUri", string())
                .optional("IntegrationMethod", string())
                .optional("PayloadFormatVersion", string())
                .optional("TimeoutInMillis", integer())
                .optional("CredentialsArn", string())
                .optional("ConnectionType", oneOf("INTERNET"))
                .optional("RequestParameters", mapOf(string()))
                .optional(
                    "ResponseParameters",
                    mapOf(
                        structure()
                            .required(
                                "ResponseParameters",
                                listOf(
                                    structure()
                                        .required("Source", string())
                                        .required("Destination", string())))))
                .ignored("Description", OPENS_NO_DOOR),
            Set.of("IntegrationId"),
            this::createIntegration),
        SupportedType.of(
            "AWS::ApiGatewayV2::Authorizer",
            structure()
                .required("ApiId", string())
                .required("AuthorizerType", oneOf("JWT", "REQUEST"))
                .required("Name", string())
                .optional("IdentitySource", listOf(string()))
                .optional("AuthorizerUri", string())
                .optional("AuthorizerPayloadFormatVersion", string())
                .optional("EnableSimpleResponses", bool())
                .optional("AuthorizerResultTtlInSeconds", integer())
                .optional("AuthorizerCredentialsArn", string())
                .optional(
                    "JwtConfiguration",
                    structure()
                        .required("Issuer", string())
                        .required("Audience", listOf(string()))),
            Set.of("AuthorizerId"),
            this::createAuthorizer),
        SupportedType.of(
            "AWS::ApiGatewayV2::Route",
            structure()
                .required("ApiId", string())
                .required("RouteKey", string())
                .required("Target", string())
                .optional("AuthorizationType", string())
                .optional("AuthorizerId", string())
                .optional("AuthorizationScopes", listOf(string()))
                .optional("ApiKeyRequired", only(false))
                .ignored("OperationName", OPENS_NO_DOOR),
            Set.of("RouteId"),
            this::createRoute));
  }

  private static Structure apiProperties() {
    return OpenApiBody.withBody(structure())
        .optional("Name", string())
        .optional("ProtocolType", oneOf("HTTP"))
        .optional("DisableExecuteApiEndpoint", bool())
        .optional("Target", string())
        .optional("RouteKey", string())
        .optional(
            "CorsConfiguration",
            structure()
                .optional("AllowOrigins", listOf(string()))
                .optional("AllowMethods", listOf(string()))
                .optional("AllowHeaders", listOf(string()))
                .optional("ExposeHeaders", listOf(string()))
                .optional("MaxAge", integer())
                .optional("AllowCredentials", bool()))
        .optional(
            "RouteSelectionExpression",
            oneOf("$request.method $request.path", "${request.method} ${request.path}"))
        .optional("Description", string())
        .ignored("IpAddressType", "doors are on 127.0.0.1")
        .optional("Tags", mapOf(string()))
        .optional("Version", string());
  }

  private static Structure stageProperties() {
    Structure routeSettings =
        structure()
            .optional("ThrottlingRateLimit", number())
            .optional("ThrottlingBurstLimit", integer())
            .ignored("DetailedMetricsEnabled", OPENS_NO_DOOR)
            .ignored("DataTraceEnabled", OPENS_NO_DOOR)
            .ignored("LoggingLevel", OPENS_NO_DOOR);
    return structure()
        .required("ApiId", string())
        .required("StageName", string())
        .optional("AutoDeploy", bool())
        .optional("DeploymentId", string())
        .optional("StageVariables", mapOf(string()))
        .optional("DefaultRouteSettings", routeSettings)
        .optional("RouteSettings", mapOf(routeSettings))
        .optional(
            "AccessLogSettings",
            structure().required("Format", string()).optional("DestinationArn", string()))
        .ignored("Description", OPENS_NO_DOOR)
        .ignored("Tags", OPENS_NO_DOOR);
  }

  /// Routes and authorizers of a `Body` become resources of their own, read like any others.
  private CreatedResource createApi(ResolvedResource declared) {
    var body = OpenApiBody.of(declared, stack.assets(declared), types());
    ResolvedResource resource = body.api();
    String id = id(resource, 10);
    var api =
        new Api(
            resource,
            ApiIdentity.of(
                id, resource.properties().path("Name").asString(), stack.account(), stack.region()),
            new ArrayList<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new ArrayList<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>());
    apis.put(id, api);
    quickCreate(api);
    notices.addAll(body.createParts(id));
    return new CreatedResource(
        id, Map.of("ApiId", id, "ApiEndpoint", stack.addresses().url(resource.logicalId())));
  }

  /// `Target` makes integration, route and a `$default` stage that deploys itself (CreateApi).
  private static void quickCreate(Api api) {
    JsonNode properties = api.resource().properties();
    if (!properties.has("Target")) {
      if (properties.has("RouteKey")) {
        throw Faults.at(api.resource(), "RouteKey", "is for quick create: it needs a Target");
      }
      return;
    }
    String id = api.resource().logicalId();
    String target = properties.path("Target").asString();
    IntegrationConfig integration =
        target.startsWith("arn:")
            ? new IntegrationConfig.LambdaProxy(
                id, target, "2.0", IntegrationConfig.MAX_TIMEOUT, ParameterMapping.NONE, null)
            : new IntegrationConfig.HttpProxy(
                id, "ANY", target, IntegrationConfig.MAX_TIMEOUT, ParameterMapping.NONE);
    api.stages().add(new StageConfig(id, StageConfig.DEFAULT, Map.of()));
    api.routes()
        .add(
            new RouteConfig(
                id,
                properties.path("RouteKey").asString("$default"),
                new RouteAuthorization.None(),
                integration));
  }

  private CreatedResource createStage(ResolvedResource resource) {
    JsonNode properties = resource.properties();
    String name = properties.path("StageName").asString();
    JsonNode log = properties.path("AccessLogSettings");
    api(resource)
        .stages()
        .add(
            new StageConfig(
                resource.logicalId(),
                name,
                texts(properties.path("StageVariables")),
                deployed(resource),
                log.isMissingNode() ? null : log.path("Format").asString(),
                throttling(properties)));
    return new CreatedResource(name, Map.of());
  }

  private Deployed deployed(ResolvedResource stage) {
    JsonNode properties = stage.properties();
    Deployed.Routes named = null;
    if (properties.has("DeploymentId")) {
      named = api(stage).deployments().get(properties.path("DeploymentId").asString());
      if (named == null) {
        throw Faults.at(stage, "DeploymentId", "is not a deployment of this API");
      }
    }
    if (properties.path("AutoDeploy").asBoolean(false)) {
      return new Deployed.Automatically();
    }
    return named == null ? new Deployed.Nothing() : named;
  }

  private static Throttling throttling(JsonNode stage) {
    var byRouteKey = new LinkedHashMap<String, Throttling.Limits>();
    stage
        .path("RouteSettings")
        .properties()
        .forEach(route -> byRouteKey.put(route.getKey(), limits(route.getValue())));
    return new Throttling(limits(stage.path("DefaultRouteSettings")), byRouteKey);
  }

  private static Throttling.Limits limits(JsonNode settings) {
    JsonNode rate = settings.path("ThrottlingRateLimit");
    JsonNode burst = settings.path("ThrottlingBurstLimit");
    return new Throttling.Limits(
        rate.isMissingNode() ? null : rate.asDouble(),
        burst.isMissingNode() ? null : burst.asInt());
  }

  /// What is in the API by then: an API without a route cannot be deployed.
  private CreatedResource createDeployment(ResolvedResource resource) {
    Api api = api(resource);
    if (api.routes().isEmpty()) {
      throw Faults.at(
          resource, "ApiId", "the API has no route yet: let the deployment depend on its routes");
    }
    var routes =
        new Deployed.Routes(
            api.routes().stream().map(RouteConfig::routeKey).collect(Collectors.toSet()));
    JsonNode properties = resource.properties();
    if (properties.has("StageName")) {
      api.deployedTo().put(properties.path("StageName").asString(), routes);
    }
    CreatedResource created = part(resource, "DeploymentId", 6);
    api.deployments().put(created.ref(), routes);
    return created;
  }

  private CreatedResource createIntegration(ResolvedResource resource) {
    JsonNode properties = resource.properties();
    if (api(resource).integrations().size() >= MAX_INTEGRATIONS) {
      throw Faults.at(
          resource, "ApiId", "the API has " + MAX_INTEGRATIONS + " integrations already");
    }
    CreatedResource created = part(resource, "IntegrationId", 7);
    String type = properties.path("IntegrationType").asString();
    api(resource).integrations().put(created.ref(), integration(resource, type));
    return created;
  }

  private static IntegrationConfig integration(ResolvedResource resource, String type) {
    JsonNode properties = resource.properties();
    String uri = properties.path("IntegrationUri").asString();
    Duration timeout =
        properties.has("TimeoutInMillis")
            ? Duration.ofMillis(properties.path("TimeoutInMillis").asInt())
            : IntegrationConfig.MAX_TIMEOUT;
    return switch (type) {
      case "AWS_PROXY" ->
          new IntegrationConfig.LambdaProxy(
              resource.logicalId(),
              uri,
              // CreateIntegration's default.
              properties.path("PayloadFormatVersion").asString("1.0"),
              timeout,
              mapping(properties),
              properties.path("CredentialsArn").stringValueOpt().orElse(null));
      case "HTTP_PROXY" ->
          new IntegrationConfig.HttpProxy(
              resource.logicalId(),
              properties.path("IntegrationMethod").asString(""),
              uri,
              timeout,
              mapping(properties));
      default -> new IntegrationConfig.Unsupported(resource.logicalId(), type);
    };
  }

  private static ParameterMapping mapping(JsonNode properties) {
    var responses = new LinkedHashMap<String, Map<String, String>>();
    properties
        .path("ResponseParameters")
        .properties()
        .forEach(status -> {
          var changes = new LinkedHashMap<String, String>();
          for (JsonNode change : status.getValue().path("ResponseParameters")) {
            changes.put(change.path("Destination").asString(), change.path("Source").asString());
          }
          responses.put(status.getKey(), changes);
        });
    return new ParameterMapping(texts(properties.path("RequestParameters")), responses);
  }

  private static Map<String, String> texts(JsonNode map) {
    var texts = new LinkedHashMap<String, String>();
    map.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asString()));
    return texts;
  }

  private CreatedResource createAuthorizer(ResolvedResource resource) {
    if (api(resource).authorizers().size() >= MAX_AUTHORIZERS) {
      throw Faults.at(resource, "ApiId", "the API has " + MAX_AUTHORIZERS + " authorizers already");
    }
    boolean jwt = resource.properties().path("AuthorizerType").asString().equals("JWT");
    checkShape(
        resource,
        jwt ? JWT_PROPERTIES : FUNCTION_PROPERTIES,
        jwt ? "a JWT authorizer" : "an authorizer of type REQUEST",
        jwt ? FUNCTION_PROPERTIES_AND_OPTIONS : Set.of("JwtConfiguration"));
    CreatedResource created = part(resource, "AuthorizerId", 6);
    api(resource)
        .authorizers()
        .put(created.ref(), jwt ? jwt(resource) : lambda(resource, created.ref()));
    return created;
  }

  /// What the two types of authorizers have, and have not.
  private static void checkShape(
      ResolvedResource resource, Set<String> required, String type, Set<String> foreign) {
    var faults = new ArrayList<Fault>();
    required.stream()
        .filter(name -> !resource.properties().has(name))
        .sorted()
        .forEach(
            name -> faults.add(Faults.of(resource.logicalId(), name, "is required for " + type)));
    foreign.stream()
        .filter(name -> resource.properties().has(name))
        .sorted()
        .forEach(name -> faults.add(Faults.of(resource.logicalId(), name, "is not for " + type)));
    if (!faults.isEmpty()) {
      throw new TemplateException(faults);
    }
  }

  private JwtAuthorizerConfig jwt(ResolvedResource resource) {
    JsonNode properties = resource.properties();
    JsonNode jwt = properties.path("JwtConfiguration");
    return new JwtAuthorizerConfig(
        resource.logicalId(),
        properties.path("Name").asString(),
        CognitoResources.texts(properties.path("IdentitySource")),
        issuers.apply(jwt.path("Issuer").asString()),
        CognitoResources.texts(jwt.path("Audience")));
  }

  private static LambdaAuthorizerConfig lambda(ResolvedResource resource, String id) {
    JsonNode properties = resource.properties();
    return new LambdaAuthorizerConfig(
        resource.logicalId(),
        id,
        properties.path("Name").asString(),
        properties.path("AuthorizerUri").asString(),
        properties.path("AuthorizerPayloadFormatVersion").asString(""),
        properties.path("EnableSimpleResponses").asBoolean(false),
        CognitoResources.texts(properties.path("IdentitySource")),
        properties.has("AuthorizerResultTtlInSeconds")
            ? Duration.ofSeconds(properties.path("AuthorizerResultTtlInSeconds").asInt())
            : null,
        properties.path("AuthorizerCredentialsArn").stringValueOpt().orElse(null));
  }

  private CreatedResource createRoute(ResolvedResource resource) {
    JsonNode properties = resource.properties();
    Api api = api(resource);
    String target = properties.path("Target").asString();
    IntegrationConfig integration =
        api.integrations().get(target.replaceFirst("^integrations/", ""));
    if (integration == null || !target.startsWith("integrations/")) {
      throw Faults.at(resource, "Target", "`" + target + "` is not an integration of this API");
    }
    api.routes()
        .add(
            new RouteConfig(
                resource.logicalId(),
                properties.path("RouteKey").asString(),
                authorization(resource, api),
                integration));
    return part(resource, "RouteId", 7);
  }

  private static RouteAuthorization authorization(ResolvedResource resource, Api api) {
    JsonNode properties = resource.properties();
    String type = properties.path("AuthorizationType").asString("NONE");
    return switch (type) {
      case "NONE" -> {
        if (properties.has("AuthorizerId") || properties.has("AuthorizationScopes")) {
          throw Faults.at(
              resource,
              "AuthorizationType",
              "is NONE, yet the route names an authorizer or scopes: say JWT or CUSTOM, or take"
                  + " them away");
        }
        yield new RouteAuthorization.None();
      }
      case "AWS_IAM" -> {
        withoutProperty(resource, "AuthorizerId", "is for JWT and CUSTOM, not for AWS_IAM");
        withoutProperty(resource, "AuthorizationScopes", "is for JWT, not for AWS_IAM");
        yield new RouteAuthorization.Iam();
      }
      case "JWT" -> {
        if (!(authorizer(resource, api) instanceof JwtAuthorizerConfig authorizer)) {
          throw notAuthorizer(resource, "a JWT authorizer");
        }
        yield new RouteAuthorization.Jwt(
            authorizer, CognitoResources.texts(properties.path("AuthorizationScopes")));
      }
      case "CUSTOM" -> {
        withoutProperty(resource, "AuthorizationScopes", "is for JWT, not for CUSTOM");
        if (!(authorizer(resource, api) instanceof LambdaAuthorizerConfig authorizer)) {
          throw notAuthorizer(resource, "a Lambda authorizer");
        }
        yield new RouteAuthorization.Custom(authorizer);
      }
      default -> new RouteAuthorization.Unsupported(type);
    };
  }

  private static @Nullable AuthorizerConfig authorizer(ResolvedResource resource, Api api) {
    return api.authorizers().get(resource.properties().path("AuthorizerId").asString(""));
  }

  private static TemplateException notAuthorizer(ResolvedResource resource, String wanted) {
    String id = resource.properties().path("AuthorizerId").asString("");
    return Faults.at(resource, "AuthorizerId", "`" + id + "` is not " + wanted + " of this API");
  }

  private static void withoutProperty(ResolvedResource resource, String property, String problem) {
    if (resource.properties().has(property)) {
      throw Faults.at(resource, property, problem);
    }
  }

  private static @Nullable CorsConfig cors(JsonNode cors) {
    if (cors.isMissingNode()) {
      return null;
    }
    return new CorsConfig(
        CognitoResources.texts(cors.path("AllowOrigins")),
        CognitoResources.texts(cors.path("AllowMethods")),
        CognitoResources.texts(cors.path("AllowHeaders")),
        CognitoResources.texts(cors.path("ExposeHeaders")),
        cors.has("MaxAge") ? Duration.ofSeconds(cors.path("MaxAge").asInt()) : null,
        cors.path("AllowCredentials").asBoolean(false));
  }

  /// A resource whose `Ref` is its generated id.
  private CreatedResource part(ResolvedResource resource, String attribute, int idLength) {
    String id = id(resource, idLength);
    return new CreatedResource(id, Map.of(attribute, id));
  }

  private String id(ResolvedResource resource, int length) {
    return stack.remember(resource, "id", () -> stack.text(length, ID_CHARACTERS));
  }

  private Api api(ResolvedResource resource) {
    String id = resource.properties().path("ApiId").asString();
    Api api = apis.get(id);
    if (api == null) {
      throw Faults.at(resource, "ApiId", "no HTTP API of this template has the id " + id);
    }
    return api;
  }

  /// What the APIs' OpenAPI documents say in vain.
  List<Notice> notices() {
    return List.copyOf(notices);
  }

  /// What each API's OpenAPI definition tells, complete once all resources have been created.
  List<OpenApiExport> exports() {
    return apis.values().stream().map(this::export).toList();
  }

  private OpenApiExport export(Api api) {
    ResolvedResource resource = api.resource();
    JsonNode properties = resource.properties();
    return new OpenApiExport(
        api.config(),
        stack.addresses().url(resource.logicalId()),
        properties.has("Description") ? properties.path("Description").asString() : null,
        properties.path("Version").asString(VERSION.format(stack.created(resource))),
        texts(properties.path("Tags")));
  }

  /// Every API, complete once all resources have been created.
  List<HttpApiConfig> configs() {
    return apis.values().stream().map(Api::config).toList();
  }

  /// Every custom domain name, complete once all resources have been created.
  List<DomainConfig> domains() {
    return domains.configs();
  }
}
