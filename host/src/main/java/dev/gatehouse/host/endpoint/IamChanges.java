package dev.gatehouse.host.endpoint;

import static dev.gatehouse.host.endpoint.IamHolders.Kind.GROUP;
import static dev.gatehouse.host.endpoint.IamHolders.Kind.ROLE;
import static dev.gatehouse.host.endpoint.IamHolders.Kind.USER;

import dev.gatehouse.aws.Json;
import dev.gatehouse.aws.Tags;
import dev.gatehouse.host.endpoint.AwsService.Permission;
import dev.gatehouse.host.endpoint.Changes.Change;
import dev.gatehouse.host.endpoint.IamHolders.Kind;
import dev.gatehouse.host.endpoint.Input.Shape;
import dev.gatehouse.host.endpoint.Operation.Answer;
import dev.gatehouse.iam.AwsManagedPolicies;
import dev.gatehouse.iam.PolicyDocument;
import dev.gatehouse.iam.PolicyDocument.Reading;
import dev.gatehouse.iam.PolicyFault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// IAM's operations that make, change and delete users, roles, groups, keys and policies. What runs
/// is looked at and changed in one step, so that of two changes to one holder none is lost.
final class IamChanges {
  private static final Shape PATH =
      new Shape(1, 512, "(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)");
  private static final Shape DOCUMENT =
      new Shape(1, 131_072, "[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+");
  private static final Shape KEY_ID = new Shape(16, 128, "\\w+");
  private static final String KEY = "AWS::IAM::AccessKey";
  private static final String POLICY = "AWS::IAM::ManagedPolicy";

  /// Of the owner's user and key: a logical id that no template can have.
  private static final String OWNER = "gatehouse-administrator";

  // reference_iam-quotas.html
  private static final int KEYS = 2;
  private static final int GROUPS = 10;
  private static final int ATTACHED = 10;
  private static final int MANAGED_SIZE = 6144;
  private static final int TRUST_SIZE = 2048;
  private static final int OWN_POLICIES = 1500;

  private final Inventory inventory;
  private final IamHolders holders;
  private final Changes changes;

  IamChanges(Inventory inventory, Changes changes) {
    this.inventory = inventory;
    this.holders = new IamHolders(inventory);
    this.changes = changes;
  }

  /// What is to be done to a holder.
  @FunctionalInterface
  private interface Edit {
    /// @param now what runs
    /// @param properties the holder's, to be changed
    /// @return what else changes
    List<Change> of(Input input, IamHolders now, Deployed holder, ObjectNode properties);
  }

  List<Operation> operations() {
    var operations = new ArrayList<Operation>();
    for (var kind : Kind.values()) {
      String word = kind.word;
      operations.add(create(kind));
      operations.add(delete(kind));
      operations.add(
          edit(kind, "Put" + word + "Policy", (in, now, one, all) -> put(kind, in, now, one, all)));
      operations.add(
          edit(
              kind,
              "Delete" + word + "Policy",
              (in, now, one, all) -> remove(kind, in, now, one, all)));
      operations.add(
          edit(
              kind,
              "Attach" + word + "Policy",
              (in, now, one, all) -> attach(kind, in, now, one, all)));
      operations.add(
          edit(
              kind,
              "Detach" + word + "Policy",
              (in, now, one, all) -> detach(kind, in, now, one, all)));
    }
    for (var kind : List.of(USER, ROLE)) {
      operations.add(edit(kind, "Tag" + kind.word, IamChanges::tag));
      operations.add(edit(kind, "Untag" + kind.word, IamChanges::untag));
    }
    operations.add(edit(ROLE, "UpdateAssumeRolePolicy", IamChanges::trust));
    operations.add(edit(ROLE, "UpdateRole", IamChanges::updateRole));
    operations.add(ofGroup("AddUserToGroup", IamChanges::addToGroup));
    operations.add(ofGroup("RemoveUserFromGroup", IamChanges::removeFromGroup));
    operations.add(ofKeys("CreateAccessKey", this::createKey));
    operations.add(ofKeys("DeleteAccessKey", this::deleteKey));
    operations.add(
        new Operation(
            "CreatePolicy",
            (input, _) -> withTags(input, "iam:CreatePolicy", "iam:TagPolicy", newPolicyArn(input)),
            (input, _) -> new Answer.Result(createPolicy(input))));
    operations.add(
        Operation.reading(
            "DeletePolicy",
            input -> List.of(new Permission("iam:DeletePolicy", policyArn(input))),
            this::deletePolicy));
    return operations;
  }

  // How they are carried out

  /// @param code of the answer when what would run is faulty
  private Inventory carryOut(String code, Function<IamHolders, List<Change>> plan) {
    return new Editor(changes, code).carryOut(running -> plan.apply(new IamHolders(running)));
  }

  private Operation edit(Kind kind, String name, Edit edit) {
    String code = name.matches("Put.*|.*AssumeRole.*") ? "MalformedPolicyDocument" : "InvalidInput";
    return Operation.reading(
        name,
        input -> List.of(new Permission("iam:" + name, holders.arn(kind, named(kind, input)))),
        input -> {
          carryOut(
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

  private static Change put(Deployed resource, ObjectNode properties) {
    return new Change.Put(resource.logicalId(), resource.type(), properties);
  }

  /// @throws AwsError for what belongs to no stack
  private static Deployed own(Deployed resource) {
    if (resource.logicalId().equals(OWNER)) {
      throw AwsError.of(
          400,
          "UnmodifiableEntity",
          resource.id() + " belongs to Gatehouse itself and cannot be changed.");
    }
    return resource;
  }

  private static ObjectNode nothing() {
    return Json.STRICT.createObjectNode();
  }

  private static AwsError exceeded(String quota, int most) {
    return AwsError.of(
        409, "LimitExceeded", "Cannot exceed quota for %s: %d".formatted(quota, most));
  }

  private static AwsError exists(String message) {
    return AwsError.of(409, "EntityAlreadyExists", message);
  }

  private static AwsError conflict(String message) {
    return AwsError.of(409, "DeleteConflict", message);
  }

  private static List<Permission> withTags(
      Input input, String action, String tagging, String resource) {
    var permissions = new ArrayList<>(List.of(new Permission(action, resource)));
    if (input.has("Tags")) {
      permissions.add(new Permission(tagging, resource));
    }
    return permissions;
  }

  private static String lower(Kind kind) {
    return kind.word.toLowerCase(Locale.ROOT);
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
                inventory.globalArn("iam", lower(kind) + path(input) + newName(kind, input))),
        (input, _) -> new Answer.Result(create(kind, input)));
  }

  private static String path(Input input) {
    return input.find("Path", PATH).orElse("/");
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
      properties.set("Tags", array(tagged(Map.of(), input)));
    }
    String made = changes.newName(kind.type());
    Inventory after =
        carryOut(
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
                if (!attachable(now, boundary)) {
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
          carryOut(
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
    if (kind == USER && !keys(now, holder).isEmpty()) {
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
    JsonNode document = document(input, member, PolicyDocument.Kind.TRUST);
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

  // Inline policies

  private static List<Change> put(
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
              .formatted(most, lower(kind), holder.id()));
    }
    List<Change> others = withoutInline(kind, name, now, holder, properties);
    ArrayNode policies = array(properties.path("Policies"));
    policies.addObject().put("PolicyName", name).set("PolicyDocument", document);
    properties.set("Policies", policies);
    return others;
  }

  private static List<Change> remove(
      Kind kind, Input input, IamHolders now, Deployed holder, ObjectNode properties) {
    String name = input.text("PolicyName", IamApi.NAME);
    if (!now.inline(kind, holder).containsKey(name)) {
      throw IamHolders.noSuchEntity(
          "The %s policy with name %s cannot be found.".formatted(lower(kind), name));
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

  private static List<Change> withoutHolder(
      List<Deployed> resources, String property, Deployed holder) {
    var changes = new ArrayList<Change>();
    for (var resource : resources) {
      ArrayNode left = without(resource.property(property), holder.id());
      if (left.size() < resource.property(property).size()) {
        ObjectNode properties = resource.properties().deepCopy();
        properties.set(property, left);
        changes.add(put(resource, properties));
      }
    }
    return changes;
  }

  private static ArrayNode without(JsonNode texts, String text) {
    ArrayNode left = Json.STRICT.createArrayNode();
    for (var each : texts) {
      if (!each.asString("").equals(text)) {
        left.add(each);
      }
    }
    return left;
  }

  private static ArrayNode array(Iterable<? extends JsonNode> elements) {
    ArrayNode array = Json.STRICT.createArrayNode();
    elements.forEach(array::add);
    return array;
  }

  private static JsonNode document(Input input, String member, PolicyDocument.Kind kind) {
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

  private static boolean attachable(IamHolders now, String arn) {
    return now.inventory().find(POLICY, arn).isPresent()
        || AwsManagedPolicies.json(arn).isPresent();
  }

  private static List<Change> attach(
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

  private static List<Change> detach(
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
        "iam", "policy" + path(input) + input.text("PolicyName", IamApi.NAME));
  }

  private ObjectNode createPolicy(Input input) {
    String name = input.text("PolicyName", IamApi.NAME);
    JsonNode document = document(input, "PolicyDocument", PolicyDocument.Kind.IDENTITY);
    if (document.toString().length() > MANAGED_SIZE) {
      throw exceeded("PolicySize", MANAGED_SIZE);
    }
    tagged(Map.of(), input);
    ObjectNode properties = nothing().put("ManagedPolicyName", name).put("Path", path(input));
    properties.set("PolicyDocument", document);
    String made = changes.newName(POLICY);
    Inventory after =
        carryOut(
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
    carryOut(
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

  // Tags

  private static List<Change> tag(
      Input input, IamHolders now, Deployed holder, ObjectNode properties) {
    input.required("Tags");
    var before = new LinkedHashMap<String, String>();
    IamHolders.tags(holder)
        .forEach(tag -> before.put(tag.path("Key").asString(), tag.path("Value").asString()));
    properties.set("Tags", array(tagged(before, input)));
    return List.of();
  }

  private static List<Change> untag(
      Input input, IamHolders now, Deployed holder, ObjectNode properties) {
    input.required("TagKeys");
    List<String> keys = input.texts("TagKeys");
    properties.set(
        "Tags",
        array(
            IamHolders.tags(holder).stream()
                .filter(
                    tag -> keys.stream().noneMatch(tag.path("Key").asString()::equalsIgnoreCase))
                .toList()));
    return List.of();
  }

  /// A key that differs in case only is the same (id_tags.html).
  private static List<ObjectNode> tagged(Map<String, String> before, Input input) {
    var all = new LinkedHashMap<>(before);
    var given = new LinkedHashMap<String, String>();
    for (var tag : input.structures("Tags")) {
      String key = input.of(tag).text("Key");
      if (given.keySet().stream().anyMatch(key::equalsIgnoreCase)) {
        throw AwsError.of(
            400,
            "InvalidInput",
            "Duplicate tag keys found. Please note that Tag keys are case" + " insensitive.");
      }
      given.put(key, input.of(tag).text("Value"));
    }
    all.keySet().removeIf(key -> given.keySet().stream().anyMatch(key::equalsIgnoreCase));
    all.putAll(given);
    if (all.size() > Tags.MOST) {
      throw exceeded("TagsPerEntity", Tags.MOST);
    }
    Tags.problem(all)
        .ifPresent(problem -> {
          throw AwsError.of(400, "InvalidInput", problem);
        });
    var tags = new ArrayList<ObjectNode>();
    all.forEach((key, value) -> tags.add(nothing().put("Key", key).put("Value", value)));
    return tags;
  }

  // Members of groups

  private Operation ofGroup(String name, Edit edit) {
    return Operation.reading(
        name,
        input -> List.of(new Permission("iam:" + name, holders.arn(GROUP, named(GROUP, input)))),
        input -> {
          carryOut(
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

  // Access keys

  @FunctionalInterface
  private interface OfUser {
    ObjectNode answer(Input input, String userName);
  }

  private Operation ofKeys(String name, OfUser work) {
    return new Operation(
        name,
        (input, call) ->
            List.of(new Permission("iam:" + name, holders.arn(USER, IamApi.userName(input, call)))),
        (input, call) -> new Answer.Result(work.answer(input, IamApi.userName(input, call))));
  }

  private static List<Deployed> keys(IamHolders now, Deployed user) {
    return now.inventory().partsOf(KEY, "UserName", user.id());
  }

  /// The secret is told this once.
  private ObjectNode createKey(Input input, String userName) {
    String made = changes.newName(KEY);
    Inventory after =
        carryOut(
            "InvalidInput",
            now -> {
              Deployed user = own(now.find(USER, userName));
              if (keys(now, user).size() >= KEYS) {
                throw exceeded("AccessKeysPerUser", KEYS);
              }
              return List.of(new Change.Put(made, KEY, nothing().put("UserName", user.id())));
            });
    Deployed key = after.named(made).orElseThrow();
    ObjectNode shown =
        nothing()
            .put("UserName", userName)
            .put("AccessKeyId", key.id())
            .put("Status", "Active")
            .put("SecretAccessKey", key.attribute("SecretAccessKey"))
            .put("CreateDate", IamHolders.time(key));
    return nothing().set("AccessKey", shown).asObject();
  }

  private ObjectNode deleteKey(Input input, String userName) {
    String id = input.text("AccessKeyId", KEY_ID);
    carryOut(
        "DeleteConflict",
        now -> {
          Deployed key =
              keys(now, now.find(USER, userName)).stream()
                  .filter(one -> one.id().equals(id))
                  .findFirst()
                  .orElseThrow(() ->
                      IamHolders.noSuchEntity(
                          "The Access Key with id " + id + " cannot be found."));
          return List.of(new Change.Delete(own(key).logicalId()));
        });
    return nothing();
  }
}
