package dev.gatehouse.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `up --only-doors`: what runs of a template that has more than doors, and what never does.
final class OnlyDoorsTest {
  private static final String FUNCTION =
      """
          Queue: {Type: AWS::SQS::Queue}
          Topic: {Type: AWS::SNS::Topic, Properties: {TopicName: t}}
          Role:
            Type: AWS::IAM::Role
            Properties:
              AssumeRolePolicyDocument:
                Version: '2012-10-17'
                Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: 'sts:AssumeRole'}]
              Policies:
                - PolicyName: send
                  PolicyDocument:
                    Version: '2012-10-17'
                    Statement:
                      - {Effect: Allow, Action: 'sqs:SendMessage', Resource: !GetAtt Queue.Arn}
                      - {Effect: Allow, Action: 'sns:Publish', Resource: !Ref Topic}
          Function:
            Type: AWS::Lambda::Function
            Properties:
              Runtime: nodejs22.x
              Handler: index.handler
              Role: !GetAtt Role.Arn
              Environment: {Variables: {QUEUE: !Ref Queue}}
              Code:
                ZipFile: |
                  exports.handler = async event => {
                    if (event.rawPath === '/send') await fetch(process.env.QUEUE);
                    return process.env.QUEUE;
                  };
          FromQueue:
            Type: AWS::Lambda::Permission
            Properties:
              {Action: 'lambda:InvokeFunction', FunctionName: !Ref Function, Principal: sqs.amazonaws.com, SourceArn: !GetAtt Queue.Arn}
          FromApi:
            Type: AWS::Lambda::Permission
            Properties:
              {Action: 'lambda:InvokeFunction', FunctionName: !Ref Function, Principal: apigateway.amazonaws.com}
          Api: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: a, ProtocolType: HTTP}}
          Stage: {Type: AWS::ApiGatewayV2::Stage, Properties: {ApiId: !Ref Api, StageName: $default, AutoDeploy: true}}
          Integration:
            Type: AWS::ApiGatewayV2::Integration
            Properties:
              {ApiId: !Ref Api, IntegrationType: AWS_PROXY, IntegrationUri: !GetAtt Function.Arn, PayloadFormatVersion: '2.0'}
          Everything:
            Type: AWS::ApiGatewayV2::Route
            Properties: {ApiId: !Ref Api, RouteKey: $default, Target: !Sub 'integrations/${Integration}'}
      """;

  private static final String LOCKED =
      """
          Locked:
            Type: AWS::ApiGatewayV2::Route
            Properties:
              ApiId: !Ref Api
              RouteKey: GET /locked
              AuthorizationType: JWT
              AuthorizerId: !Ref Authorizer
              Target: !Sub 'integrations/${Integration}'
          Authorizer:
            Type: AWS::ApiGatewayV2::Authorizer
            Properties:
              ApiId: !Ref Api
              AuthorizerType: JWT
              Name: tokens
              IdentitySource: ['$request.header.Authorization']
              JwtConfiguration: {Issuer: 'https://issuer.example', Audience: [a]}
      """;

  private static final String SAM = "Transform: AWS::Serverless-2016-10-31\n";

  @TempDir private Path folder;

  private final List<String> told = new ArrayList<>();

  private Host start(String resources, boolean onlyDoors) throws IOException {
    Path template =
        Files.writeString(
            folder.resolve("template.yaml"),
            "Resources:\n" + resources + "Outputs:\n  Queue: {Value: !GetAtt Queue.Arn}\n");
    return Host.start(
        new HostConfig(template, null, 0, true, null, folder).withOnlyDoors(onlyDoors), told::add);
  }

  private static HttpResponse<String> get(Host host, String path, String... headers)
      throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      URI url = URI.create(host.running().environment().get("GATEHOUSE_API_URL") + path);
      var request = HttpRequest.newBuilder(url);
      if (headers.length > 0) {
        request.headers(headers);
      }
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }

  @Test
  void restRunsAndAFunctionFailsAtItsOwnCall() throws Exception {
    try (Host host = start(FUNCTION, true)) {
      assertThat(get(host, "/").body()).isEqualTo("arn:not-created:gatehouse:nowhere:nobody:Queue");
      var failed = get(host, "/send");
      assertThat(failed.statusCode()).isEqualTo(500);
      assertThat(failed.body()).isEqualTo("{\"message\":\"Internal Server Error\"}");
      assertThat(host.running().outputs()).doesNotContainKey("Queue");
      assertThat(told)
          .anySatisfy(line -> assertThat(line).contains("Queue").contains("NOT CREATED"))
          .anySatisfy(line -> assertThat(line).contains("Topic").contains("NOT CREATED"))
          .anySatisfy(line -> assertThat(line).contains("Outputs.Queue").contains("left out"));
    }
  }

  @Test
  void typeThatSamDoesNotExpandIsLeftOutToo() throws Exception {
    String machine =
        """
            Machine: {Type: AWS::Serverless::StateMachine, Properties: {DefinitionUri: machine.json}}
            Queue: {Type: AWS::SQS::Queue}
            Open: {Type: AWS::Serverless::HttpApi}
        """;
    try (Host host = start(machine + SAM, true)) {
      assertThat(told)
          .anySatisfy(line -> assertThat(line).contains("Machine").contains("NOT CREATED"));
      assertThat(get(host, "/").statusCode()).isEqualTo(404);
    }
    assertThatExceptionOfType(TemplateFaultsException.class)
        .isThrownBy(() -> start(machine + SAM, false))
        .satisfies(
            refused -> assertThat(refused.lines()).anyMatch(line -> line.contains("Machine")));
  }

  @Test
  void withoutTheOptionNothingStarts() {
    assertThatThrownBy(() -> start(FUNCTION, false))
        .isInstanceOf(TemplateFaultsException.class)
        .hasMessageContaining("faults");
  }

  private List<String> faults(String resources) {
    try (Host host = start(resources, true)) {
      throw new AssertionError("it started: " + host.running().doors());
    } catch (TemplateFaultsException e) {
      return e.lines();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AuthorizerId: !Ref Authorizer | AuthorizerId: !Ref Topic | Resources.Locked.Properties.AuthorizerId",
        "Issuer: 'https://issuer.example' | Issuer: !Ref Topic | Resources.Authorizer.Properties.JwtConfiguration",
        "AuthorizationType: JWT | AuthorizationType: !Ref Topic | Resources.Locked.Properties.AuthorizationType",
        "Target: !Sub 'integrations/${Integration}' | Target: !Ref Topic | Resources.Locked.Properties.Target",
      })
  void doorWhoseLockIsNotCreatedNeverOpens(String written, String instead, String place) {
    assertThat(faults(FUNCTION + LOCKED.replace(written, instead)))
        .anySatisfy(line -> assertThat(line).contains(place).contains("not-created"));
  }

  /// As on AWS, where the function of an authorizer may be gone.
  @Test
  void lambdaAuthorizerThatIsNotCreatedNeverOpens() throws Exception {
    String authorizer =
        LOCKED
            .replace("AuthorizationType: JWT", "AuthorizationType: CUSTOM")
            .replace("AuthorizerType: JWT", "AuthorizerType: REQUEST")
            .replace(
                "JwtConfiguration: {Issuer: 'https://issuer.example', Audience: [a]}",
                """
                AuthorizerPayloadFormatVersion: '2.0'
                        AuthorizerUri: !Sub 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Topic}/invocations'\
                """);
    try (Host host = start(FUNCTION + authorizer, true)) {
      assertThat(get(host, "/locked").statusCode()).isEqualTo(401);
      var answer = get(host, "/locked", "Authorization", "anything");
      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.body()).isEqualTo("{\"message\":\"Internal Server Error\"}");
    }
  }

  @Test
  void integrationThatIsNotCreatedAnswersNothing() throws Exception {
    String resources =
        FUNCTION.replace("IntegrationUri: !GetAtt Function.Arn", "IntegrationUri: !Ref Topic");
    try (Host host = start(resources, true)) {
      assertThat(get(host, "/").statusCode()).isEqualTo(500);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "AWS::IAM::OIDCProvider",
    "AWS::ApiGatewayV2::ApiGatewayManagedOverrides",
    "AWS::WAFv2::WebACLAssociation"
  })
  void guardIsNeverLeftOut(String type) {
    assertThat(faults(FUNCTION + "    Guard: {Type: '" + type + "'}\n"))
        .anySatisfy(line -> assertThat(line).contains("Resources.Guard.Type").contains(type));
  }

  @Test
  void audienceThatIsNotCreatedIsNobodys() throws Exception {
    try (Host host =
        start(FUNCTION + LOCKED.replace("Audience: [a]", "Audience: [!Ref Topic]"), true)) {
      assertThat(get(host, "/locked").statusCode()).isEqualTo(401);
    }
  }
}
