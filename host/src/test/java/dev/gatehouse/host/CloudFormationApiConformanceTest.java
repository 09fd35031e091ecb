package dev.gatehouse.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.fidelity.Shows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/// CloudFormation's management API, judged by AWS's SDK.
final class CloudFormationApiConformanceTest {
  private static final String STACK = "things";

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

  private static CloudFormationClient stacks() {
    return stacks(stack.administratorKey());
  }

  private static CloudFormationClient stacks(AwsCredentials key) {
    return stack.client(CloudFormationClient.builder(), key);
  }

  @Test
  @Shows("management.cloudformation.stack")
  void stackIsDescribedWithItsOutputs() {
    var described = stacks().describeStacks(get -> get.stackName(STACK)).stacks().getFirst();
    assertThat(described.stackId())
        .matches("arn:aws:cloudformation:us-east-1:000000000000:stack/things/[0-9a-f-]{36}");
    assertThat(described.stackStatus()).isEqualTo(StackStatus.CREATE_COMPLETE);
    Map<String, String> outputs =
        described.outputs().stream()
            .collect(Collectors.toMap(Output::outputKey, Output::outputValue));
    assertThat(outputs).containsEntry("ApiId", stack.output("ApiId"));
    assertThat(stacks().describeStacks().stacks()).containsExactly(described);
    assertThat(stacks().describeStacks(get -> get.stackName(described.stackId())).stacks())
        .containsExactly(described);
    assertThat(stacks().listStacks().stackSummaries())
        .extracting(one -> one.stackId())
        .containsExactly(described.stackId());
    assertThat(
            stacks()
                .listStacks(list -> list.stackStatusFilters(StackStatus.DELETE_COMPLETE))
                .stackSummaries())
        .isEmpty();
  }

  @Test
  @Shows("management.cloudformation.resources")
  void resourcesCarryTheirPhysicalIds() {
    var resource =
        stacks()
            .describeStackResource(get -> get.stackName(STACK).logicalResourceId("Api"))
            .stackResourceDetail();
    assertThat(resource.physicalResourceId()).isEqualTo(stack.output("ApiId"));
    assertThat(resource.resourceType()).isEqualTo("AWS::ApiGatewayV2::Api");
    assertThat(stacks().listStackResources(list -> list.stackName(STACK)).stackResourceSummaries())
        .extracting(one -> one.logicalResourceId())
        .contains("Things", "Pool", "Api", "Reader");
    assertThat(
            stacks()
                .describeStackResources(get -> get.physicalResourceId(stack.output("ApiId")))
                .stackResources())
        .extracting(one -> one.stackName())
        .contains(STACK);
  }

  @Test
  @Shows("management.cloudformation.events")
  void eventsComeNewestFirst() {
    var events = stacks().describeStackEvents(get -> get.stackName(STACK)).stackEvents();
    assertThat(events.getFirst().logicalResourceId()).isEqualTo(STACK);
    assertThat(events.getFirst().resourceStatusAsString()).isEqualTo("CREATE_COMPLETE");
    assertThat(events.getLast().resourceStatusAsString()).isEqualTo("CREATE_IN_PROGRESS");
    assertThat(events).extracting(event -> event.eventId()).doesNotHaveDuplicates();
  }

  @Test
  @Shows("management.cloudformation.template")
  void templateIsTheTextThatWasDeployed() throws Exception {
    assertThat(stacks().getTemplate(get -> get.stackName(STACK)).templateBody())
        .isEqualTo(Files.readString(folder.resolve("things.template.json")));
  }

  @Test
  void exportsAreEmptyWithoutAny() {
    assertThat(stacks().listExports().exports()).isEmpty();
  }

  @Test
  @Shows("management.cloudformation.absent-stack")
  void absentStackIsToldInTheWordsThatTheCdkReads() {
    new Refusal(400, "ValidationError", "Stack with id nothing does not exist")
        .of(() -> stacks().describeStacks(get -> get.stackName("nothing")));
    new Refusal(400, "ValidationError", "Stack with id nothing does not exist")
        .of(() -> stacks().getTemplate(get -> get.stackName("nothing")));
    new Refusal(400, "ValidationError", "Stack [nothing] does not exist")
        .of(() -> stacks().describeStackEvents(get -> get.stackName("nothing")));
    new Refusal(400, "ValidationError", "Resource Nothing does not exist for stack things")
        .of(() ->
            stacks()
                .describeStackResource(get -> get.stackName(STACK).logicalResourceId("Nothing")));
  }

  @Test
  void badTokenIsInvalid() {
    new Refusal(400, "ValidationError", "Invalid NextToken")
        .of(() -> stacks().listExports(list -> list.nextToken("made up")));
  }

  @Test
  void outputsAreNotToldWithoutPermission() {
    String id = stacks().describeStacks().stacks().getFirst().stackId();
    new Refusal(
            403,
            "AccessDenied",
            Refusal.notAuthorized("limited", "cloudformation:DescribeStacks", id))
        .of(() -> stacks(stack.key("Limited")).describeStacks(get -> get.stackName(STACK)));
  }
}
