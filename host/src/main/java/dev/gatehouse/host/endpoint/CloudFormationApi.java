package dev.gatehouse.host.endpoint;

import dev.gatehouse.aws.Json;
import dev.gatehouse.host.endpoint.AwsService.Permission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/// CloudFormation's management API: the stacks that run here.
final class CloudFormationApi {
  private static final ServiceModel MODEL =
      ServiceModel.query(
          "cloudformation",
          "http://cloudformation.amazonaws.com/doc/2010-05-15/",
          "ValidationError");

  private static final String COMPLETE = "CREATE_COMPLETE";
  private static final int PAGE = 100;

  private final Inventory inventory;

  private CloudFormationApi(Inventory inventory) {
    this.inventory = inventory;
  }

  static ModelledService of(Inventory inventory) {
    var stacks = new CloudFormationApi(inventory);
    return new ModelledService(
        MODEL,
        List.of(
            stacks.reading("DescribeStacks", stacks::describeStacks),
            stacks.reading("ListStacks", stacks::listStacks),
            stacks.reading("DescribeStackResources", stacks::describeResources),
            stacks.reading("ListStackResources", stacks::listResources),
            stacks.reading("DescribeStackResource", stacks::describeResource),
            stacks.reading("DescribeStackEvents", stacks::describeEvents),
            stacks.reading("GetTemplate", stacks::getTemplate),
            stacks.reading("ListExports", stacks::listExports)));
  }

  /// Operations about all stacks ask for `*`, as those that name none.
  private Operation reading(String name, Operation.Reader reader) {
    return Operation.reading(
        name,
        input ->
            List.of(
                new Permission(
                    "cloudformation:" + name, input.find("StackName").map(this::arn).orElse("*"))),
        reader);
  }

  /// Also of one that is not there: callers may be forbidden to learn that.
  private String arn(String nameOrId) {
    return find(nameOrId)
        .map(DeployedStack::id)
        .orElseGet(() ->
            nameOrId.startsWith("arn:")
                ? nameOrId
                : inventory.arn("cloudformation", "stack/" + nameOrId + "/*"));
  }

  private Optional<DeployedStack> find(String nameOrId) {
    return inventory.stacks().stream()
        .filter(stack -> stack.name().equals(nameOrId) || stack.id().equals(nameOrId))
        .findFirst();
  }

  /// The wording differs between operations, and the CDK reads it.
  private DeployedStack stack(Input input, String absent) {
    String name = input.text("StackName");
    return find(name).orElseThrow(() -> input.refuse(absent.formatted(name)));
  }

  // Stacks

  private ObjectNode describeStacks(Input input) {
    var stacks =
        input.has("StackName")
            ? List.of(stack(input, "Stack with id %s does not exist"))
            : inventory.stacks();
    return paged(
        input, "Stacks", "DescribeStacks", stacks.stream().map(CloudFormationApi::stack).toList());
  }

  private static ObjectNode stack(DeployedStack stack) {
    var shown = Json.STRICT.createObjectNode();
    shown.put("StackId", stack.id());
    shown.put("StackName", stack.name());
    if (!stack.description().isEmpty()) {
      shown.put("Description", stack.description());
    }
    shown.put("CreationTime", stack.created().toString());
    shown.putObject("RollbackConfiguration");
    if (stack.updated() != null) {
      shown.put("LastUpdatedTime", stack.updated().toString());
    }
    shown.put("StackStatus", stack.status());
    shown.put("DisableRollback", false);
    shown.putArray("NotificationARNs");
    var outputs = shown.putArray("Outputs");
    for (var output : stack.outputs()) {
      var one = outputs.addObject();
      one.put("OutputKey", output.name());
      one.put("OutputValue", output.value());
      if (!output.description().isEmpty()) {
        one.put("Description", output.description());
      }
      if (output.export() != null) {
        one.put("ExportName", output.export());
      }
    }
    shown.putArray("Tags");
    shown.put("EnableTerminationProtection", false);
    shown.putObject("DriftInformation").put("StackDriftStatus", "NOT_CHECKED");
    return shown;
  }

  private ObjectNode listStacks(Input input) {
    var wanted = input.texts("StackStatusFilter");
    var stacks =
        inventory.stacks().stream()
            .filter(stack -> wanted.isEmpty() || wanted.contains(stack.status()))
            .toList();
    return paged(
        input,
        "StackSummaries",
        "ListStacks " + wanted,
        stacks.stream()
            .map(stack -> {
              var shown = Json.STRICT.createObjectNode();
              shown.put("StackId", stack.id());
              shown.put("StackName", stack.name());
              if (!stack.description().isEmpty()) {
                shown.put("TemplateDescription", stack.description());
              }
              shown.put("CreationTime", stack.created().toString());
              if (stack.updated() != null) {
                shown.put("LastUpdatedTime", stack.updated().toString());
              }
              shown.put("StackStatus", stack.status());
              shown.putObject("DriftInformation").put("StackDriftStatus", "NOT_CHECKED");
              return shown;
            })
            .toList());
  }

  private ObjectNode getTemplate(Input input) {
    var stack = stack(input, "Stack with id %s does not exist");
    var answer = Json.STRICT.createObjectNode().put("TemplateBody", stack.template());
    answer.putArray("StagesAvailable").add("Original").add("Processed");
    return answer;
  }

  private ObjectNode listExports(Input input) {
    var exports = new ArrayList<ObjectNode>();
    for (var stack : inventory.stacks()) {
      for (var output : stack.outputs()) {
        if (output.export() != null) {
          exports.add(
              Json.STRICT
                  .createObjectNode()
                  .put("ExportingStackId", stack.id())
                  .put("Name", output.export())
                  .put("Value", output.value()));
        }
      }
    }
    return paged(input, "Exports", "ListExports", exports);
  }

  // Resources

  private ObjectNode describeResources(Input input) {
    String logicalId = input.find("LogicalResourceId").orElse("");
    var owner = owner(input);
    var answer = Json.STRICT.createObjectNode();
    var shown = answer.putArray("StackResources");
    owner.resources().stream()
        .filter(resource -> logicalId.isEmpty() || resource.idInTemplate().equals(logicalId))
        .map(resource -> identified(owner, resource("Timestamp", resource)))
        .forEach(shown::add);
    if (!logicalId.isEmpty() && shown.isEmpty()) {
      throw noSuchResource(input, logicalId, owner);
    }
    return answer;
  }

  /// By the stack's name, or by the id of one of its resources.
  private DeployedStack owner(Input input) {
    var id = input.find("PhysicalResourceId");
    if (input.has("StackName") || id.isEmpty()) {
      return stack(input, "Stack with id %s does not exist");
    }
    return inventory.stacks().stream()
        .filter(stack ->
            stack.resources().stream().anyMatch(resource -> resource.id().equals(id.get())))
        .findFirst()
        .orElseThrow(() -> input.refuse("Stack for " + id.get() + " does not exist"));
  }

  private ObjectNode listResources(Input input) {
    var stack = stack(input, "Stack with id %s does not exist");
    return paged(
        input,
        "StackResourceSummaries",
        "ListStackResources " + stack.id(),
        stack.resources().stream()
            .map(resource -> resource("LastUpdatedTimestamp", resource))
            .toList());
  }

  private ObjectNode describeResource(Input input) {
    var stack = stack(input, "Stack '%s' does not exist");
    String logicalId = input.text("LogicalResourceId");
    var detail =
        stack.resources().stream()
            .filter(resource -> resource.idInTemplate().equals(logicalId))
            .findFirst()
            .map(resource -> identified(stack, resource("LastUpdatedTimestamp", resource)))
            .orElseThrow(() -> noSuchResource(input, logicalId, stack));
    return Json.STRICT.createObjectNode().set("StackResourceDetail", detail).asObject();
  }

  private static AwsError noSuchResource(Input input, String logicalId, DeployedStack stack) {
    return input.refuse(
        "Resource %s does not exist for stack %s".formatted(logicalId, stack.name()));
  }

  private static ObjectNode resource(String time, Deployed resource) {
    var shown = Json.STRICT.createObjectNode();
    shown.put("LogicalResourceId", resource.idInTemplate());
    shown.put("PhysicalResourceId", resource.id());
    shown.put("ResourceType", resource.type());
    shown.put(time, resource.changed().toString());
    shown.put("ResourceStatus", resource.status());
    shown.putObject("DriftInformation").put("StackResourceDriftStatus", "NOT_CHECKED");
    return shown;
  }

  private static ObjectNode identified(DeployedStack stack, ObjectNode shown) {
    return shown.put("StackName", stack.name()).put("StackId", stack.id());
  }

  /// Newest first: how the stack and its resources came to be. Nothing else is remembered.
  private ObjectNode describeEvents(Input input) {
    var stack = stack(input, "Stack [%s] does not exist");
    Function<Deployed, ObjectNode> event = resource -> event(stack, resource, COMPLETE);
    var itself =
        new Deployed(
            stack.name(),
            "AWS::CloudFormation::Stack",
            stack.id(),
            Map.of(),
            Json.STRICT.createObjectNode(),
            stack.created());
    var events =
        Stream.of(
                Stream.of(event(stack, itself, COMPLETE)),
                stack.resources().reversed().stream().map(event),
                Stream.of(event(stack, itself, "CREATE_IN_PROGRESS")))
            .flatMap(Function.identity())
            .toList();
    return paged(input, "StackEvents", "DescribeStackEvents " + stack.id(), events);
  }

  private static ObjectNode event(DeployedStack stack, Deployed resource, String status) {
    var shown = Json.STRICT.createObjectNode();
    shown.put("EventId", resource.logicalId() + "-" + status + "-" + resource.created());
    shown.put("LogicalResourceId", resource.idInTemplate());
    shown.put("PhysicalResourceId", resource.id());
    shown.put("ResourceType", resource.type());
    shown.put("Timestamp", resource.created().toString());
    shown.put("ResourceStatus", status);
    return identified(stack, shown);
  }

  private static ObjectNode paged(Input input, String member, String list, List<ObjectNode> all) {
    var page =
        Page.of(all, list, PAGE, input.find("NextToken"), () -> input.refuse("Invalid NextToken"));
    return Shapes.page(page, member, "NextToken");
  }
}
