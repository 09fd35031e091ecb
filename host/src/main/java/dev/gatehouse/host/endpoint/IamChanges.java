package dev.gatehouse.host.endpoint;

import static dev.gatehouse.host.endpoint.IamEdits.array;
import static dev.gatehouse.host.endpoint.IamEdits.conflict;
import static dev.gatehouse.host.endpoint.IamEdits.exceeded;
import static dev.gatehouse.host.endpoint.IamEdits.exists;
import static dev.gatehouse.host.endpoint.IamEdits.nothing;
import static dev.gatehouse.host.endpoint.IamEdits.own;
import static dev.gatehouse.host.endpoint.IamEdits.path;
import static dev.gatehouse.host.endpoint.IamEdits.put;
import static dev.gatehouse.host.endpoint.IamEdits.withTags;
import static dev.gatehouse.host.endpoint.IamEdits.without;
import static dev.gatehouse.host.endpoint.IamEdits.withoutHolder;
import static dev.gatehouse.host.endpoint.IamHolders.Kind.GROUP;
import static dev.gatehouse.host.endpoint.IamHolders.Kind.ROLE;
import static dev.gatehouse.host.endpoint.IamHolders.Kind.USER;

import dev.gatehouse.host.endpoint.AwsService.Permission;
import dev.gatehouse.host.endpoint.Changes.Change;
import dev.gatehouse.host.endpoint.IamEdits.Edit;
import dev.gatehouse.host.endpoint.IamHolders.Kind;
import dev.gatehouse.host.endpoint.Input.Shape;
import dev.gatehouse.host.endpoint.Operation.Answer;
import dev.gatehouse.iam.PolicyDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// IAM's operations that make, change and delete users, roles and groups, and those of
/// [IamKeyChanges] and [IamPolicyChanges].
final class IamChanges {
  // reference_iam-quotas.html
  private static final int GROUPS = 10;
  private static final int TRUST_SIZE = 2048;

  private final Inventory inventory;
  private final IamHolders holders;
  private final IamEdits edits;

  IamChanges(Inventory inventory, Changes changes) {
    this.inventory = inventory;
    this.holders = new IamHolders(inventory);
    this.edits = new IamEdits(changes);
  }

  List<Operation> operations() {
    var operations = new ArrayList<Operation>();
    for (var kind : Kind.values()) {
      String word = kind.word;
      operations.add(create(kind));
      operations.add(delete(kind));
      operations.add(
          edit(
              kind,
              "Put" + word + "Policy",
              (in, now, one, all) -> IamPolicyChanges.put(kind, in, now, one, all)));
      operations.add(
          edit(
              kind,
              "Delete" + word + "Policy",
              (in, now, one, all) -> IamPolicyChanges.remove(kind, in, now, one, all)));
      operations.add(
          edit(
              kind,
              "Attach" + word + "Policy",
              (in, now, one, all) -> IamPolicyChanges.attach(kind, in, now, one, all)));
      operations.add(
          edit(
              kind,
              "Detach" + word + "Policy",
              (in, now, one, all) -> IamPolicyChanges.detach(kind, in, now, one, all)));
    }
    for (var kind : List.of(USER, ROLE)) {
      operations.add(edit(kind, "Tag" + kind.word, IamTags::tag));
      operations.add(edit(kind, "Untag" + kind.word, IamTags::untag));
    }
    operations.add(edit(ROLE, "UpdateAssumeRolePolicy", IamChanges::trust));
    operations.add(edit(ROLE, "UpdateRole", IamChanges::updateRole));
    operations.add(ofGroup("AddUserToGroup", IamChanges::addToGroup));
    operations.add(ofGroup("RemoveUserFromGroup", IamChanges::removeFromGroup));
    operations.addAll(new IamKeyChanges(holders, edits).operations());
    operations.addAll(new IamPolicyChanges(inventory, edits).operations());
    return operations;
  }

  // How they are carried out

  private Operation edit(Kind kind, String name, Edit edit) {
    String code = name.matches("Put.*|.*AssumeRole.*") ? "MalformedPolicyDocument" : "InvalidInput";
    return Operation.reading(
        name,
        input -> List.of(new Permission("iam:" + name, holders.arn(kind, named(kind, input)))),
        input -> {
          edits.carryOut(
              code,
              now -> {
                Deployed holder = own(now.find(kind, named(kind, input)));
                ObjectNode properties = holder.properties().deepCopy();
                var all = new ArrayList<Change>();
                List<Change> others = edit.of(input, now, holder, properties);
                all.add(put(holder, properties));
                all.addAll(others);
                return all;
              });
          return nothing();
        });
  }

  private static String named(Kind kind, Input input) {
    return input.text(kind.nameMember(), IamApi.NAME);
  }

  // Users, roles and groups

  private Operation create(Kind kind) {
    String action = "iam:Create" + kind.word;
    return new Operation(
        "Create" + kind.word,
        (input, _) ->
            withTags(
                input,
                action,
                "iam:Tag" + kind.word,
                inventory.globalArn("iam", kind.lowerCase() + path(input) + newName(kind, input))),
        (input, _) -> new Answer.Result(create(kind, input)));
  }

  private static String newName(Kind kind, Input input) {
    Shape shape = new Shape(1, kind == GROUP ? 128 : 64, IamApi.NAME.pattern());
    return input.text(kind.nameMember(), shape);
  }

  private ObjectNode create(Kind kind, Input input) {
    String name = newName(kind, input);
    ObjectNode properties = nothing().put(kind.nameMember(), name).put("Path", path(input));
    if (kind == ROLE) {
      properties.set("AssumeRolePolicyDocument", trust(input, "AssumeRolePolicyDocument"));
      properties.put("MaxSessionDuration", input.number("MaxSessionDuration", 3600, 43_200, 3600));
    }
    if (kind != GROUP && input.has("Tags")) {
      properties.set("Tags", array(IamTags.tagged(Map.of(), input)));
    }
    String made = edits.newName(kind.type());
    Inventory after =
        edits.carryOut(
            kind == ROLE ? "MalformedPolicyDocument" : "InvalidInput",
            now -> {
              var there = now.inventory().of(kind.type());
              if (there.stream().anyMatch(one -> one.id().equalsIgnoreCase(name))) {
                throw exists("%s with name %s already exists.".formatted(kind.word, name));
              }
              int most = kind == USER ? 5000 : kind == ROLE ? 1000 : 300;
              if (there.size() >= most) {
                throw exceeded(kind.word + "sPerAccount", most);
              }
              if (kind != GROUP && input.has("PermissionsBoundary")) {
                String boundary = input.text("PermissionsBoundary");
                if (!IamPolicyChanges.attachable(now, boundary)) {
                  throw IamHolders.noSuchEntity(
                      "Scope ARN: " + boundary + " does not exist or is not attachable.");
                }
                properties.put("PermissionsBoundary", boundary);
              }
              return List.of(new Change.Put(made, kind.type(), properties));
            });
    var shown = new IamHolders(after).shown(kind, after.named(made).orElseThrow());
    return nothing().set(kind.word, shown).asObject();
  }

  private Operation delete(Kind kind) {
    String name = "Delete" + kind.word;
    return Operation.reading(
        name,
        input -> List.of(new Permission("iam:" + name, holders.arn(kind, named(kind, input)))),
        input -> {
          edits.carryOut(
              "DeleteConflict",
              now -> {
                Deployed holder = own(now.find(kind, named(kind, input)));
                unused(kind, now, holder);
                return List.of(new Change.Delete(holder.logicalId()));
              });
          return nothing();
        });
  }

  private static void unused(Kind kind, IamHolders now, Deployed holder) {
    if (!now.attached(kind, holder).isEmpty()) {
      throw conflict("Cannot delete entity, must detach all policies first.");
    }
    if (!now.inline(kind, holder).isEmpty()) {
      throw conflict("Cannot delete entity, must delete policies first.");
    }
    if (kind == USER && !IamKeyChanges.keys(now, holder).isEmpty()) {
      throw conflict("Cannot delete entity, must delete access keys first.");
    }
    boolean member =
        switch (kind) {
          case USER -> !now.groupsOf(holder).isEmpty();
          case GROUP ->
              now.all(USER, "/").stream().anyMatch(user -> now.groupsOf(user).contains(holder));
          case ROLE -> false;
        };
    if (member) {
      throw conflict("Cannot delete entity, must remove users from group first.");
    }
  }

  private static List<Change> trust(
      Input input, IamHolders now, Deployed role, ObjectNode properties) {
    properties.set("AssumeRolePolicyDocument", trust(input, "PolicyDocument"));
    return List.of();
  }

  private static JsonNode trust(Input input, String member) {
    JsonNode document = IamPolicyChanges.document(input, member, PolicyDocument.Kind.TRUST);
    if (document.toString().length() > TRUST_SIZE) {
      throw exceeded("ACLSizePerRole", TRUST_SIZE);
    }
    return document;
  }

  private static List<Change> updateRole(
      Input input, IamHolders now, Deployed role, ObjectNode properties) {
    properties.put("MaxSessionDuration", input.number("MaxSessionDuration", 3600, 43_200, 3600));
    return List.of();
  }

  // Members of groups

  private Operation ofGroup(String name, Edit edit) {
    return Operation.reading(
        name,
        input -> List.of(new Permission("iam:" + name, holders.arn(GROUP, named(GROUP, input)))),
        input -> {
          edits.carryOut(
              "InvalidInput",
              now -> {
                Deployed group = now.find(GROUP, named(GROUP, input));
                Deployed user = own(now.find(USER, named(USER, input)));
                ObjectNode properties = user.properties().deepCopy();
                List<Change> others = edit.of(input, now, group, properties);
                var all = new ArrayList<Change>(List.of(put(user, properties)));
                all.addAll(others);
                return all;
              });
          return nothing();
        });
  }

  private static List<Change> addToGroup(
      Input input, IamHolders now, Deployed group, ObjectNode user) {
    List<Deployed> groups = now.groupsOf(now.find(USER, named(USER, input)));
    if (groups.contains(group)) {
      return List.of();
    }
    if (groups.size() >= GROUPS) {
      throw exceeded("GroupsPerUser", GROUPS);
    }
    user.set("Groups", array(user.path("Groups")).add(group.id()));
    return List.of();
  }

  private static List<Change> removeFromGroup(
      Input input, IamHolders now, Deployed group, ObjectNode user) {
    Deployed member = now.find(USER, named(USER, input));
    if (!now.groupsOf(member).contains(group)) {
      throw IamHolders.noSuchEntity(
          "User %s is not in group %s.".formatted(member.id(), group.id()));
    }
    user.set("Groups", without(user.path("Groups"), group.id()));
    return withoutHolder(
        now.inventory().of("AWS::IAM::UserToGroupAddition").stream()
            .filter(addition -> addition.text("GroupName").equals(group.id()))
            .toList(),
        "Users",
        member);
  }
}
