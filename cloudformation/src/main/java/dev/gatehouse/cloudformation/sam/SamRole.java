package dev.gatehouse.cloudformation.sam;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The role that a function gets when it names none, from its `Policies`.
final class SamRole {
  private static final String AWS_POLICY = "arn:aws:iam::aws:policy/";
  private static final String VERSION = "2012-10-17";

  private final SamResource function;
  private final SamStack stack;
  private final List<JsonNode> managed = new ArrayList<>();
  private final ArrayNode inline = Trees.list();

  SamRole(SamResource function, SamStack stack) {
    this.function = function;
    this.stack = stack;
  }

  /// Properties of `AWS::IAM::Role`.
  ObjectNode role() {
    ObjectNode role = Trees.object();
    role.set(
        "AssumeRolePolicyDocument",
        function.has("AssumeRolePolicyDocument")
            ? function.property("AssumeRolePolicyDocument")
            : trust());
    managed.add(Trees.text(AWS_POLICY + "service-role/AWSLambdaBasicExecutionRole"));
    if (function.has("Tracing")) {
      managed.add(Trees.text(AWS_POLICY + "AWSXrayWriteOnlyAccess"));
    }
    if (function.has("VpcConfig")) {
      managed.add(Trees.text(AWS_POLICY + "service-role/AWSLambdaVPCAccessExecutionRole"));
    }
    if (function.has("DeadLetterQueue")) {
      deadLetters(function.property("DeadLetterQueue"));
    }
    JsonNode policies = function.property("Policies");
    List<JsonNode> entries =
        policies.isArray()
            ? policies.valueStream().toList()
            : policies.isMissingNode() ? List.of() : List.of(policies);
    for (int i = 0; i < entries.size(); i++) {
      policy(entries.get(i), i);
    }
    role.set("ManagedPolicyArns", Trees.list(managed.toArray(JsonNode[]::new)));
    if (!inline.isEmpty()) {
      role.set("Policies", inline);
    }
    if (function.has("RolePath")) {
      role.set("Path", function.property("RolePath"));
    }
    if (function.has("PermissionsBoundary")) {
      role.set("PermissionsBoundary", function.property("PermissionsBoundary"));
    }
    role.set("Tags", SamFunction.tags(function, "lambda:createdBy"));
    return role;
  }

  private static ObjectNode trust() {
    ObjectNode document = Trees.object().put("Version", VERSION);
    ObjectNode statement = document.putArray("Statement").addObject();
    statement.putArray("Action").add("sts:AssumeRole");
    statement.put("Effect", "Allow");
    statement.putObject("Principal").putArray("Service").add("lambda.amazonaws.com");
    return document;
  }

  private void deadLetters(JsonNode queue) {
    String action =
        switch (queue.path("Type").asString("")) {
          case "SQS" -> "sqs:SendMessage";
          case "SNS" -> "sns:Publish";
          default -> "";
        };
    if (action.isEmpty() || !queue.has("TargetArn")) {
      fault("'DeadLetterQueue' requires Type and TargetArn properties to be specified.");
      return;
    }
    ObjectNode document = Trees.object().put("Version", VERSION);
    ObjectNode statement = document.putArray("Statement").addObject();
    statement.put("Action", action).put("Effect", "Allow");
    statement.set("Resource", queue.path("TargetArn"));
    inline.addObject().put("PolicyName", "DeadLetterQueuePolicy").set("PolicyDocument", document);
  }

  /// A name or ARN of a managed policy, a policy document, a policy template with its values, or a
  /// choice between two of those.
  private void policy(JsonNode entry, int index) {
    switch (entry) {
      case ObjectNode choice when choice.has("Fn::If") -> choice(choice.path("Fn::If"), index);
      case ObjectNode document when document.has("Statement") -> add(document, index);
      case ObjectNode function when Trees.function(function) -> attach(function);
      case ObjectNode template when template.size() == 1 -> {
        String name = template.propertyNames().iterator().next();
        template(name, template.path(name)).ifPresent(document -> add(document, index));
      }
      case JsonNode name when name.isString() -> attach(Trees.text(arn(name.asString())));
      default -> fault("Policy at index " + index + " is not valid");
    }
  }

  private void choice(JsonNode choice, int index) {
    boolean documents = choice.path(1).has("Statement") || choice.path(2).has("Statement");
    if (documents) {
      ObjectNode either = Trees.object();
      ArrayNode values = either.putArray("Fn::If").add(choice.path(0));
      values.add(named(choice.path(1), index)).add(named(choice.path(2), index));
      inline.add(either);
      return;
    }
    ObjectNode either = Trees.object();
    ArrayNode values = either.putArray("Fn::If").add(choice.path(0));
    for (JsonNode branch : List.of(choice.path(1), choice.path(2))) {
      values.add(branch.isString() ? Trees.text(arn(branch.asString())) : branch);
    }
    attach(either);
  }

  private JsonNode named(JsonNode document, int index) {
    return Trees.function(document) ? document : entry(document, index);
  }

  private ObjectNode entry(JsonNode document, int index) {
    ObjectNode entry =
        Trees.object().put("PolicyName", function.logicalId() + "RolePolicy" + index);
    entry.set("PolicyDocument", document);
    return entry;
  }

  private void add(ObjectNode document, int index) {
    inline.add(entry(document, index));
  }

  private void attach(JsonNode arn) {
    if (!managed.contains(arn)) {
      managed.add(arn);
    }
  }

  private static String arn(String name) {
    if (name.startsWith("arn:")) {
      return name;
    }
    boolean serviceRole = name.startsWith("AWSLambda") && name.endsWith("Role");
    return AWS_POLICY + (serviceRole ? "service-role/" : "") + name;
  }

  private Optional<ObjectNode> template(String name, JsonNode values) {
    var template = PolicyTemplate.named(name);
    if (template.isEmpty()) {
      fault("'" + name + "' is neither a policy document nor a policy template that is known here");
      return Optional.empty();
    }
    for (String parameter : template.get().parameters()) {
      if (!values.has(parameter)) {
        fault("'" + name + "' needs the value " + parameter);
        return Optional.empty();
      }
    }
    return Optional.of(template.get().document(values));
  }

  private void fault(String text) {
    stack.findings().fault(text, "Resources", function.logicalId(), "Properties", "Policies");
  }
}
