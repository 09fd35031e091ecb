package dev.gatehouse.host.endpoint;

import static dev.gatehouse.host.endpoint.IamEdits.array;
import static dev.gatehouse.host.endpoint.IamEdits.conflict;
import static dev.gatehouse.host.endpoint.IamEdits.exceeded;
import static dev.gatehouse.host.endpoint.IamEdits.exists;
import static dev.gatehouse.host.endpoint.IamEdits.nothing;
import static dev.gatehouse.host.endpoint.IamEdits.without;
import static dev.gatehouse.host.endpoint.IamEdits.withoutHolder;
import static dev.gatehouse.host.endpoint.IamHolders.Kind.ROLE;
import static dev.gatehouse.host.endpoint.IamHolders.Kind.USER;

import dev.gatehouse.aws.Json;
import dev.gatehouse.host.endpoint.AwsService.Permission;
import dev.gatehouse.host.endpoint.Changes.Change;
import dev.gatehouse.host.endpoint.IamHolders.Kind;
import dev.gatehouse.host.endpoint.Input.Shape;
import dev.gatehouse.host.endpoint.Operation.Answer;
import dev.gatehouse.iam.AwsManagedPolicies;
import dev.gatehouse.iam.PolicyDocument;
import dev.gatehouse.iam.PolicyDocument.Reading;
import dev.gatehouse.iam.PolicyFault;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What IAM's changes do to policies: those of holders, and managed ones.
final class IamPolicyChanges {
  private static final Shape DOCUMENT =
      new Shape(1, 131_072, "[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+");
  private static final String POLICY = "AWS::IAM::ManagedPolicy";

  // reference_iam-quotas.html
  private static final int ATTACHED = 10;
  private static final int MANAGED_SIZE = 6144;
  private static final int OWN_POLICIES = 1500;

  private final Inventory inventory;
  private final IamEdits edits;

  IamPolicyChanges(Inventory inventory, IamEdits edits) {
    this.inventory = inventory;
    this.edits = edits;
  }

  /// Those of managed policies; the others belong to their holders.
  List<Operation> operations() {
    return List.of(
        new Operation(
            "CreatePolicy",
            (input, _) ->
                IamEdits.withTags(input, "iam:CreatePolicy", "iam:TagPolicy", newPolicyArn(input)),
            (input, _) -> new Answer.Result(createPolicy(input))),
        Operation.reading(
            "DeletePolicy",
            input -> List.of(new Permission("iam:DeletePolicy", policyArn(input))),
            this::deletePolicy));
  }

  // Inline policies

  static List<Change> put(
      Kind kind, Input input, IamHolders now, Deployed holder, ObjectNode properties) {
    String name = input.text("PolicyName", IamApi.NAME);
    JsonNode document = document(input, "PolicyDocument", PolicyDocument.Kind.IDENTITY);
    var documents = now.inline(kind, holder);
    documents.put(name, document);
    int most = kind == USER ? 2048 : kind == ROLE ? 10_240 : 5120;
    if (documents.values().stream().mapToInt(one -> one.toString().length()).sum() > most) {
      throw AwsError.of(
          409,
          "LimitExceeded",
          "Maximum policy size of %d bytes exceeded for %s %s"
              .formatted(most, kind.lowerCase(), holder.id()));
    }
    List<Change> others = withoutInline(kind, name, now, holder, properties);
    ArrayNode policies = array(properties.path("Policies"));
    policies.addObject().put("PolicyName", name).set("PolicyDocument", document);
    properties.set("Policies", policies);
    return others;
  }

  static List<Change> remove(
      Kind kind, Input input, IamHolders now, Deployed holder, ObjectNode properties) {
    String name = input.text("PolicyName", IamApi.NAME);
    if (!now.inline(kind, holder).containsKey(name)) {
      throw IamHolders.noSuchEntity(
          "The %s policy with name %s cannot be found.".formatted(kind.lowerCase(), name));
    }
    return withoutInline(kind, name, now, holder, properties);
  }

  /// Wherever the template has it: with its holder, or as a resource of its own.
  private static List<Change> withoutInline(
      Kind kind, String name, IamHolders now, Deployed holder, ObjectNode properties) {
    ArrayNode left = Json.STRICT.createArrayNode();
    for (var policy : properties.path("Policies")) {
      if (!policy.path("PolicyName").asString("").equals(name)) {
        left.add(policy);
      }
    }
    properties.set("Policies", left);
    return withoutHolder(
        now.inventory().of("AWS::IAM::Policy").stream()
            .filter(policy -> policy.text("PolicyName").equals(name))
            .toList(),
        kind.word + "s",
        holder);
  }

  /// @throws AwsError when it is no policy of that kind
  static JsonNode document(Input input, String member, PolicyDocument.Kind kind) {
    String text = input.text(member, DOCUMENT);
    JsonNode json;
    try {
      json = Json.STRICT.readTree(text);
    } catch (JacksonException notJson) {
      throw malformed("Syntax errors in policy.");
    }
    return switch (PolicyDocument.parse(json, kind)) {
      case Reading.Understood _ -> json;
      case Reading.Faulty(var faults) ->
          throw malformed(
              faults.stream().map(PolicyFault::toString).collect(Collectors.joining("; ")));
    };
  }

  private static AwsError malformed(String message) {
    return AwsError.of(400, "MalformedPolicyDocument", message);
  }

  // Managed policies

  private static String policyArn(Input input) {
    return input.text("PolicyArn", ManagedPolicyOperations.ARN);
  }

  static boolean attachable(IamHolders now, String arn) {
    return now.inventory().find(POLICY, arn).isPresent()
        || AwsManagedPolicies.json(arn).isPresent();
  }

  static List<Change> attach(
      Kind kind, Input input, IamHolders now, Deployed holder, ObjectNode properties) {
    String arn = policyArn(input);
    if (!attachable(now, arn)) {
      throw IamHolders.noSuchEntity("Policy " + arn + " does not exist or is not attachable.");
    }
    List<String> attached = now.attached(kind, holder);
    if (attached.contains(arn)) {
      return List.of();
    }
    if (attached.size() >= ATTACHED) {
      throw exceeded("PoliciesPer" + kind.word, ATTACHED);
    }
    properties.set("ManagedPolicyArns", array(properties.path("ManagedPolicyArns")).add(arn));
    return List.of();
  }

  static List<Change> detach(
      Kind kind, Input input, IamHolders now, Deployed holder, ObjectNode properties) {
    String arn = policyArn(input);
    if (!now.attached(kind, holder).contains(arn)) {
      throw IamHolders.noSuchEntity("Policy " + arn + " was not found.");
    }
    properties.set("ManagedPolicyArns", without(properties.path("ManagedPolicyArns"), arn));
    return withoutHolder(
        now.inventory().find(POLICY, arn).stream().toList(), kind.word + "s", holder);
  }

  private String newPolicyArn(Input input) {
    return inventory.globalArn(
        "iam", "policy" + IamEdits.path(input) + input.text("PolicyName", IamApi.NAME));
  }

  private ObjectNode createPolicy(Input input) {
    String name = input.text("PolicyName", IamApi.NAME);
    JsonNode document = document(input, "PolicyDocument", PolicyDocument.Kind.IDENTITY);
    if (document.toString().length() > MANAGED_SIZE) {
      throw exceeded("PolicySize", MANAGED_SIZE);
    }
    IamTags.tagged(Map.of(), input);
    ObjectNode properties =
        nothing().put("ManagedPolicyName", name).put("Path", IamEdits.path(input));
    properties.set("PolicyDocument", document);
    String made = edits.newName(POLICY);
    Inventory after =
        edits.carryOut(
            "MalformedPolicyDocument",
            now -> {
              var there = now.inventory().of(POLICY);
              if (there.stream()
                  .anyMatch(one -> one.attribute("PolicyName").equalsIgnoreCase(name))) {
                throw exists(
                    "A policy called %s already exists. Duplicate names are not allowed."
                        .formatted(name));
              }
              if (there.size() >= OWN_POLICIES) {
                throw exceeded("PoliciesPerAccount", OWN_POLICIES);
              }
              return List.of(new Change.Put(made, POLICY, properties));
            });
    String arn = after.named(made).orElseThrow().id();
    return nothing().set("Policy", ManagedPolicyOperations.policy(after, arn)).asObject();
  }

  private ObjectNode deletePolicy(Input input) {
    String arn = policyArn(input);
    edits.carryOut(
        "DeleteConflict",
        now -> {
          Deployed policy =
              now.inventory()
                  .find(POLICY, arn)
                  .orElseThrow(() -> IamHolders.noSuchEntity("Policy " + arn + " was not found."));
          boolean boundary =
              List.of(USER, ROLE).stream()
                  .flatMap(kind -> now.all(kind, "/").stream())
                  .anyMatch(holder -> holder.text("PermissionsBoundary").equals(arn));
          if (boundary || now.attachments(arn) > 0) {
            throw conflict("Cannot delete a policy attached to entities.");
          }
          return List.of(new Change.Delete(policy.logicalId()));
        });
    return nothing();
  }
}
