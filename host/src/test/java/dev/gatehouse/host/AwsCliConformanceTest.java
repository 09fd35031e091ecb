package dev.gatehouse.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.aws.Json;
import dev.gatehouse.fidelity.Shows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import tools.jackson.databind.JsonNode;

/// Every service of the AWS endpoint, judged by the AWS CLI v2. Each of its calls is a process of
/// about a second, so there is one for each thing worth showing.
final class AwsCliConformanceTest {
  private static final String ACCOUNT = "arn:aws:iam::000000000000:";

  @TempDir private static Path folder;
  @TempDir private static Path home;
  private static ThingsStack stack;
  private static AwsCli cli;

  @BeforeAll
  static void start() throws Exception {
    var found = AwsCli.find(home, "http://127.0.0.1:1", "us-east-1");
    assumeTrue(found.isPresent(), "this machine has no AWS CLI v2: no `aws` on the PATH is one");
    stack = ThingsStack.start(folder);
    cli =
        new AwsCli(
            found.get().program(),
            found.get().knowsVariable(),
            home,
            stack.env("AWS_ENDPOINT_URL"),
            stack.env("AWS_REGION"));
  }

  @AfterAll
  static void stop() {
    if (stack != null) {
      stack.close();
    }
  }

  private static JsonNode aws(String arguments) {
    var said = cli.run(stack.administratorKey(), arguments);
    assertThat(said.err()).as(arguments).isEmpty();
    assertThat(said.exit()).as(arguments).isZero();
    return said.out().isBlank() ? Json.STRICT.createObjectNode() : said.json();
  }

  private static void refused(String arguments, String error) {
    var said = cli.run(stack.administratorKey(), arguments);
    assertThat(said.err()).isEqualTo(error);
    assertThat(said.exit()).isEqualTo(254);
    assertThat(said.out()).isEmpty();
  }

  // Every service

  /// Each protocol says it in words of its own.
  @ParameterizedTest
  @Shows("management.protocols.signing-names")
  @CsvSource(
      textBlock =
          """
          sts get-caller-identity, SignatureDoesNotMatch, GetCallerIdentity
          iam list-users, SignatureDoesNotMatch, ListUsers
          cloudformation list-stacks, SignatureDoesNotMatch, ListStacks
          cognito-idp list-user-pools --max-results 1, InvalidSignatureException, ListUserPools
          logs describe-log-groups, InvalidSignatureException, DescribeLogGroups
          dynamodb list-tables, InvalidSignatureException, ListTables
          lambda list-functions, InvalidSignatureException, ListFunctions
          apigatewayv2 get-apis, InvalidSignatureException, GetApis
          """)
  void wrongSecretIsRefused(String arguments, String code, String operation) {
    var forged = AwsBasicCredentials.create(stack.env("AWS_ACCESS_KEY_ID"), "wrong");
    var said = cli.run(forged, arguments);
    assertThat(said.err())
        .startsWith(
            "An error occurred (%s) when calling the %s operation: The request signature we"
                    .formatted(code, operation)
                + " calculated does not match the signature you provided.");
    assertThat(said.exit()).isEqualTo(254);
    assertThat(said.out()).isEmpty();
  }

  @ParameterizedTest
  @Shows("management.chosen.status-of-not-built")
  @CsvSource(
      textBlock =
          """
          sts get-federation-token --name me, InvalidAction, GetFederationToken
          iam list-instance-profiles, InvalidAction, ListInstanceProfiles
          cloudformation list-types, InvalidAction, ListTypes
          cognito-idp list-identity-providers --user-pool-id us-east-1_000000000, UnknownOperationException, ListIdentityProviders
          logs describe-destinations, UnknownOperationException, DescribeDestinations
          dynamodb list-backups, UnknownOperationException, ListBackups
          lambda list-event-source-mappings, UnknownOperationException, ListEventSourceMappings
          apigatewayv2 get-vpc-links, UnknownOperationException, GetVpcLinks
          """)
  void operationThatIsNotBuiltIsNamed(String arguments, String code, String operation) {
    var said = cli.run(stack.administratorKey(), arguments);
    assertThat(said.err())
        .startsWith(
            "An error occurred (%s) when calling the %s operation: ".formatted(code, operation))
        .contains(operation);
    assertThat(said.exit()).isEqualTo(254);
    assertThat(said.out()).isEmpty();
  }

  // Each service

  @Test
  @Shows("management.protocols.endpoint-url")
  void stsTellsTheCallerAndGivesASession() {
    assertThat(aws("sts get-caller-identity").path("Arn").asString())
        .isEqualTo(ACCOUNT + "user/gatehouse-administrator");
    assertThat(aws("sts get-session-token").path("Credentials").path("AccessKeyId").asString())
        .startsWith("ASIA");
    refused(
        "sts assume-role --role-arn %srole/operator --role-session-name cli".formatted(ACCOUNT),
        "An error occurred (AccessDenied) when calling the AssumeRole operation: User:"
            + " %suser/gatehouse-administrator is not authorized to perform: sts:AssumeRole on"
                .formatted(ACCOUNT)
            + " resource: %srole/operator".formatted(ACCOUNT));
  }

  @Test
  @Shows("management.operations.iam-changes")
  void iamMakesAUserOnce() {
    assertThat(aws("iam create-user --user-name cli").path("User").path("Arn").asString())
        .isEqualTo(ACCOUNT + "user/cli");
    refused(
        "iam create-user --user-name cli",
        "An error occurred (EntityAlreadyExists) when calling the CreateUser operation: User with"
            + " name cli already exists.");
    aws("iam delete-user --user-name cli");
  }

  @Test
  void iamListsInPagesAndFindsByName() {
    assertThat(aws("iam list-users --page-size 1").path("Users")).hasSize(3);
    var first = aws("iam list-users --max-items 1");
    assertThat(first.path("Users")).hasSize(1);
    assertThat(first.path("NextToken").asString("")).isNotEmpty();
    assertThat(
            aws("iam get-role --role-name reader")
                .at("/Role/AssumeRolePolicyDocument/Statement/0/Principal/Service")
                .asString())
        .isEqualTo("lambda.amazonaws.com");
    refused(
        "iam get-role --role-name nobody",
        "An error occurred (NoSuchEntity) when calling the GetRole operation: The role with name"
            + " nobody cannot be found.");
  }

  @Test
  void cognitoMakesChangesAndDeletes() {
    String pool =
        aws("cognito-idp list-user-pools --max-results 1").at("/UserPools/0/Id").asString();
    String of = " --user-pool-id " + pool;
    String client =
        aws("cognito-idp create-user-pool-client --client-name cli --generate-secret" + of)
            .at("/UserPoolClient/ClientId")
            .asString();
    assertThat(aws("cognito-idp list-user-pool-clients --page-size 1" + of).path("UserPoolClients"))
        .extracting(one -> one.path("ClientName").asString())
        .contains("machine", "cli");
    assertThat(
            aws("cognito-idp list-user-pool-clients --max-items 1" + of)
                .path("NextToken")
                .asString(""))
        .isNotEmpty();
    String one = of + " --client-id " + client;
    var updated =
        aws("cognito-idp update-user-pool-client --client-name changed" + one)
            .path("UserPoolClient");
    assertThat(updated.path("ClientName").asString()).isEqualTo("changed");
    assertThat(updated.path("ClientSecret").asString("")).hasSizeGreaterThan(40);
    aws("cognito-idp delete-user-pool-client" + one);
    refused(
        "cognito-idp describe-user-pool-client" + one,
        "An error occurred (ResourceNotFoundException) when calling the DescribeUserPoolClient"
            + " operation: User pool client %s does not exist.".formatted(client));
  }

  @Test
  void cognitoMakesUsersAndFindsThem() {
    String of =
        " --user-pool-id "
            + aws("cognito-idp list-user-pools --max-results 1").at("/UserPools/0/Id").asString();
    aws("cognito-idp admin-create-user --username cli-jane" + of);
    aws("cognito-idp admin-create-user --username cli-john" + of);
    aws("cognito-idp create-group --group-name cli-staff" + of);
    aws("cognito-idp admin-add-user-to-group --group-name cli-staff --username cli-jane" + of);

    assertThat(aws("cognito-idp list-users --page-size 1" + of).path("Users"))
        .extracting(user -> user.path("Username").asString())
        .contains("cli-jane", "cli-john");
    assertThat(
            aws("cognito-idp list-users-in-group --group-name cli-staff" + of)
                .at("/Users/0/Username")
                .asString())
        .isEqualTo("cli-jane");
    refused(
        "cognito-idp admin-get-user --username nobody" + of,
        "An error occurred (UserNotFoundException) when calling the AdminGetUser operation: User"
            + " does not exist.");
  }

  @Test
  void apiGatewayMakesChangesAndDeletes() {
    String api =
        aws("apigatewayv2 create-api --name cli --protocol-type HTTP").path("ApiId").asString();
    assertThat(aws("apigatewayv2 get-apis --page-size 1").path("Items"))
        .extracting(one -> one.path("Name").asString())
        .contains("things", "cli");
    assertThat(aws("apigatewayv2 get-apis --max-items 1").path("NextToken").asString(""))
        .isNotEmpty();
    assertThat(
            aws("apigatewayv2 update-api --name changed --api-id " + api).path("Name").asString())
        .isEqualTo("changed");
    aws("apigatewayv2 delete-api --api-id " + api);
    refused(
        "apigatewayv2 get-api --api-id " + api,
        "An error occurred (NotFoundException) when calling the GetApi operation: Invalid API"
            + " identifier specified 000000000000:"
            + api);
  }

  @Test
  void lambdaListsInPagesAndInvokes() throws Exception {
    assertThat(aws("lambda list-functions --page-size 1").path("Functions"))
        .extracting(one -> one.path("FunctionName").asString())
        .containsExactly("reader", "stranger");
    assertThat(aws("lambda list-functions --max-items 1").path("NextToken").asString(""))
        .isNotEmpty();
    Path answer = home.resolve("answer.json");
    String payload = Base64.getEncoder().encodeToString("{}".getBytes(UTF_8));
    assertThat(
            aws("lambda invoke --function-name reader --payload %s %s".formatted(payload, answer))
                .path("StatusCode")
                .asInt())
        .isEqualTo(200);
    assertThat(Files.readString(answer)).isEqualTo("{\"Item\":{\"id\":{\"S\":\"1\"}}}");
    refused(
        "lambda invoke --function-name nobody " + answer,
        "An error occurred (ResourceNotFoundException) when calling the Invoke operation: Function"
            + " not found: arn:aws:lambda:us-east-1:000000000000:function:nobody:$LATEST");
  }

  @Test
  void lambdaGrantsAndPublishes(@TempDir Path code) throws Exception {
    String of = " --function-name stranger";
    assertThat(
            aws("lambda add-permission --statement-id cli --action lambda:InvokeFunction"
                    + " --principal s3.amazonaws.com"
                    + of)
                .path("Statement")
                .asString(""))
        .startsWith("{\"Sid\":\"cli\"");
    done("lambda remove-permission --statement-id cli" + of);
    refused(
        "lambda remove-permission --statement-id cli" + of,
        "An error occurred (ResourceNotFoundException) when calling the RemovePermission operation:"
            + " Statement cli is not found in resource policy.");

    Path zip = Files.write(code.resolve("code.zip"), FunctionZip.saying("cli"));
    aws(
        "lambda create-function --function-name cli --runtime provided.al2023 --handler bootstrap"
            + " --role arn:aws:iam::000000000000:role/reader --zip-file fileb://"
            + zip);
    done("lambda wait function-active-v2 --function-name cli");
    assertThat(aws("lambda publish-version --function-name cli").path("Version").asString(""))
        .isEqualTo("1");
    done("lambda delete-function --function-name cli");
  }

  private static void done(String arguments) {
    assertThat(cli.run(stack.administratorKey(), arguments).exit()).isZero();
  }

  @Test
  void dynamoDbPutsQueriesInPagesAndDeletes() {
    aws("dynamodb put-item --table-name Things --item {\"id\":{\"S\":\"2\"}}");
    assertThat(aws("dynamodb scan --table-name Things --page-size 1").path("Items")).hasSize(2);
    assertThat(
            aws("dynamodb scan --table-name Things --max-items 1").path("NextToken").asString(""))
        .isNotEmpty();
    aws("dynamodb delete-item --table-name Things --key {\"id\":{\"S\":\"2\"}}");
    refused(
        "dynamodb put-item --table-name Things --item {\"no\":{\"S\":\"2\"}}",
        "An error occurred (ValidationException) when calling the PutItem operation: One of the"
            + " required keys was not given a value");
  }

  @Test
  void cloudFormationTellsOfTheStack() {
    assertThat(aws("cloudformation describe-stacks").at("/Stacks/0/StackStatus").asString())
        .isEqualTo("CREATE_COMPLETE");
    assertThat(
            aws("cloudformation list-stack-resources --stack-name things --max-items 1")
                .path("NextToken")
                .asString(""))
        .isNotEmpty();
    assertThat(
            aws("cloudformation describe-stack-events --stack-name things --max-items 1")
                .at("/StackEvents/0/LogicalResourceId")
                .asString())
        .isEqualTo("things");
    assertThat(
            aws("cloudformation get-template --stack-name things")
                .at("/TemplateBody/Resources/Api/Type")
                .asString())
        .isEqualTo("AWS::ApiGatewayV2::Api");
    refused(
        "cloudformation describe-stacks --stack-name nothing",
        "An error occurred (ValidationError) when calling the DescribeStacks operation: Stack with"
            + " id nothing does not exist");
  }

  @Test
  void logsOfAnInvocationAreTailed() {
    aws("lambda invoke --function-name reader " + folder.resolve("answer.json"));

    var tail = cli.run(stack.administratorKey(), "logs tail /aws/lambda/reader --format short");
    assertThat(tail.exit()).isZero();
    assertThat(tail.out()).contains("START RequestId: ").contains("REPORT RequestId: ");
    refused(
        "logs tail /aws/lambda/nothing",
        "An error occurred (ResourceNotFoundException) when calling the FilterLogEvents operation:"
            + " The specified log group does not exist.");
  }

  @Test
  void logsListTheirGroupsInPages() {
    assertThat(aws("logs describe-log-groups --page-size 1").path("logGroups"))
        .extracting(one -> one.path("logGroupName").asString())
        .contains("/aws/lambda/reader", "/aws/lambda/stranger");
    assertThat(aws("logs describe-log-groups --max-items 1").path("NextToken").asString(""))
        .isNotEmpty();
  }
}
