package dev.gatehouse.host;

import static dev.gatehouse.host.ThingsStack.ITEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.fidelity.Shows;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/// The AWS endpoint, judged by AWS's SDK and by curl.
final class AwsEndpointConformanceTest {
  private static final String USER = "User: arn:aws:iam::000000000000:user/limited";
  private static final String TABLE = "arn:aws:dynamodb:us-east-1:000000000000:table/Things";

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

  private static void assertRefused(ThrowingCallable call, String code, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            DynamoDbException.class,
            refused -> {
              assertThat(refused.statusCode()).isEqualTo(400);
              assertThat(refused.awsErrorDetails().errorCode()).isEqualTo(code);
              assertThat(refused.awsErrorDetails().errorMessage()).isEqualTo(message);
            });
  }

  // Policies

  @Test
  @Shows("management.protocols.json")
  @Shows("management.protocols.endpoint-url")
  void administratorMayDoAll() {
    assertThat(stack.administrator().scan(scan -> scan.tableName("Things")).items())
        .containsExactly(ITEM);
  }

  @Test
  void grantedCallIsCarriedOut() {
    assertThat(stack.limited().getItem(get -> get.tableName("Things").key(ITEM)).item())
        .isEqualTo(ITEM);
  }

  @Test
  @Shows("sigv4.errors.denied")
  @Shows("iam.messages.identity")
  @Shows("management.operations.denied")
  void callWithoutGrantIsDeniedInAwsWords() {
    assertRefused(
        () -> stack.limited().putItem(put -> put.tableName("Things").item(ITEM)),
        "AccessDeniedException",
        USER
            + " is not authorized to perform: dynamodb:PutItem on resource: "
            + TABLE
            + " because no identity-based policy allows the dynamodb:PutItem action");
    assertThat(stack.refusals())
        .anyMatch(reason ->
            reason.startsWith(
                "NotPermitted: arn:aws:iam::000000000000:user/limited may not dynamodb:PutItem on "
                    + TABLE));
  }

  @Test
  @Shows("iam.evaluation.explicit-deny")
  void explicitDenyWinsOverAGrant() {
    assertRefused(
        () -> stack.limited().scan(scan -> scan.tableName("Things")),
        "AccessDeniedException",
        USER
            + " is not authorized to perform: dynamodb:Scan on resource: "
            + TABLE
            + " with an explicit deny in an identity-based policy");
  }

  @Test
  void grantEndsAtItsTable() {
    assertRefused(
        () -> stack.limited().getItem(get -> get.tableName("Others").key(ITEM)),
        "AccessDeniedException",
        USER
            + " is not authorized to perform: dynamodb:GetItem on resource:"
            + " arn:aws:dynamodb:us-east-1:000000000000:table/Others because no identity-based"
            + " policy allows the dynamodb:GetItem action");
  }

  // Signatures

  @Test
  @Shows("sigv4.errors.mismatch")
  @Shows("sigv4.errors.status")
  void wrongSecretIsRefused() {
    var client = stack.client("us-east-1", stack.output("LimitedKeyId"), "wrong");
    assertRefused(
        () -> client.getItem(get -> get.tableName("Things").key(ITEM)),
        "InvalidSignatureException",
        "The request signature we calculated does not match the signature you provided. Check your"
            + " AWS Secret Access Key and signing method. Consult the service documentation for"
            + " details.");
  }

  @Test
  @Shows("sigv4.errors.unknown-key")
  void unknownKeyIsRefused() {
    var client = stack.client("us-east-1", "AKIAAAAAAAAAAAAAAAAA", "any");
    assertRefused(
        () -> client.getItem(get -> get.tableName("Things").key(ITEM)),
        "UnrecognizedClientException",
        "The security token included in the request is invalid.");
    assertThat(stack.refusals())
        .anyMatch(reason ->
            reason.startsWith("UnknownAccessKey: access key AKIAAAAAAAAAAAAAAAAA is not known"));
  }

  @Test
  @Shows("sigv4.errors.scope-parts")
  void signatureForAnotherRegionIsRefused() {
    var client =
        stack.client("eu-west-1", stack.output("LimitedKeyId"), stack.output("LimitedSecret"));
    assertRefused(
        () -> client.getItem(get -> get.tableName("Things").key(ITEM)),
        "InvalidSignatureException",
        "Credential should be scoped to a valid region. ");
    assertThat(stack.refusals())
        .contains(
            "WrongCredentialScope: signed for region eu-west-1, this door is region us-east-1;"
                + " sign for that");
  }

  @Test
  @Shows("management.protocols.signing-names")
  void signatureForAnotherServiceIsRefused() throws Exception {
    assertThat(dynamodb("lambda", "GetItem", "{}"))
        .startsWith("HTTP/1.1 400")
        .contains("\"__type\":\"com.amazon.coral.service#InvalidSignatureException\"")
        .contains("Credential should be scoped to correct service: 'dynamodb'. ");
    assertThat(dynamodb("dynamodb", "ListTables", "{}"))
        .startsWith("HTTP/1.1 200")
        .endsWith("{\"TableNames\":[\"Things\"]}");
  }

  private static String dynamodb(String service, String operation, String body) throws Exception {
    return stack.curl(
        service,
        "-H",
        "X-Amz-Target: DynamoDB_20120810." + operation,
        "-H",
        "Content-Type: application/x-amz-json-1.0",
        "-d",
        body,
        stack.env("AWS_ENDPOINT_URL") + "/");
  }

  @Test
  @Shows("sigv4.errors.none")
  void unsignedCallIsRefused() throws Exception {
    var answer =
        stack.send(
            ThingsStack.to(stack.env("AWS_ENDPOINT_URL"))
                .header("X-Amz-Target", "DynamoDB_20120810.ListTables")
                .header("Content-Type", "application/x-amz-json-1.0")
                .POST(BodyPublishers.ofString("{}")));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/x-amz-json-1.0");
    assertThat(answer.headers().firstValue("x-amzn-RequestId")).isPresent();
    assertThat(answer.body())
        .isEqualTo(
            "{\"__type\":\"com.amazon.coral.service#MissingAuthenticationTokenException\","
                + "\"message\":\"Missing Authentication Token\"}");
  }

  // Who am I

  @Test
  @Shows("iam.sts.caller-identity")
  @Shows("management.protocols.query")
  void callerLearnsWhoItIs() throws Exception {
    assertThat(
            stack.curl(
                "sts", "-d", "Action=GetCallerIdentity", stack.env("AWS_ENDPOINT_URL") + "/"))
        .startsWith("HTTP/1.1 200")
        .contains("<Arn>arn:aws:iam::000000000000:user/gatehouse-administrator</Arn>")
        .contains("<Account>000000000000</Account>");
  }

  @Test
  @Shows("management.protocols.query-errors")
  void strangerDoesNotLearnWhoItIs() throws Exception {
    var answer =
        stack.send(
            ThingsStack.to(stack.env("AWS_ENDPOINT_URL"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("Action=GetCallerIdentity")));
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.headers().firstValue("Content-Type")).contains("text/xml");
    assertThat(answer.body())
        .contains("<Code>MissingAuthenticationToken</Code>")
        .doesNotContain("arn:aws");
  }

  // What is not built, in each protocol

  @Test
  @Shows("management.protocols.json-errors")
  @Shows("management.protocols.request-id")
  void jsonOperationThatIsNotBuiltIsNamed() throws Exception {
    assertThat(
            stack.curl(
                "cognito-idp",
                "-H",
                "X-Amz-Target: AWSCognitoIdentityProviderService.SetRiskConfiguration",
                "-H",
                "Content-Type: application/x-amz-json-1.1",
                "-d",
                "{}",
                stack.env("AWS_ENDPOINT_URL") + "/"))
        .startsWith("HTTP/1.1 400")
        .contains("application/x-amz-json-1.1")
        .endsWith(
            "{\"__type\":\"com.amazon.coral.service#UnknownOperationException\",\"message\":"
                + "\"Gatehouse does not carry out cognito-idp:SetRiskConfiguration; `gatehouse status"
                + " --operations` lists what it does\"}");
  }

  @Test
  void queryOperationThatIsNotBuiltIsNamed() throws Exception {
    assertThat(
            stack.curl(
                "iam", "-d", "Action=CreateSAMLProvider", stack.env("AWS_ENDPOINT_URL") + "/"))
        .startsWith("HTTP/1.1 400")
        .contains("<Code>InvalidAction</Code>")
        .contains("<Message>Gatehouse does not carry out iam:CreateSAMLProvider; ");
  }

  @Test
  void restOperationThatIsNotBuiltIsNamed() throws Exception {
    assertThat(stack.curl("lambda", stack.env("AWS_ENDPOINT_URL") + "/2018-10-31/layers"))
        .startsWith("HTTP/1.1 400")
        .containsIgnoringCase("x-amzn-ErrorType: UnknownOperationException")
        .endsWith(
            "{\"message\":\"Gatehouse does not carry out lambda:ListLayers; `gatehouse status"
                + " --operations` lists what it does\"}");
  }

  @Test
  void unknownOperationIsNotToldToTheUnsigned() throws Exception {
    var answer =
        stack.send(ThingsStack.to(stack.env("AWS_ENDPOINT_URL") + "/2015-03-31/functions/"));
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).isEqualTo("{\"message\":\"Missing Authentication Token\"}");
  }

  // Calls that two readers could take differently

  @Test
  void actionGivenTwiceIsRefused() throws Exception {
    assertThat(
            stack.curl(
                "sts",
                "-d",
                "Action=GetCallerIdentity&Action=AssumeRole",
                stack.env("AWS_ENDPOINT_URL") + "/"))
        .startsWith("HTTP/1.1 400")
        .contains("<Code>MalformedQueryString</Code>");
  }

  @Test
  void operationThatAwsHasNotIsNoneOfTheService() throws Exception {
    assertThat(stack.curl("sts", "-d", "Action=OpenSesame", stack.env("AWS_ENDPOINT_URL") + "/"))
        .startsWith("HTTP/1.1 400")
        .contains("<Code>InvalidAction</Code>")
        .contains("<Message>Could not find operation OpenSesame for version 2011-06-15</Message>");
  }

  @Test
  void bodyThatIsNoStructureIsRefused() throws Exception {
    for (String body : new String[] {"[]", "{", "{\"MaxResults\":1,\"MaxResults\":2}"}) {
      assertThat(
              stack.curl(
                  "cognito-idp",
                  "-H",
                  "X-Amz-Target: AWSCognitoIdentityProviderService.ListUserPools",
                  "-H",
                  "Content-Type: application/x-amz-json-1.1",
                  "-d",
                  body,
                  stack.env("AWS_ENDPOINT_URL") + "/"))
          .startsWith("HTTP/1.1 400")
          .contains("SerializationException");
    }
  }

  @Test
  void memberOfAnotherTypeIsRefused() throws Exception {
    assertThat(
            stack.curl(
                "cognito-idp",
                "-H",
                "X-Amz-Target: AWSCognitoIdentityProviderService.ListUserPools",
                "-H",
                "Content-Type: application/x-amz-json-1.1",
                "-d",
                "{\"MaxResults\":{}}",
                stack.env("AWS_ENDPOINT_URL") + "/"))
        .endsWith("\"message\":\"OBJECT_VALUE cannot be converted to Integer\"}");
  }

  @Test
  @Shows("management.operations.log-groups")
  void logGroupsAreThoseOfTheFunctions() throws Exception {
    String[] call = {
      "-H",
      "X-Amz-Target: Logs_20140328.DescribeLogGroups",
      "-H",
      "Content-Type: application/x-amz-json-1.1",
      "-d",
      "{\"logGroupNamePrefix\":\"/aws/lambda/r\"}",
      stack.env("AWS_ENDPOINT_URL") + "/"
    };
    assertThat(stack.curl("logs", call))
        .startsWith("HTTP/1.1 200")
        .contains("{\"logGroups\":[{\"logGroupName\":\"/aws/lambda/reader\",")
        .endsWith(
            "\"logGroupArn\":\"arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/reader\"}]}");
    String limited = stack.output("LimitedKeyId") + ":" + stack.output("LimitedSecret");
    assertThat(stack.curl("logs", limited, call))
        .startsWith("HTTP/1.1 400")
        .contains("AccessDeniedException");
  }

  @Test
  void journalHoldsNoSignatureAndNoSecret() throws Exception {
    stack.limited().getItem(get -> get.tableName("Things").key(ITEM));
    assertThat(stack.journal())
        .contains("dynamodb:GetItem")
        .doesNotContain(stack.env("AWS_SECRET_ACCESS_KEY"))
        .doesNotContain(stack.output("LimitedSecret"))
        .doesNotContain("AWS4-HMAC-SHA256");
  }
}
