package dev.gatehouse.cloudformation.sam;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `AWS::Serverless::Connector` between a function and a table, as a resource of its own or under
/// `Connectors` of its source (managing-permissions-connectors.html).
final class Connectors {
  private static final String FUNCTION = "AWS::Lambda::Function";
  private static final String TABLE = "AWS::DynamoDB::Table";
  private static final Map<String, List<String>> ACTIONS =
      Map.of(
          "Read",
          List.of(
              "dynamodb:GetItem",
              "dynamodb:Query",
              "dynamodb:Scan",
              "dynamodb:BatchGetItem",
              "dynamodb:ConditionCheckItem",
              "dynamodb:PartiQLSelect"),
          "Write",
          List.of(
              "dynamodb:PutItem",
              "dynamodb:UpdateItem",
              "dynamodb:DeleteItem",
              "dynamodb:BatchWriteItem",
              "dynamodb:PartiQLDelete",
              "dynamodb:PartiQLInsert",
              "dynamodb:PartiQLUpdate"));

  private final SamStack stack;

  Connectors(SamStack stack) {
    this.stack = stack;
  }

  /// Makes connectors of what stands under `Connectors` of a resource, and takes it away there.
  static void lift(String logicalId, ObjectNode resource, SamStack stack) {
    if (resource.remove("Connectors") instanceof ObjectNode connectors) {
      connectors.forEachEntry((name, connector) -> {
        ObjectNode properties =
            connector.path("Properties") instanceof ObjectNode given
                ? given.deepCopy()
                : Trees.object();
        properties.putObject("Source").put("Id", logicalId);
        stack.add(new SamResource(logicalId + name, "Connector", properties, Trees.object()));
      });
    }
  }

  void expand() {
    var connectors = new ArrayList<SamResource>();
    for (SamResource resource : List.copyOf(stack.resources().values())) {
      lift(resource.logicalId(), resource.attributes(), stack);
    }
    for (SamResource resource : stack.resources().values()) {
      if (resource.type().equals("Connector")) {
        connectors.add(resource);
      }
    }
    connectors.forEach(this::expand);
  }

  private void expand(SamResource connector) {
    JsonNode to = connector.property("Destination");
    List<JsonNode> destinations = to.isArray() ? to.valueStream().toList() : List.of(to);
    for (int i = 0; i < destinations.size(); i++) {
      String id = connector.logicalId() + (to.isArray() ? "Destination" + i : "");
      connect(connector, id, destinations.get(i));
    }
  }

  private void connect(SamResource connector, String id, JsonNode destination) {
    String source = connector.property("Source").path("Id").asString("");
    String target = destination.path("Id").asString("");
    if (!type(source).equals(FUNCTION) || !type(target).equals(TABLE)) {
      fault(connector, "connects a function to a table only, both named by Id", "Destination");
      return;
    }
    JsonNode role = stack.made().path(source).path("Properties").path("Role").path("Fn::GetAtt");
    String roleId =
        role.isArray() ? role.path(0).asString("") : role.asString("").replaceFirst("\\.Arn$", "");
    if (roleId.isEmpty()) {
      fault(connector, "the function's role must be a resource of this template", "Source");
      return;
    }
    ObjectNode policy = Trees.object();
    ObjectNode document = policy.putObject("PolicyDocument").put("Version", "2012-10-17");
    var statements = document.putArray("Statement");
    for (JsonNode permission : connector.property("Permissions")) {
      List<String> actions = ACTIONS.get(permission.asString(""));
      if (actions == null) {
        fault(connector, "takes Read and Write", "Permissions");
        return;
      }
      ObjectNode statement = statements.addObject().put("Effect", "Allow");
      actions.forEach(statement.putArray("Action")::add);
      JsonNode arn = Trees.attribute(target, "Arn");
      statement.set(
          "Resource",
          Trees.list(arn, Trees.sub("${DestinationArn}/index/*", Map.of("DestinationArn", arn))));
    }
    if (statements.isEmpty()) {
      fault(connector, "takes Read, Write or both", "Permissions");
      return;
    }
    policy.set("Roles", Trees.list(Trees.ref(roleId)));
    ObjectNode made = connector.companion("AWS::IAM::ManagedPolicy", policy);
    ObjectNode metadata =
        made.putObject("Metadata").putObject("aws:sam:connectors").putObject(connector.logicalId());
    metadata.putObject("Source").put("Type", declaredType(source, "Function"));
    metadata.putObject("Destination").put("Type", declaredType(target, "SimpleTable"));
    stack.make(id + "Policy", made);
  }

  private String type(String logicalId) {
    return stack.made().path(logicalId).path("Type").asString("");
  }

  private String declaredType(String logicalId, String samType) {
    return stack.find(logicalId, samType).isPresent()
        ? SamTransform.PREFIX + samType
        : type(logicalId);
  }

  private void fault(SamResource connector, String text, String member) {
    stack.findings().fault(text, "Resources", connector.logicalId(), "Properties", member);
  }
}
