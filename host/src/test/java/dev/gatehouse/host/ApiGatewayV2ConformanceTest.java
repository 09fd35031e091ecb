package dev.gatehouse.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.aws.Json;
import dev.gatehouse.fidelity.Shows;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.AuthorizationType;
import software.amazon.awssdk.services.apigatewayv2.model.Route;

/// API Gateway's management API, judged by AWS's SDK.
final class ApiGatewayV2ConformanceTest {
  @TempDir private static Path folder;
  private static ThingsStack stack;

  @BeforeAll
  static void start() throws Exception {
    stack = ThingsStack.start(folder);
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  private static ApiGatewayV2Client gateway() {
    return gateway(stack.administratorKey());
  }

  private static ApiGatewayV2Client gateway(AwsCredentials key) {
    return stack.client(ApiGatewayV2Client.builder(), key);
  }

  private static String api() {
    return stack.output("ApiId");
  }

  private static Route locked() {
    return gateway().getRoutes(get -> get.apiId(api())).items().stream()
        .filter(route -> route.routeKey().equals("GET /items"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @Shows("management.operations.api")
  @Shows("management.protocols.rest")
  void apiIsListedAndDescribed() {
    var described = gateway().getApi(get -> get.apiId(api()));
    assertThat(described.name()).isEqualTo("things");
    assertThat(described.protocolTypeAsString()).isEqualTo("HTTP");
    assertThat(described.apiEndpoint()).isEqualTo(stack.env("GATEHOUSE_API_URL"));
    assertThat(described.routeSelectionExpression()).isEqualTo("$request.method $request.path");
    assertThat(gateway().getApis().items())
        .singleElement()
        .satisfies(api -> {
          assertThat(api.apiId()).isEqualTo(api());
          assertThat(api.createdDate()).isEqualTo(described.createdDate());
        });
  }

  @Test
  @Shows("management.operations.api-parts")
  void routeNamesItsIntegrationAndItsLock() {
    Route route = locked();
    assertThat(route.authorizationType()).isEqualTo(AuthorizationType.JWT);
    assertThat(route.authorizationScopes()).containsExactly("things/read");
    assertThat(gateway().getRoute(get -> get.apiId(api()).routeId(route.routeId())).target())
        .isEqualTo(route.target());
    var integration =
        gateway()
            .getIntegration(
                get -> get.apiId(api()).integrationId(route.target().replace("integrations/", "")));
    assertThat(integration.integrationTypeAsString()).isEqualTo("AWS_PROXY");
    assertThat(integration.integrationUri())
        .isEqualTo("arn:aws:lambda:us-east-1:000000000000:function:reader");
    assertThat(integration.payloadFormatVersion()).isEqualTo("2.0");
    assertThat(integration.timeoutInMillis()).isEqualTo(30_000);
    var authorizer =
        gateway().getAuthorizer(get -> get.apiId(api()).authorizerId(route.authorizerId()));
    assertThat(authorizer.jwtConfiguration().issuer()).isEqualTo(stack.env("GATEHOUSE_ISSUER"));
    assertThat(authorizer.jwtConfiguration().audience())
        .containsExactly(stack.env("GATEHOUSE_CLIENT_ID"));
    assertThat(authorizer.identitySource()).containsExactly("$request.header.Authorization");
    assertThat(gateway().getAuthorizers(get -> get.apiId(api())).items()).hasSize(1);
  }

  @Test
  @Shows("management.operations.api-parts")
  void stageIsListedAndDescribed() {
    assertThat(gateway().getStage(get -> get.apiId(api()).stageName("$default")).autoDeploy())
        .isTrue();
    assertThat(gateway().getStages(get -> get.apiId(api())).items()).hasSize(1);
    assertThat(gateway().getDeployments(get -> get.apiId(api())).items()).isEmpty();
    assertThat(gateway().getDomainNames().items()).isEmpty();
  }

  @Test
  @Shows("management.operations.api-pages")
  void listsComeInPages() {
    var first = gateway().getRoutes(get -> get.apiId(api()).maxResults("2"));
    assertThat(first.items()).hasSize(2);
    var second =
        gateway().getRoutes(get -> get.apiId(api()).maxResults("2").nextToken(first.nextToken()));
    assertThat(second.items()).hasSize(1);
    assertThat(second.nextToken()).isNull();
    new Refusal(400, "BadRequestException", "Invalid nextToken")
        .of(() -> gateway().getIntegrations(get -> get.apiId(api()).nextToken(first.nextToken())));
    new Refusal(
            400,
            "BadRequestException",
            "1 validation error detected: Value '501' at 'maxResults' failed to satisfy"
                + " constraint: Member must have value less than or equal to 500")
        .of(() -> gateway().getRoutes(get -> get.apiId(api()).maxResults("501")));
  }

  @Test
  @Shows("httpapi.export.call")
  void apiIsExported() {
    var definition =
        gateway()
            .exportApi(get -> get.apiId(api()).specification("OAS30").outputType("JSON"))
            .body()
            .asUtf8String();
    var document = Json.STRICT.readTree(definition);
    assertThat(document.at("/info/title").asString()).isEqualTo("things");
    assertThat(document.at("/info/version").asString())
        .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\dUTC");
    assertThat(document.at("/servers/0/url").asString())
        .isEqualTo(stack.env("GATEHOUSE_API_URL") + "/{basePath}");
    var operation = document.path("paths").path("/items").path("get");
    assertThat(operation.path("security").path(0).valueStream().findFirst().orElseThrow())
        .isEqualTo(Json.STRICT.readTree("[\"things/read\"]"));
    assertThat(operation.at("/x-amazon-apigateway-integration/uri").asString())
        .isEqualTo(
            "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
                + "arn:aws:lambda:us-east-1:000000000000:function:reader/invocations");
    assertThat(document.path("x-amazon-apigateway-importexport-version").asString())
        .isEqualTo("1.0");
  }

  @Test
  @Shows("httpapi.export.call")
  void exportIsYamlWithoutExtensionsIfAskedFor() {
    var definition =
        gateway()
            .exportApi(get ->
                get.apiId(api())
                    .specification("OAS30")
                    .outputType("YAML")
                    .exportVersion("1.0")
                    .includeExtensions(false)
                    .stageName("$default"))
            .body()
            .asUtf8String();
    assertThat(definition).startsWith("---\nopenapi: \"3.0.1\"").doesNotContain("x-amazon");
  }

  @Test
  @Shows("httpapi.export.refused-calls")
  void exportOfWhatIsNotThereIsRefused() {
    new Refusal(404, "NotFoundException", "Invalid API identifier specified 000000000000:nothing")
        .of(() ->
            gateway()
                .exportApi(get -> get.apiId("nothing").specification("OAS30").outputType("JSON")));
    new Refusal(404, "NotFoundException", "Invalid stage identifier specified")
        .of(() ->
            gateway()
                .exportApi(get ->
                    get.apiId(api())
                        .specification("OAS30")
                        .outputType("JSON")
                        .stageName("nothing")));
    new Refusal(
            400, "BadRequestException", "Invalid outputType specified: it should be JSON or YAML")
        .of(() ->
            gateway().exportApi(get -> get.apiId(api()).specification("OAS30").outputType("XML")));
    new Refusal(400, "BadRequestException", "Invalid specification specified: it should be OAS30")
        .of(() ->
            gateway().exportApi(get -> get.apiId(api()).specification("OAS2").outputType("JSON")));
  }

  @Test
  void exportNeedsItsPermission() {
    new Refusal(
            403,
            "AccessDeniedException",
            Refusal.notAuthorized(
                "limited",
                "apigateway:GET",
                "arn:aws:apigateway:us-east-1::/apis/" + api() + "/exports/OAS30"))
        .of(() ->
            gateway(stack.key("Limited"))
                .exportApi(get -> get.apiId(api()).specification("OAS30").outputType("JSON")));
  }

  @Test
  @Shows("management.protocols.apigateway-errors")
  void unknownOnesAreNotFound() {
    new Refusal(404, "NotFoundException", "Invalid API identifier specified 000000000000:nothing")
        .of(() -> gateway().getApi(get -> get.apiId("nothing")));
    new Refusal(404, "NotFoundException", "Invalid Route identifier specified")
        .of(() -> gateway().getRoute(get -> get.apiId(api()).routeId("nothing")));
    new Refusal(404, "NotFoundException", "Invalid stage identifier specified")
        .of(() -> gateway().getStage(get -> get.apiId(api()).stageName("nothing")));
  }

  @Test
  void eachPathNeedsItsPermission() {
    new Refusal(
            403,
            "AccessDeniedException",
            Refusal.notAuthorized(
                "limited",
                "apigateway:GET",
                "arn:aws:apigateway:us-east-1::/apis/" + api() + "/routes"))
        .of(() -> gateway(stack.key("Limited")).getRoutes(get -> get.apiId(api())));
  }

  @Test
  void whatIsNotBuiltIsNamed() {
    new Refusal(
            400,
            "UnknownOperationException",
            "Gatehouse does not carry out apigatewayv2:GetVpcLinks; `gatehouse status --operations`"
                + " lists what it does")
        .of(() -> gateway().getVpcLinks(get -> {}));
  }
}
