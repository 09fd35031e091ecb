package dev.gatehouse.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.fidelity.Shows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `Ref` and `Fn::GetAtt` of each type become.
final class ReturnValuesTest {
  private static final String ACCOUNT = "000000000000";

  private static final String RESOURCES =
      """
      Resources:
        Pool: {Type: AWS::Cognito::UserPool}
        PoolDomain:
          Type: AWS::Cognito::UserPoolDomain
          Properties: {UserPoolId: !Ref Pool, Domain: things}
        Server:
          Type: AWS::Cognito::UserPoolResourceServer
          Properties:
            {UserPoolId: !Ref Pool, Identifier: things, Name: Things, Scopes: [{ScopeName: read, ScopeDescription: r}]}
        Client:
          Type: AWS::Cognito::UserPoolClient
          DependsOn: Server
          Properties:
            UserPoolId: !Ref Pool
            ClientName: machine
            GenerateSecret: true
            AllowedOAuthFlows: [client_credentials]
            AllowedOAuthFlowsUserPoolClient: true
            AllowedOAuthScopes: [things/read]
        Api: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: a, ProtocolType: HTTP}}
        Stage: {Type: AWS::ApiGatewayV2::Stage, Properties: {ApiId: !Ref Api, StageName: $default}}
        Integration:
          Type: AWS::ApiGatewayV2::Integration
          Properties:
            {ApiId: !Ref Api, IntegrationType: AWS_PROXY, IntegrationUri: !GetAtt Function.Arn, PayloadFormatVersion: '2.0'}
        Authorizer:
          Type: AWS::ApiGatewayV2::Authorizer
          Properties:
            ApiId: !Ref Api
            AuthorizerType: JWT
            Name: j
            IdentitySource: [$request.header.Authorization]
            JwtConfiguration: {Issuer: !GetAtt Pool.ProviderURL, Audience: [!Ref Client]}
        Route:
          Type: AWS::ApiGatewayV2::Route
          Properties:
            ApiId: !Ref Api
            RouteKey: GET /
            AuthorizationType: JWT
            AuthorizerId: !Ref Authorizer
            Target: !Sub integrations/${Integration}
        Deployment:
          Type: AWS::ApiGatewayV2::Deployment
          DependsOn: Route
          Properties: {ApiId: !Ref Api}
        Role:
          Type: AWS::IAM::Role
          Properties:
            AssumeRolePolicyDocument:
              Version: '2012-10-17'
              Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: 'sts:AssumeRole'}]
        Policy:
          Type: AWS::IAM::ManagedPolicy
          Properties:
            PolicyDocument:
              Version: '2012-10-17'
              Statement: [{Effect: Allow, Action: 'dynamodb:GetItem', Resource: !GetAtt Table.Arn}]
        User: {Type: AWS::IAM::User}
        Key: {Type: AWS::IAM::AccessKey, Properties: {UserName: !Ref User}}
        Function:
          Type: AWS::Lambda::Function
          Properties:
            Runtime: nodejs20.x
            Handler: index.handler
            Role: !GetAtt Role.Arn
            Code: {ZipFile: 'exports.handler = async () => 1;'}
        Version: {Type: AWS::Lambda::Version, Properties: {FunctionName: !Ref Function}}
        Alias:
          Type: AWS::Lambda::Alias
          Properties: {FunctionName: !Ref Function, FunctionVersion: !GetAtt Version.Version, Name: live}
        Url:
          Type: AWS::Lambda::Url
          Properties: {TargetFunctionArn: !Ref Function, AuthType: AWS_IAM}
        AliasUrl:
          Type: AWS::Lambda::Url
          DependsOn: Alias
          Properties: {TargetFunctionArn: !Ref Function, Qualifier: live, AuthType: AWS_IAM}
        Permission:
          Type: AWS::Lambda::Permission
          Properties: {FunctionName: !Ref Function, Action: 'lambda:InvokeFunction', Principal: apigateway.amazonaws.com}
        Table:
          Type: AWS::DynamoDB::Table
          Properties:
            BillingMode: PAY_PER_REQUEST
            AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
            KeySchema: [{AttributeName: id, KeyType: HASH}]
        Logs: {Type: AWS::Logs::LogGroup}
      """;

  private static final Map<String, String> OUTPUTS = new LinkedHashMap<>();

  @TempDir private static Path folder;

  private static Host host;

  @BeforeAll
  static void start() throws IOException {
    var outputs = new StringBuilder("Outputs:\n");
    int number = 0;
    for (String expression :
        """
        !Ref Pool
        !GetAtt Pool.Arn
        !GetAtt Pool.UserPoolId
        !Ref PoolDomain
        !Ref Server
        !Ref Client
        !GetAtt Client.ClientId
        !GetAtt Client.Name
        !Ref Api
        !GetAtt Api.ApiId
        !Ref Stage
        !Ref Integration
        !Ref Authorizer
        !GetAtt Authorizer.AuthorizerId
        !Ref Route
        !GetAtt Route.RouteId
        !Ref Deployment
        !GetAtt Deployment.DeploymentId
        !Ref Role
        !GetAtt Role.Arn
        !GetAtt Role.RoleId
        !Ref Policy
        !Ref User
        !GetAtt User.Arn
        !Ref Key
        !Ref Function
        !GetAtt Function.Arn
        !Ref Version
        !GetAtt Version.Version
        !Ref Alias
        !Ref Url
        !GetAtt Url.FunctionArn
        !GetAtt Url.FunctionUrl
        !Ref AliasUrl
        !Ref Permission
        !Ref Table
        !GetAtt Table.Arn
        !Ref Logs
        !GetAtt Logs.Arn
        """
            .lines()
            .toList()) {
      String name = "O" + ++number;
      OUTPUTS.put(expression, name);
      outputs.append("  ").append(name).append(": {Value: ").append(expression).append("}\n");
    }
    Path template = folder.resolve("things.yaml");
    Files.writeString(template, RESOURCES + outputs);
    host = Host.start(new HostConfig(template, null, 0, true, null, folder), line -> {});
  }

  @AfterAll
  static void stop() {
    if (host != null) {
      host.close();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "!Ref Pool | us-east-1_[A-Za-z0-9]{9}",
        "!GetAtt Pool.Arn | arn:aws:cognito-idp:us-east-1:ACCOUNT:userpool/us-east-1_[A-Za-z0-9]{9}",
        "!GetAtt Pool.UserPoolId | us-east-1_[A-Za-z0-9]{9}",
        "!Ref PoolDomain | things",
        "!Ref Server | things",
        "!Ref Client | [a-z0-9]{26}",
        "!GetAtt Client.ClientId | [a-z0-9]{26}",
        "!GetAtt Client.Name | machine",
        "!Ref Api | [a-z0-9]{10}",
        "!GetAtt Api.ApiId | [a-z0-9]{10}",
        "!Ref Stage | \\$default",
        "!Ref Integration | [a-z0-9]{7}",
        "!Ref Authorizer | [a-z0-9]{6}",
        "!GetAtt Authorizer.AuthorizerId | [a-z0-9]{6}",
        "!Ref Route | [a-z0-9]{7}",
        "!GetAtt Route.RouteId | [a-z0-9]{7}",
        "!Ref Deployment | [a-z0-9]{6}",
        "!GetAtt Deployment.DeploymentId | [a-z0-9]{6}",
        "!Ref Role | things-Role-[A-Za-z0-9]{12}",
        "!GetAtt Role.Arn | arn:aws:iam::ACCOUNT:role/things-Role-[A-Za-z0-9]{12}",
        "!GetAtt Role.RoleId | AROA[A-Z0-9]{17}",
        "!Ref Policy | arn:aws:iam::ACCOUNT:policy/things-Policy-[A-Za-z0-9]{12}",
        "!Ref User | things-User-[A-Za-z0-9]{12}",
        "!GetAtt User.Arn | arn:aws:iam::ACCOUNT:user/things-User-[A-Za-z0-9]{12}",
        "!Ref Key | AKIA[A-Z2-7]{16}",
        "!Ref Function | things-Function-[A-Za-z0-9]{12}",
        "!GetAtt Function.Arn |"
            + " arn:aws:lambda:us-east-1:ACCOUNT:function:things-Function-[A-Za-z0-9]{12}",
        "!Ref Version |"
            + " arn:aws:lambda:us-east-1:ACCOUNT:function:things-Function-[A-Za-z0-9]{12}:1",
        "!GetAtt Version.Version | 1",
        "!Ref Alias |"
            + " arn:aws:lambda:us-east-1:ACCOUNT:function:things-Function-[A-Za-z0-9]{12}:live",
        "!Ref Url | arn:aws:lambda:us-east-1:ACCOUNT:function:things-Function-[A-Za-z0-9]{12}",
        "!GetAtt Url.FunctionArn |"
            + " arn:aws:lambda:us-east-1:ACCOUNT:function:things-Function-[A-Za-z0-9]{12}",
        "!GetAtt Url.FunctionUrl | http://.+/",
        "!Ref AliasUrl |"
            + " arn:aws:lambda:us-east-1:ACCOUNT:function:things-Function-[A-Za-z0-9]{12}:live",
        "!Ref Permission | things-Permission-[A-Za-z0-9]{12}",
        "!Ref Table | things-Table-[A-Za-z0-9]{12}",
        "!GetAtt Table.Arn | arn:aws:dynamodb:us-east-1:ACCOUNT:table/things-Table-[A-Za-z0-9]{12}",
        "!Ref Logs | things-Logs-[A-Za-z0-9]{12}",
        "!GetAtt Logs.Arn |"
            + " arn:aws:logs:us-east-1:ACCOUNT:log-group:things-Logs-[A-Za-z0-9]{12}:\\*",
      })
  @Shows("management.return-values.cognito")
  @Shows("management.return-values.apigatewayv2")
  @Shows("management.return-values.lambda")
  @Shows("management.return-values.url")
  @Shows("management.return-values.permission")
  @Shows("management.return-values.versions")
  @Shows("management.return-values.table")
  @Shows("management.return-values.iam")
  @Shows("management.return-values.log-group")
  @Shows("management.return-values.names")
  void expressionBecomesWhatAwsMakesOfIt(String expression, String pattern) {
    assertThat(host.running().outputs().get(OUTPUTS.get(expression)))
        .matches(pattern.replace("ACCOUNT", ACCOUNT));
  }
}
