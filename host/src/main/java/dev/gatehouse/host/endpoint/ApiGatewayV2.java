package dev.gatehouse.host.endpoint;

import dev.gatehouse.apigateway.OpenApiExport;
import dev.gatehouse.apigateway.OpenApiExport.Extent;
import dev.gatehouse.aws.Arn;
import dev.gatehouse.aws.Json;
import dev.gatehouse.host.endpoint.AwsService.Permission;
import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpHeaders;
import dev.gatehouse.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/// API Gateway's management API for HTTP APIs. Its permissions name HTTP methods and paths
/// (apigateway-control-access-using-iam-policies-to-create-and-manage-apis.html): `apigateway:GET`
/// on `/apis/ID`.
final class ApiGatewayV2 {
  private static final ServiceModel MODEL =
      ServiceModel.rest("apigatewayv2", "apigateway", "BadRequestException");

  private static final Pattern LABEL = Pattern.compile("\\{(\\w+)}");
  static final Set<String> MAPS = Set.of("StageVariables", "RouteSettings", "Tags");
  private static final String PREFIX = "AWS::ApiGatewayV2::";
  static final String API = PREFIX + "Api";

  /// What an API is made of.
  ///
  /// @param label its id in paths
  record Part(String type, String path, String label, String name) {
    static final Part ROUTE = new Part("Route", "routes", "routeId", "Route");
    static final Part INTEGRATION =
        new Part("Integration", "integrations", "integrationId", "Integration");
    static final Part AUTHORIZER =
        new Part("Authorizer", "authorizers", "authorizerId", "Authorizer");
    static final Part STAGE = new Part("Stage", "stages", "stageName", "stage");
    static final Part DEPLOYMENT =
        new Part("Deployment", "deployments", "deploymentId", "Deployment");

    String fullType() {
      return PREFIX + type;
    }
  }

  private final Inventory inventory;

  private ApiGatewayV2(Inventory inventory) {
    this.inventory = inventory;
  }

  static ModelledService of(Inventory inventory, Changes changes) {
    var gateway = new ApiGatewayV2(inventory);
    var operations = new ArrayList<>(new ApiGatewayChanges(gateway, changes).operations());
    operations.addAll(
        List.of(
            gateway.reading("GetApis", "/apis", gateway::apis),
            gateway.reading("GetApi", "/apis/{apiId}", input -> shown(gateway.api(input))),
            gateway.list("GetRoutes", Part.ROUTE),
            gateway.one("GetRoute", Part.ROUTE),
            gateway.list("GetIntegrations", Part.INTEGRATION),
            gateway.one("GetIntegration", Part.INTEGRATION),
            gateway.list("GetAuthorizers", Part.AUTHORIZER),
            gateway.one("GetAuthorizer", Part.AUTHORIZER),
            gateway.list("GetStages", Part.STAGE),
            gateway.one("GetStage", Part.STAGE),
            gateway.list("GetDeployments", Part.DEPLOYMENT),
            gateway.one("GetDeployment", Part.DEPLOYMENT),
            gateway.export(),
            gateway.reading("GetDomainNames", "/domainnames", gateway::domains),
            gateway.reading(
                "GetDomainName",
                "/domainnames/{domainName}",
                input -> shown(gateway.domain(input))),
            gateway.reading(
                "GetApiMappings", "/domainnames/{domainName}/apimappings", gateway::mappings)));
    return new ModelledService(MODEL, operations);
  }

  private Operation reading(String name, String path, Operation.Reader reader) {
    return Operation.reading(name, input -> needs(path, input), reader);
  }

  private List<Permission> needs(String path, Input input) {
    return List.of(new Permission("apigateway:GET", resource(path, input)));
  }

  /// These ARNs name no account.
  String resource(String path, Input input) {
    return new Arn("aws", "apigateway", inventory.region().code(), "", filled(path, input))
        .toString();
  }

  private static String filled(String path, Input input) {
    return LABEL
        .matcher(path)
        .replaceAll(label -> Matcher.quoteReplacement(input.text(label.group(1))));
  }

  private Operation list(String name, Part part) {
    return reading(
        name, "/apis/{apiId}/" + part.path(), input -> items(input, name, parts(part, api(input))));
  }

  private Operation one(String name, Part part) {
    return reading(
        name,
        "/apis/{apiId}/%s/{%s}".formatted(part.path(), part.label()),
        input -> shown(one(part, input)));
  }

  Deployed one(Part part, Input input) {
    String id = input.text(part.label());
    return parts(part, api(input)).stream()
        .filter(found -> found.id().equals(id))
        .findFirst()
        .orElseThrow(() -> notFound("Invalid " + part.name() + " identifier specified"));
  }

  private ObjectNode apis(Input input) {
    return items(input, "GetApis", inventory.of(API));
  }

  Deployed api(Input input) {
    String id = input.text("apiId");
    return inventory
        .find(API, id)
        .orElseThrow(
            () -> notFound("Invalid API identifier specified " + inventory.account() + ":" + id));
  }

  List<Deployed> parts(Part part, Deployed api) {
    return inventory.partsOf(part.fullType(), "ApiId", api.id());
  }

  private ObjectNode domains(Input input) {
    return items(input, "GetDomainNames", inventory.of(PREFIX + "DomainName"));
  }

  private Deployed domain(Input input) {
    return inventory
        .find(PREFIX + "DomainName", input.text("domainName"))
        .orElseThrow(() -> notFound("Invalid domain name identifier specified"));
  }

  private ObjectNode mappings(Input input) {
    var domain = domain(input);
    return items(
        input,
        "GetApiMappings " + domain.id(),
        inventory.partsOf(PREFIX + "ApiMapping", "DomainName", domain.id()));
  }

  private Operation export() {
    return new Operation(
        "ExportApi",
        (input, call) -> needs("/apis/{apiId}/exports/{specification}", input),
        (input, call) -> new Operation.Answer.Raw(exported(input)));
  }

  private HttpResponse exported(Input input) {
    String type = oneOf(input, "outputType", "JSON", "YAML");
    oneOf(input, "specification", "OAS30");
    if (input.has("exportVersion")) {
      oneOf(input, "exportVersion", "1.0");
    }
    // Extensions are told unless the caller says otherwise.
    boolean plain = input.has("includeExtensions") && !input.flag("includeExtensions");
    var document =
        inventory
            .api(api(input).id())
            .orElseThrow()
            .document(
                input.find("stageName").orElse(null),
                plain ? Extent.WITHOUT_EXTENSIONS : Extent.WITH_EXTENSIONS)
            .orElseThrow(() -> notFound("Invalid stage identifier specified"));
    return type.equals("YAML")
        ? new HttpResponse(
            200,
            HttpHeaders.of("Content-Type", "application/yaml"),
            Body.of(OpenApiExport.yaml(document)))
        : HttpResponse.json(200, OpenApiExport.json(document));
  }

  private static String oneOf(Input input, String member, String... values) {
    String value = input.text(member);
    if (!List.of(values).contains(value)) {
      throw input.refuse(
          "Invalid %s specified: it should be %s".formatted(member, String.join(" or ", values)));
    }
    return value;
  }

  // Shapes

  private static ObjectNode items(Input input, String list, List<Deployed> all) {
    String of = list + " " + input.find("apiId").orElse("");
    var page =
        Page.of(
            all.stream().map(ApiGatewayV2::shown).toList(),
            of,
            input.number("maxResults", 1, 500, 100),
            input.find("nextToken"),
            () -> input.refuse("Invalid nextToken"));
    return Shapes.page(page, "items", "nextToken");
  }

  /// A resource's properties under the API's names, with AWS's defaults for those that are not
  /// given.
  static ObjectNode shown(Deployed resource) {
    var shown = Json.STRICT.createObjectNode();
    defaults(resource, shown);
    shown.setAll((ObjectNode) Shapes.camelCase(resource.properties(), MAPS));
    shown.remove(resource.type().endsWith("ApiMapping") ? "domainName" : "apiId");
    return shown.put(idName(resource), resource.id());
  }

  private static String idName(Deployed resource) {
    return switch (resource.type().substring(PREFIX.length())) {
      case "Api" -> "apiId";
      case "Route" -> "routeId";
      case "Integration" -> "integrationId";
      case "Authorizer" -> "authorizerId";
      case "Stage" -> "stageName";
      case "Deployment" -> "deploymentId";
      case "DomainName" -> "domainName";
      default -> "apiMappingId";
    };
  }

  private static void defaults(Deployed resource, ObjectNode shown) {
    switch (resource.type().substring(PREFIX.length())) {
      case "Api" -> {
        shown.put("apiEndpoint", resource.attribute("ApiEndpoint"));
        shown.put("apiKeySelectionExpression", "$request.header.x-api-key");
        shown.put("createdDate", resource.created().toString());
        shown.put("disableExecuteApiEndpoint", false);
        shown.put("ipAddressType", "ipv4");
        shown.put("routeSelectionExpression", "$request.method $request.path");
        shown.putObject("tags");
      }
      case "Route" -> shown.put("apiKeyRequired", false).put("authorizationType", "NONE");
      case "Integration" ->
          shown
              .put("connectionType", "INTERNET")
              .put("integrationMethod", "POST")
              .put("payloadFormatVersion", "1.0")
              .put("timeoutInMillis", 30_000);
      case "Stage" -> {
        shown.put("autoDeploy", false);
        shown.put("createdDate", resource.created().toString());
        shown.put("lastUpdatedDate", resource.created().toString());
        shown.putObject("defaultRouteSettings").put("detailedMetricsEnabled", false);
        shown.putObject("routeSettings");
        shown.putObject("stageVariables");
        shown.putObject("tags");
      }
      case "Deployment" ->
          shown
              .put("autoDeployed", false)
              .put("createdDate", resource.created().toString())
              .put("deploymentStatus", "DEPLOYED");
      case "DomainName" -> shown.put("apiMappingSelectionExpression", "$request.basepath");
      default -> {}
    }
  }

  private static AwsError notFound(String message) {
    return AwsError.of(404, "NotFoundException", message);
  }
}
