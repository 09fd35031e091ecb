package dev.gatehouse.host.endpoint;

import dev.gatehouse.aws.Arn;
import dev.gatehouse.aws.Json;
import dev.gatehouse.host.endpoint.AwsService.Permission;
import dev.gatehouse.host.endpoint.Input.Shape;
import dev.gatehouse.iam.AwsManagedPolicies;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// IAM's operations on managed policies: the stacks' own, and those of AWS whose text is known
/// here. Each has one version.
final class ManagedPolicyOperations {
  static final Shape ARN = new Shape(20, 2048, "[\\S ]+");
  private static final Shape VERSION = new Shape(2, 32, "v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?");
  private static final String ONLY_VERSION = "v1";

  private final Inventory inventory;
  private final IamHolders holders;

  private ManagedPolicyOperations(Inventory inventory) {
    this.inventory = inventory;
    this.holders = new IamHolders(inventory);
  }

  static List<Operation> of(Inventory inventory) {
    var policies = new ManagedPolicyOperations(inventory);
    return List.of(
        Operation.reading(
            "ListPolicies",
            input -> List.of(new Permission("iam:ListPolicies", "policy path " + prefix(input))),
            policies::list),
        ofPolicy(
            "GetPolicy",
            (input, arn) ->
                Json.STRICT.createObjectNode().set("Policy", policies.policy(arn)).asObject()),
        ofPolicy("GetPolicyVersion", policies::version),
        ofPolicy("ListPolicyVersions", policies::versions));
  }

  /// As GetPolicy tells it.
  static ObjectNode policy(Inventory inventory, String arn) {
    return new ManagedPolicyOperations(inventory).policy(arn);
  }

  private static Operation ofPolicy(String name, BiFunction<Input, String, ObjectNode> reader) {
    return Operation.reading(
        name,
        input -> List.of(new Permission("iam:" + name, input.text("PolicyArn", ARN))),
        input -> reader.apply(input, input.text("PolicyArn", ARN)));
  }

  private static String prefix(Input input) {
    return input.find("PathPrefix").orElse("/");
  }

  /// The part of a policy's ARN between `policy` and its name.
  static String path(String arn) {
    String resource = Arn.parse(arn).map(Arn::resource).orElse("/");
    return resource.substring(resource.indexOf('/'), resource.lastIndexOf('/') + 1);
  }

  private ObjectNode list(Input input) {
    String scope = input.find("Scope").orElse("All");
    boolean attachedOnly = input.flag("OnlyAttached");
    var arns = new ArrayList<String>();
    if (!scope.equals("AWS")) {
      inventory.of("AWS::IAM::ManagedPolicy").forEach(policy -> arns.add(policy.id()));
    }
    if (!scope.equals("Local")) {
      arns.addAll(AwsManagedPolicies.arns());
    }
    var policies =
        arns.stream()
            .filter(arn -> path(arn).startsWith(prefix(input)))
            .map(this::policy)
            .filter(policy -> !attachedOnly || policy.path("AttachmentCount").asInt() > 0)
            .toList();
    String list = "ListPolicies " + scope + attachedOnly + prefix(input);
    return IamApi.paged(input, "Policies", list, policies);
  }

  private ObjectNode policy(String arn) {
    document(arn);
    var shown = Json.STRICT.createObjectNode();
    shown.put("PolicyName", arn.substring(arn.lastIndexOf('/') + 1));
    shown.put("Arn", arn);
    shown.put("Path", path(arn));
    shown.put("DefaultVersionId", ONLY_VERSION);
    shown.put("AttachmentCount", holders.attachments(arn));
    shown.put("IsAttachable", true);
    inventory
        .find("AWS::IAM::ManagedPolicy", arn)
        .ifPresent(own -> {
          shown.put("PolicyId", own.attribute("PolicyId"));
          shown.put("CreateDate", IamHolders.time(own));
          shown.put("UpdateDate", IamHolders.time(own));
        });
    return shown;
  }

  private JsonNode document(String arn) {
    return inventory
        .find("AWS::IAM::ManagedPolicy", arn)
        .map(own -> own.property("PolicyDocument"))
        .or(() -> AwsManagedPolicies.json(arn))
        .orElseThrow(() -> IamHolders.noSuchEntity("Policy " + arn + " was not found."));
  }

  private ObjectNode version(Input input, String arn) {
    var document = document(arn);
    String id = input.text("VersionId", VERSION);
    if (!id.equals(ONLY_VERSION)) {
      throw IamHolders.noSuchEntity(
          "Policy %s version %s does not exist or is not attachable.".formatted(arn, id));
    }
    var version = summary(arn).put("Document", IamHolders.encoded(document));
    return Json.STRICT.createObjectNode().set("PolicyVersion", version).asObject();
  }

  private ObjectNode versions(Input input, String arn) {
    document(arn);
    return IamApi.paged(input, "Versions", "ListPolicyVersions " + arn, List.of(summary(arn)));
  }

  private ObjectNode summary(String arn) {
    var summary =
        Json.STRICT.createObjectNode().put("VersionId", ONLY_VERSION).put("IsDefaultVersion", true);
    inventory
        .find("AWS::IAM::ManagedPolicy", arn)
        .ifPresent(own -> summary.put("CreateDate", IamHolders.time(own)));
    return summary;
  }
}
