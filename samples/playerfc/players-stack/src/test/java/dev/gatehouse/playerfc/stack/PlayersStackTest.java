package dev.gatehouse.playerfc.stack;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.assertions.Template;

class PlayersStackTest {
  private static final String SCOPE = "playerfc-m2m-resource-server/read_write";

  private static Template template;

  @TempDir private static Path work;

  @BeforeAll
  static void synthesize() throws Exception {
    template = template(Map.of());
  }

  private static Template template(Map<String, Object> context) throws Exception {
    var code = Files.createDirectories(work.resolve("function"));
    Files.writeString(code.resolve("players-api.jar"), "stands for the built function");
    var app =
        new App(
            AppProps.builder()
                .outdir(Files.createTempDirectory(work, "cdk.out").toString())
                .context(context)
                .build());
    return Template.fromStack(
        new PlayersStack(app, "PlayerFC", StackProps.builder().build(), code));
  }

  @Test
  void onlyTheseResourceTypesAreUsed() {
    assertThat(new TreeSet<>(resources().values().stream().map(r -> r.get("Type")).toList()))
        .containsExactly(
            "AWS::ApiGatewayV2::Api",
            "AWS::ApiGatewayV2::Authorizer",
            "AWS::ApiGatewayV2::Integration",
            "AWS::ApiGatewayV2::Route",
            "AWS::ApiGatewayV2::Stage",
            "AWS::Cognito::UserPool",
            "AWS::Cognito::UserPoolClient",
            "AWS::Cognito::UserPoolDomain",
            "AWS::Cognito::UserPoolResourceServer",
            "AWS::DynamoDB::GlobalTable",
            "AWS::IAM::Policy",
            "AWS::IAM::Role",
            "AWS::Lambda::Function",
            "AWS::Lambda::Permission",
            "AWS::Lambda::Url",
            "AWS::Logs::LogGroup");
  }

  @Test
  void functionIsNamedAndTimesOutAfterAMinute() {
    assertThat(only("AWS::Lambda::Function"))
        .contains(
            entry("FunctionName", "player_fc_api"),
            entry("Runtime", "java25"),
            entry("Timeout", 60));
  }

  @Test
  void functionReadsTheTablesNameFromItsEnvironment() {
    var table = template.findResources("AWS::DynamoDB::GlobalTable").keySet().iterator().next();

    assertThat(only("AWS::Lambda::Function").get("Environment"))
        .isEqualTo(Map.of("Variables", Map.of("PLAYERS_TABLE", Map.of("Ref", table))));
  }

  @Test
  void tableIsKeyedByIdAndPaidPerRequest() {
    assertThat(only("AWS::DynamoDB::GlobalTable"))
        .contains(
            entry("TableName", "Players"),
            entry("BillingMode", "PAY_PER_REQUEST"),
            entry("KeySchema", List.of(Map.of("AttributeName", "id", "KeyType", "HASH"))),
            entry(
                "AttributeDefinitions",
                List.of(Map.of("AttributeName", "id", "AttributeType", "S"))));
  }

  @Test
  void playersOutliveTheStack() {
    assertThat(resourcesOf("AWS::DynamoDB::GlobalTable").getFirst())
        .contains(entry("DeletionPolicy", "Retain"), entry("UpdateReplacePolicy", "Retain"));
  }

  @Test
  void functionMayMakeItsFiveCallsOnItsOwnTableAndNoOthers() {
    var table = template.findResources("AWS::DynamoDB::GlobalTable").keySet().iterator().next();

    assertThat(statements())
        .contains(
            Map.of(
                "Effect",
                "Allow",
                "Action",
                List.of(
                    "dynamodb:DeleteItem",
                    "dynamodb:GetItem",
                    "dynamodb:PutItem",
                    "dynamodb:Scan",
                    "dynamodb:UpdateItem"),
                "Resource",
                Map.of("Fn::GetAtt", List.of(table, "Arn"))));
  }

  @Test
  void noStatementAllowsAWildcard() {
    assertThat(statements())
        .hasSize(2)
        .allSatisfy(statement -> {
          assertThat(text(statement, "Action")).doesNotContain("*");
          assertThat(text(statement, "Resource")).doesNotContain("*");
        });
    assertThat(only("AWS::IAM::Role")).doesNotContainKeys("ManagedPolicyArns", "Policies");
  }

  @Test
  void functionUrlAsksForASignature() {
    assertThat(only("AWS::Lambda::Url"))
        .contains(
            entry("AuthType", "AWS_IAM"),
            entry(
                "Cors",
                Map.of(
                    "AllowOrigins", List.of("*"),
                    "AllowMethods", List.of("*"),
                    "AllowHeaders", List.of("*"))));
  }

  @Test
  void onlyTheGatewayIsPermittedToInvokeAndOnlyFromThisApi() {
    var api = template.findResources("AWS::ApiGatewayV2::Api").keySet().iterator().next();

    assertThat(propertiesOf("AWS::Lambda::Permission"))
        .hasSize(5)
        .allSatisfy(permission -> {
          assertThat(permission)
              .contains(
                  entry("Action", "lambda:InvokeFunction"),
                  entry("Principal", "apigateway.amazonaws.com"));
          assertThat(text(permission, "SourceArn")).contains("Ref=" + api);
        });
  }

  @Test
  void clientHasASecretAndCanDoNothingButClientCredentials() {
    assertThat(only("AWS::Cognito::UserPoolClient"))
        .contains(
            entry("ClientName", "PlayerFC-M2M-Client"),
            entry("GenerateSecret", true),
            entry("AllowedOAuthFlows", List.of("client_credentials")),
            entry("AllowedOAuthFlowsUserPoolClient", true))
        .doesNotContainKey("CallbackURLs")
        // Without any, AWS would let users sign in by SRP and by triggers of the pool's.
        .containsEntry("ExplicitAuthFlows", List.of("ALLOW_REFRESH_TOKEN_AUTH"));
  }

  @Test
  void poolIsNamedAndNobodySignsUp() {
    assertThat(only("AWS::Cognito::UserPool"))
        .contains(
            entry("UserPoolName", "PlayerFCUserPool"),
            entry("AdminCreateUserConfig", Map.of("AllowAdminCreateUserOnly", true)));
  }

  @Test
  void resourceServerDefinesTheOneScope() {
    assertThat(only("AWS::Cognito::UserPoolResourceServer"))
        .contains(
            entry("Identifier", "playerfc-m2m-resource-server"),
            entry(
                "Scopes",
                List.of(
                    Map.of(
                        "ScopeName",
                        "read_write",
                        "ScopeDescription",
                        "Full access to the players"))));
  }

  @Test
  void domainPrefixIsPlayerfc() {
    assertThat(only("AWS::Cognito::UserPoolDomain")).contains(entry("Domain", "playerfc"));
  }

  @Test
  void domainPrefixCanBeChosenWhereTheNameIsTaken() throws Exception {
    var chosen = template(Map.of("domainPrefix", "playerfc-of-mine"));

    assertThat(properties(chosen.findResources("AWS::Cognito::UserPoolDomain")).getFirst())
        .contains(entry("Domain", "playerfc-of-mine"));
  }

  @Test
  void theFiveRoutesAndNoOthersExist() {
    assertThat(propertiesOf("AWS::ApiGatewayV2::Route"))
        .extracting(route -> route.get("RouteKey"))
        .containsExactlyInAnyOrder(
            "GET /players",
            "POST /players",
            "GET /players/{player_id}",
            "PATCH /players/{player_id}",
            "DELETE /players/{player_id}");
  }

  @Test
  void noRouteIsWithoutTheAuthorizerAndTheScope() {
    var authorizer =
        template.findResources("AWS::ApiGatewayV2::Authorizer").keySet().iterator().next();

    assertThat(propertiesOf("AWS::ApiGatewayV2::Route"))
        .allSatisfy(route ->
            assertThat(route)
                .contains(
                    entry("AuthorizationType", "JWT"),
                    entry("AuthorizerId", Map.of("Ref", authorizer)),
                    entry("AuthorizationScopes", List.of(SCOPE))));
  }

  @Test
  void authorizerTrustsThePoolAndTheClientOnly() {
    var pool = template.findResources("AWS::Cognito::UserPool").keySet().iterator().next();
    var client = template.findResources("AWS::Cognito::UserPoolClient").keySet().iterator().next();

    var authorizer = only("AWS::ApiGatewayV2::Authorizer");

    assertThat(authorizer)
        .contains(
            entry("AuthorizerType", "JWT"),
            entry("IdentitySource", List.of("$request.header.Authorization")));
    assertThat(authorizer.get("JwtConfiguration"))
        .isEqualTo(
            Map.of(
                "Audience",
                List.of(Map.of("Ref", client)),
                "Issuer",
                Map.of(
                    "Fn::Join",
                    List.of(
                        "",
                        List.of(
                            "https://cognito-idp.",
                            Map.of("Ref", "AWS::Region"),
                            ".amazonaws.com/",
                            Map.of("Ref", pool))))));
  }

  @Test
  void apiServesItsDefaultStageWithPayloadTwo() {
    assertThat(only("AWS::ApiGatewayV2::Api"))
        .contains(entry("Name", "PlayerFCHttpApi"), entry("ProtocolType", "HTTP"));
    assertThat(only("AWS::ApiGatewayV2::Stage"))
        .contains(entry("StageName", "$default"), entry("AutoDeploy", true))
        .containsKey("AccessLogSettings");
    assertThat(only("AWS::ApiGatewayV2::Integration"))
        .contains(entry("IntegrationType", "AWS_PROXY"), entry("PayloadFormatVersion", "2.0"));
  }

  @Test
  void outputsNameWhatAClientNeeds() {
    assertThat(template.findOutputs("*").keySet())
        .containsExactlyInAnyOrder("FunctionUrl", "ApiUrl", "TokenUrl", "ClientId", "UserPoolId");
    assertThat(template.findOutputs("FunctionUrl").toString()).contains("FunctionUrl]}, docs]");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Map<String, Object>> resources() {
    return (Map<String, Map<String, Object>>) requireNonNull(template.toJSON().get("Resources"));
  }

  private static List<Map<String, Object>> resourcesOf(String type) {
    return List.copyOf(template.findResources(type).values());
  }

  private static List<Map<String, Object>> propertiesOf(String type) {
    return properties(template.findResources(type));
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> properties(Map<String, Map<String, Object>> resources) {
    return resources.values().stream()
        .map(resource -> (Map<String, Object>) requireNonNull(resource.get("Properties")))
        .toList();
  }

  private static Map<String, Object> only(String type) {
    assertThat(propertiesOf(type)).hasSize(1);
    return propertiesOf(type).getFirst();
  }

  private static String text(Map<String, Object> properties, String name) {
    return requireNonNull(properties.get(name)).toString();
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> statements() {
    var all = new ArrayList<Map<String, Object>>();
    for (var policy : propertiesOf("AWS::IAM::Policy")) {
      var document = (Map<String, Object>) requireNonNull(policy.get("PolicyDocument"));
      all.addAll((List<Map<String, Object>>) requireNonNull(document.get("Statement")));
    }
    return all;
  }
}
