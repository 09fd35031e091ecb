package dev.gatehouse.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.host.audit.Audit;
import dev.gatehouse.host.audit.Finding;
import dev.gatehouse.host.audit.ReportPage;
import dev.gatehouse.host.audit.Rule;
import dev.gatehouse.host.audit.Rules;
import dev.gatehouse.host.audit.Sarif;
import dev.gatehouse.host.audit.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Each finding by a template that has it and one that has not; doors and locks as told.
final class StackAuditTest {
  /// A locked API with nothing to find; each twin changes one line of it.
  private static final String CLEAN =
      """
      Resources:
        Role:
          Type: AWS::IAM::Role
          Properties:
            AssumeRolePolicyDocument:
              Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}]
            Policies:
              - PolicyName: own
                PolicyDocument:
                  Statement: [{Effect: Allow, Action: 'dynamodb:GetItem', Resource: 'arn:aws:dynamodb:*:*:table/T'}]
        Fn:
          Type: AWS::Lambda::Function
          Properties: {Runtime: nodejs22.x, Handler: index.handler, Role: !GetAtt Role.Arn, Code: {ZipFile: 'x'}}
        Grant:
          Type: AWS::Lambda::Permission
          Properties: {FunctionName: !Ref Fn, Action: 'lambda:InvokeFunction', Principal: apigateway.amazonaws.com}
        Pool:
          Type: AWS::Cognito::UserPool
        Server:
          Type: AWS::Cognito::UserPoolResourceServer
          Properties: {UserPoolId: !Ref Pool, Identifier: api, Name: api, Scopes: [{ScopeName: read, ScopeDescription: reads}]}
        Client:
          Type: AWS::Cognito::UserPoolClient
          Properties:
            UserPoolId: !Ref Pool
            AllowedOAuthFlows: [client_credentials]
            ExplicitAuthFlows: [ALLOW_REFRESH_TOKEN_AUTH]
            AccessTokenValidity: 60
            TokenValidityUnits: {AccessToken: minutes}
        Api:
          Type: AWS::ApiGatewayV2::Api
          Properties:
            Name: api
            ProtocolType: HTTP
            CorsConfiguration: {AllowOrigins: ['https://own.example'], AllowCredentials: true}
        Stage:
          Type: AWS::ApiGatewayV2::Stage
          Properties:
            ApiId: !Ref Api
            StageName: $default
            AutoDeploy: true
            AccessLogSettings: {DestinationArn: 'arn:aws:logs:us-east-1:000000000000:log-group:calls', Format: '$context.status'}
            DefaultRouteSettings: {ThrottlingRateLimit: 10, ThrottlingBurstLimit: 20}
        Tokens:
          Type: AWS::ApiGatewayV2::Authorizer
          Properties:
            ApiId: !Ref Api
            AuthorizerType: JWT
            Name: tokens
            IdentitySource: ['$request.header.Authorization']
            JwtConfiguration: {Issuer: !Sub 'https://cognito-idp.${AWS::Region}.amazonaws.com/${Pool}', Audience: [!Ref Client]}
        Integration:
          Type: AWS::ApiGatewayV2::Integration
          Properties: {ApiId: !Ref Api, IntegrationType: AWS_PROXY, IntegrationUri: !GetAtt Fn.Arn, PayloadFormatVersion: '2.0'}
        Locked:
          Type: AWS::ApiGatewayV2::Route
          Properties: {ApiId: !Ref Api, RouteKey: GET /locked, Target: !Sub 'integrations/${Integration}', AuthorizationType: JWT, AuthorizerId: !Ref Tokens, AuthorizationScopes: [api/read]}
      """;

  private static final String ROUTE =
      "{ApiId: !Ref Api, RouteKey: %s, Target: !Sub 'integrations/${Integration}',"
          + " AuthorizationType: NONE}";

  @TempDir private Path folder;

  /// @param from what the clean template says
  /// @param to what the careless one says in its place; where nothing is replaced, it is added
  record Twin(String rule, String resource, Severity severity, String from, String to) {
    String careless() {
      return from.isEmpty() ? CLEAN + to : CLEAN.replace(from, to);
    }

    @Override
    public String toString() {
      return rule + " " + resource + " " + severity;
    }
  }

  static Stream<Twin> twins() {
    return Stream.of(
        added(
            "no-authorizer",
            "R",
            Severity.HIGH,
            "AWS::ApiGatewayV2::Route",
            ROUTE.formatted("GET /open")),
        added(
            "quick-create",
            "R",
            Severity.HIGH,
            "AWS::ApiGatewayV2::Api",
            "{Name: q, ProtocolType: HTTP, Target: !GetAtt Fn.Arn}"),
        added(
            "open-function-url",
            "R",
            Severity.HIGH,
            "AWS::Lambda::Url",
            "{TargetFunctionArn: !Ref Fn, AuthType: NONE}"),
        new Twin(
            "public-permission",
            "Grant",
            Severity.HIGH,
            "Principal: apigateway.amazonaws.com",
            "Principal: '*'"),
        added(
            "greedy-route",
            "R",
            Severity.HIGH,
            "AWS::ApiGatewayV2::Route",
            ROUTE.formatted("$default")),
        added(
            "greedy-route",
            "R",
            Severity.HIGH,
            "AWS::ApiGatewayV2::Route",
            ROUTE.formatted("'ANY /{all+}'")),
        new Twin(
            "cors-wildcard-credentials", "Api", Severity.HIGH, "https://own.example", "https://*"),
        new Twin(
            "wide-role",
            "Role",
            Severity.HIGH,
            "Action: 'dynamodb:GetItem', Resource: 'arn:aws:dynamodb:*:*:table/T'",
            "Action: '*', Resource: '*'"),
        new Twin(
            "wide-role",
            "Role",
            Severity.MEDIUM,
            "Action: 'dynamodb:GetItem', Resource: 'arn:aws:dynamodb:*:*:table/T'",
            "Action: 'dynamodb:*', Resource: '*'"),
        new Twin(
            "wide-role",
            "Role",
            Severity.HIGH,
            "      Policies:\n",
            "      ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess']\n"
                + "      Policies:\n"),
        added(
            "two-doors",
            "Fn",
            Severity.MEDIUM,
            "AWS::Lambda::Url",
            "{TargetFunctionArn: !Ref Fn, AuthType: AWS_IAM}"),
        added(
            "two-doors",
            "Fn",
            Severity.HIGH,
            "AWS::Lambda::Url",
            "{TargetFunctionArn: !Ref Fn, AuthType: NONE}"),
        added("unknown-lock", "R", Severity.MEDIUM, "AWS::ApiGateway::RestApi", "{Name: rest}"),
        new Twin(
            "jwt-without-scopes",
            "Locked",
            Severity.MEDIUM,
            ", AuthorizationScopes: [api/read]",
            ""),
        new Twin(
            "id-token-accepted",
            "Tokens",
            Severity.MEDIUM,
            ", AuthorizationScopes: [api/read]",
            "}\n"
                + "  Other:\n"
                + "    Type: AWS::ApiGatewayV2::Route\n"
                + "    Properties: {ApiId: !Ref Api, RouteKey: GET /other, Target: !Sub"
                + " 'integrations/${Integration}', AuthorizationType: JWT, AuthorizerId: !Ref"
                + " Users}\n"
                + "  Users:\n"
                + "    Type: AWS::ApiGatewayV2::Authorizer\n"
                + "    Properties: {ApiId: !Ref Api, AuthorizerType: JWT, Name: u, IdentitySource:"
                + " ['$request.header.Authorization'], JwtConfiguration: {Issuer:"
                + " 'https://id.example', Audience: [app]}"),
        new Twin(
            "long-lived-tokens",
            "Client",
            Severity.MEDIUM,
            "AccessTokenValidity: 60",
            "AccessTokenValidity: 61"),
        new Twin(
            "machine-client-user-flows",
            "Client",
            Severity.MEDIUM,
            "[ALLOW_REFRESH_TOKEN_AUTH]",
            "[ALLOW_USER_PASSWORD_AUTH]"),
        new Twin(
            "machine-client-user-flows",
            "Client",
            Severity.LOW,
            "      ExplicitAuthFlows: [ALLOW_REFRESH_TOKEN_AUTH]\n",
            ""),
        added(
            "second-stage",
            "R",
            Severity.LOW,
            "AWS::ApiGatewayV2::Stage",
            "{ApiId: !Ref Api, StageName: dev, AutoDeploy: true}"),
        new Twin(
            "no-access-log",
            "Stage",
            Severity.LOW,
            "      AccessLogSettings: {DestinationArn:"
                + " 'arn:aws:logs:us-east-1:000000000000:log-group:calls', Format:"
                + " '$context.status'}\n",
            ""),
        new Twin("no-throttling", "Stage", Severity.LOW, ", ThrottlingBurstLimit: 20", ""),
        accepting("Locked", "no-such-rule", "because", Severity.MEDIUM),
        accepting("Locked", "no-authorizer", "because", Severity.MEDIUM),
        accepting("Locked", "no-authorizer", " ", Severity.MEDIUM));
  }

  private static Twin added(
      String rule, String resource, Severity severity, String type, String properties) {
    return new Twin(
        rule,
        resource,
        severity,
        "",
        "  R:\n    Type: " + type + "\n    Properties: " + properties + "\n");
  }

  private static Twin accepting(String resource, String finding, String reason, Severity severity) {
    return new Twin(
        "bad-acceptance",
        resource,
        severity,
        "  " + resource + ":\n",
        "  %s:\n    Metadata: {Gatehouse: {Accept: [{Finding: %s, Reason: '%s'}]}}\n"
            .formatted(resource, finding, reason));
  }

  private Audit audit(String template) throws IOException {
    Path file = folder.resolve("template.yaml");
    Files.writeString(file, template);
    return StackAudit.of(file, Map.of(), _ -> {});
  }

  private static List<String> doors(Audit audit) {
    return audit.doors().stream()
        .map(door ->
            "%s %s %s %s %s"
                .formatted(door.method(), door.path(), door.lock(), door.scopes(), door.resource()))
        .toList();
  }

  private static List<String> found(Audit audit) {
    return audit.open().stream()
        .map(one -> one.rule().id() + " " + one.resource() + " " + one.severity())
        .toList();
  }

  @Test
  void nothingIsFoundWhereEverythingIsLocked() throws IOException {
    Audit audit = audit(CLEAN);

    assertThat(found(audit)).isEmpty();
    assertThat(doors(audit)).containsExactly("GET /locked jwt [api/read] Locked");
    assertThat(audit.notRun()).isEmpty();
    assertThat(audit.hasAtLeast(Severity.LOW)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("twins")
  void whatIsCarelessIsFoundAndItsTwinIsNot(Twin twin) throws IOException {
    assertThat(twin.careless()).isNotEqualTo(CLEAN);
    Audit careless = audit(twin.careless());

    String resource = twin.rule().equals("id-token-accepted") ? "Users" : twin.resource();
    assertThat(found(careless)).contains(twin.rule() + " " + resource + " " + twin.severity());
    assertThat(careless.hasAtLeast(twin.severity())).isTrue();
    assertThat(found(audit(CLEAN))).noneMatch(found -> found.startsWith(twin.rule()));
  }

  @Test
  void everyRuleHasTwins() {
    assertThat(twins().map(Twin::rule).collect(Collectors.toSet()))
        .containsExactlyInAnyOrderElementsOf(Rules.ALL.stream().map(Rule::id).toList());
  }

  @Test
  void aRouteOfLastResortAndAFunctionUrlAreToldAsStatusTellsThem() throws IOException {
    String more =
        "  D:\n    Type: AWS::ApiGatewayV2::Route\n    Properties: "
            + ROUTE.formatted("$default")
            + "\n  U:\n    Type: AWS::Lambda::Url\n"
            + "    Properties: {TargetFunctionArn: !Ref Fn, AuthType: AWS_IAM}\n";

    assertThat(doors(audit(CLEAN + more)))
        .containsExactlyInAnyOrder(
            "GET /locked jwt [api/read] Locked", "$default * none [] D", "* /* iam [] U");
  }

  @Test
  void anAcceptedFindingIsListedWithItsReasonAndCountsNoMore() throws IOException {
    Audit audit =
        audit(
            CLEAN
                + "  R:\n"
                + "    Type: AWS::ApiGatewayV2::Route\n"
                + "    Metadata: {Gatehouse: {Accept: [{Finding: no-authorizer, Reason:"
                + " public}]}}\n"
                + "    Properties: "
                + ROUTE.formatted("GET /open")
                + "\n");

    assertThat(audit.accepted()).extracting(Finding::accepted).containsExactly("public");
    assertThat(audit.hasAtLeast(Severity.HIGH)).isFalse();
  }

  @Test
  void theRoutesOfADocumentAreDoorsOfTheApi() throws IOException {
    Audit audit =
        audit(
            CLEAN
                + """
                  Doc:
                    Type: AWS::ApiGatewayV2::Api
                    Properties:
                      Body:
                        openapi: 3.0.1
                        info: {title: d, version: '1'}
                        paths:
                          /open:
                            get:
                              responses: {}
                              x-amazon-apigateway-integration: {type: aws_proxy, httpMethod: POST, payloadFormatVersion: '2.0', uri: !GetAtt Fn.Arn}
                """);

    assertThat(doors(audit)).contains("GET /open none [] Doc GET /open");
    assertThat(found(audit)).contains("no-authorizer Doc GET /open HIGH");
  }

  @Test
  void doorsOfARestApiAreUnknownAndNeverLocked() throws IOException {
    Audit audit =
        audit(
            """
            Resources:
              Rest: {Type: AWS::ApiGateway::RestApi, Properties: {Name: rest}}
              Items: {Type: AWS::ApiGateway::Resource, Properties: {RestApiId: !Ref Rest, ParentId: !GetAtt Rest.RootResourceId, PathPart: items}}
              Get: {Type: AWS::ApiGateway::Method, Properties: {RestApiId: !Ref Rest, ResourceId: !Ref Items, HttpMethod: GET, AuthorizationType: AWS_IAM}}
            """);

    assertThat(doors(audit)).containsExactly("GET /items unknown [] Get");
    assertThat(audit.notRun()).extracting(one -> one.resource()).contains("Rest", "Items", "Get");
  }

  @Test
  void doorsOfServerlessApisAreUnknownAndNeverLocked() throws IOException {
    Audit audit =
        audit(
            """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Own: {Type: AWS::Serverless::Api, Properties: {StageName: prod}}
              Fn:
                Type: AWS::Serverless::Function
                Properties:
                  Runtime: nodejs22.x
                  Handler: index.handler
                  InlineCode: x
                  Events:
                    A: {Type: Api, Properties: {Path: /a, Method: get}}
                    B: {Type: Api, Properties: {Path: /b, Method: post, RestApiId: !Ref Own}}
            """);

    assertThat(doors(audit))
        .containsExactlyInAnyOrder("GET /a unknown [] Fn", "POST /b unknown [] Fn");
    assertThat(audit.notRun()).extracting(one -> one.resource()).contains("Own");
  }

  @Test
  void anAuthorizerThatIsNotThereLocksNothing() throws IOException {
    assertThat(doors(audit(CLEAN.replace("AuthorizerId: !Ref Tokens", "AuthorizerId: gone"))))
        .containsExactly("GET /locked unknown [] Locked");
  }

  @Test
  void aTemplateThatMakesNoSenseIsFaulty() {
    assertThatThrownBy(() -> audit(CLEAN.replace("!Ref Tokens", "!Ref Nothing")))
        .isInstanceOf(TemplateFaultsException.class);
  }

  @Test
  void nothingIsLeftBehind() throws IOException {
    audit(CLEAN);

    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve("template.yaml"));
    }
  }

  @Test
  void sarifTellsRuleLevelLineAndAcceptance() throws IOException {
    Audit audit =
        audit(
            CLEAN
                + "  R:\n    Type: AWS::ApiGatewayV2::Route\n    Properties: "
                + ROUTE.formatted("GET /open")
                + "\n"
                + "    Metadata: {Gatehouse: {Accept: [{Finding: no-authorizer, Reason:"
                + " public}]}}\n");
    JsonNode log = Sarif.of(audit, "1");

    assertThat(log.path("version").asString()).isEqualTo("2.1.0");
    JsonNode run = log.path("runs").path(0);
    assertThat(run.path("tool").path("driver").path("rules")).hasSize(Rules.ALL.size());
    for (JsonNode result : run.path("results")) {
      JsonNode rule =
          run.path("tool").path("driver").path("rules").path(result.path("ruleIndex").asInt());
      assertThat(result.path("ruleId")).isEqualTo(rule.path("id"));
      assertThat(List.of("error", "warning", "note")).contains(result.path("level").asString());
      assertThat(result.path("message").path("text").asString()).isNotBlank();
    }
    JsonNode open = run.path("results").path(0);
    assertThat(open.path("ruleId").asString()).isEqualTo("no-authorizer");
    assertThat(open.path("suppressions").path(0).path("justification").asString())
        .isEqualTo("public");
    JsonNode place = open.path("locations").path(0);
    assertThat(place.path("logicalLocations").path(0).path("name").asString()).isEqualTo("R");
    assertThat(place.path("physicalLocation").path("region").path("startLine").asInt())
        .isEqualTo((int) CLEAN.lines().count() + 1);
  }

  @Test
  void theReportIsOnePageThatRunsNothing() throws IOException {
    Audit audit = audit(CLEAN.replace("GET /locked", "GET /<script>alert(1)</script>"));
    String page = ReportPage.of(audit, null, "1");

    assertThat(page).contains("color-scheme:light dark").contains("&lt;script&gt;alert");
    assertThat(page).doesNotContain("<script").doesNotContain("src=").doesNotContain("href=");
  }
}
