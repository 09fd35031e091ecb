package dev.gatehouse.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.fidelity.Shows;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;
import software.amazon.awssdk.services.lambda.model.FunctionVersion;

/// Lambda's management API, judged by AWS's SDK.
final class LambdaApiConformanceTest {
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

  private static final String READER = "arn:aws:lambda:us-east-1:000000000000:function:reader";

  private static LambdaClient lambda() {
    return lambda(stack.administratorKey());
  }

  private static LambdaClient lambda(AwsCredentials key) {
    return stack.client(LambdaClient.builder(), key);
  }

  @Test
  @Shows("management.operations.functions")
  void functionsAreListedInPages() {
    var first = lambda().listFunctions(list -> list.maxItems(1));
    assertThat(first.functions()).extracting(one -> one.functionName()).containsExactly("reader");
    var second = lambda().listFunctions(list -> list.maxItems(1).marker(first.nextMarker()));
    assertThat(second.functions())
        .extracting(one -> one.functionName())
        .containsExactly("stranger");
    assertThat(second.nextMarker()).isNull();
    assertThat(
            lambda().listFunctions(list -> list.functionVersion(FunctionVersion.ALL)).functions())
        .extracting(one -> one.functionArn())
        .contains(READER + ":$LATEST");
    new Refusal(400, "InvalidParameterValueException", "Invalid Marker")
        .of(() -> lambda().listFunctions(list -> list.marker("made up")));
  }

  @Test
  @Shows("management.operations.functions")
  @Shows("management.protocols.rest")
  void functionIsFoundByNameAndByArn() {
    var byName = lambda().getFunction(get -> get.functionName("reader")).configuration();
    assertThat(byName.functionArn()).isEqualTo(READER);
    assertThat(byName.runtimeAsString()).isEqualTo("provided.al2023");
    assertThat(byName.timeout()).isEqualTo(20);
    assertThat(byName.role()).isEqualTo("arn:aws:iam::000000000000:role/reader");
    assertThat(byName.stateAsString()).isEqualTo("Active");
    assertThat(byName.environment()).isNull();
    assertThat(byName.loggingConfig().logGroup()).isEqualTo("/aws/lambda/reader");
    assertThat(lambda().getFunctionConfiguration(get -> get.functionName(READER)).revisionId())
        .isEqualTo(byName.revisionId());
    assertThat(
            lambda()
                .getFunctionConfiguration(get -> get.functionName("reader").qualifier("$LATEST"))
                .functionArn())
        .isEqualTo(READER + ":$LATEST");
  }

  @Test
  @Shows("management.protocols.lambda-errors")
  void unknownFunctionIsNotFound() {
    new Refusal(404, "ResourceNotFoundException", "Function not found: " + READER + "s")
        .of(() -> lambda().getFunction(get -> get.functionName("readers")));
    new Refusal(404, "ResourceNotFoundException", "Function not found: " + READER + ":7")
        .of(() -> lambda().getFunction(get -> get.functionName("reader").qualifier("7")));
    String theirs = READER.replace("000000000000", "999999999999");
    new Refusal(404, "ResourceNotFoundException", "Function not found: " + theirs)
        .of(() -> lambda().getFunction(get -> get.functionName(theirs)));
  }

  @Test
  @Shows("function-url.address.configuration-shape")
  @Shows("function-url.address.get-when-none")
  void urlIsTheOneThatIsOpen() {
    var url = lambda().getFunctionUrlConfig(get -> get.functionName("reader"));
    assertThat(url.functionUrl()).isEqualTo(stack.env("GATEHOUSE_FUNCTION_URL"));
    assertThat(url.authType()).isEqualTo(FunctionUrlAuthType.AWS_IAM);
    assertThat(
            lambda()
                .listFunctionUrlConfigs(list -> list.functionName("reader"))
                .functionUrlConfigs())
        .hasSize(1);
    new Refusal(404, "ResourceNotFoundException", "The resource you requested does not exist.")
        .of(() -> lambda().getFunctionUrlConfig(get -> get.functionName("stranger")));
    assertThat(
            lambda()
                .listFunctionUrlConfigs(list -> list.functionName("stranger"))
                .functionUrlConfigs())
        .isEmpty();
  }

  @Test
  @Shows("management.operations.function-policy")
  void policyIsTheOneThatLocks() {
    assertThat(lambda().getPolicy(get -> get.functionName("reader")).policy())
        .startsWith(
            "{\"Version\":\"2012-10-17\",\"Id\":\"default\",\"Statement\":[{\"Sid\":\"things-")
        .endsWith(
            "\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"apigateway.amazonaws.com\"},\"Action\":"
                + "\"lambda:InvokeFunction\",\"Resource\":\""
                + READER
                + "\",\"Condition\":{\"ArnLike\":{\"AWS:SourceArn\":"
                + "\"arn:aws:execute-api:us-east-1:000000000000:"
                + stack.output("ApiId")
                + "/*/*/items\"}}}]}");
  }

  @Test
  @Shows("management.operations.versions-aliases")
  void versionsAndAliasesAreThoseOfTheTemplate() {
    assertThat(lambda().listVersionsByFunction(list -> list.functionName("reader")).versions())
        .extracting(one -> one.version())
        .containsExactly("$LATEST");
    assertThat(lambda().listAliases(list -> list.functionName("reader")).aliases()).isEmpty();
    new Refusal(404, "ResourceNotFoundException", "Cannot find alias arn: " + READER + ":live")
        .of(() -> lambda().getAlias(get -> get.functionName("reader").name("live")));
  }

  @Test
  void eachFunctionNeedsItsPermission() {
    new Refusal(
            403,
            "AccessDeniedException",
            Refusal.notAuthorized("limited", "lambda:GetFunction", READER))
        .of(() -> lambda(stack.key("Limited")).getFunction(get -> get.functionName("reader")));
  }

  @Test
  void malformedInputIsNamed() {
    new Refusal(
            400,
            "ValidationException",
            "1 validation error detected: Value '10001' at 'maxItems' failed to satisfy"
                + " constraint: Member must have value less than or equal to 10000")
        .of(() -> lambda().listFunctions(list -> list.maxItems(10_001)));
  }
}
