package dev.gatehouse.host.endpoint;

import static dev.gatehouse.host.endpoint.IamHolders.Kind.GROUP;
import static dev.gatehouse.host.endpoint.IamHolders.Kind.ROLE;
import static dev.gatehouse.host.endpoint.IamHolders.Kind.USER;

import dev.gatehouse.aws.Json;
import dev.gatehouse.host.endpoint.AwsService.Permission;
import dev.gatehouse.host.endpoint.Changes.Change;
import dev.gatehouse.host.endpoint.IamHolders.Kind;
import dev.gatehouse.host.endpoint.Input.Shape;
import dev.gatehouse.host.endpoint.Operation.Answer;
import dev.gatehouse.iam.AwsManagedPolicies;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// IAM's operations that make, change and delete users, roles, groups, keys and policies. What a
/// template says of them elsewhere, in an `AWS::IAM::Policy` say, is changed there.
final class IamChanges {
  private static final Shape PATH = new Shape(1, 512, "/|/[!-~]+/");
  private static final Shape DOCUMENT = new Shape(1, 131_072, "[\\t\\n\\r -\\u00FF]+");
  private static final Shape ARN = new Shape(20, 2048, "[\\S ]+");
  private static final Shape KEY_ID = new Shape(16, 128, "\\w+");

  private static final String ACCESS_KEY = "AWS::IAM::AccessKey";
  private static final String MANAGED_POLICY = "AWS::IAM::ManagedPolicy";
  private static final String INLINE_POLICY = "AWS::IAM::Policy";
  private static final String ADDITION = "AWS::IAM::UserToGroupAddition";

  /// IAM's quotas that cannot be raised by anybody, or are not worth it here.
  private static final int KEYS_OF_USER = 2;

  private static final int POLICIES_OF_HOLDER = 10;

  private final Inventory inventory;
  private final IamHolders holders;
  private final Editor editor;
  private final Editor documents;

  private IamChanges(Inventory inventory, Changes changes) {
    this.inventory = inventory;
    this.holders = new IamHolders(inventory);
    this.editor = new Editor(changes, "ValidationError");
    this.documents = new Editor(changes, "MalformedPolicyDocument");
  }

  static List<Operation> of(Inventory inventory, Changes changes) {
    var iam = new IamChanges(inventory, changes);
    var all = new ArrayList<Operation>();
    for (Kind kind : Kind.values()) {
      String word = kind.word;
      all.add(iam.create(kind));
      all.add(iam.on(kind, "Delete" + word, (input, holder) -> iam.delete(kind, holder)));
      all.add(iam.on(kind, "Put" + word + "Policy", (in, holder) -> iam.put(kind, in, holder)));
      all.add(
          iam.on(kind, "Delete" + word + "Policy", (in, holder) -> iam.remove(kind, in, holder)));
      all.add(
          iam.on(kind, "Attach" + word + "Policy", (in, holder) -> iam.attach(kind, in, holder)));
      all.add(
          iam.on(kind, "Detach" + word + "Policy", (in, holder) -> iam.detach(kind, in, holder)));
    }
    for (Kind kind : List.of(USER, ROLE)) {
      all.add(iam.on(kind, "Tag" + kind.word, iam::tag));
      all.add(iam.on(kind, "Untag" + kind.word, iam::untag));
    }
    all.add(iam.on(ROLE, "UpdateAssumeRolePolicy", iam::updateTrust));
    all.add(iam.on(ROLE, "UpdateRole", iam::updateRole));
    all.add(iam.on(USER, "CreateAccessKey", iam::createKey));
    all.add(iam.on(USER, "DeleteAccessKey", iam::deleteKey));
    all.add(iam.on(GROUP, "AddUserToGroup", iam::addToGroup));
    all.add(iam.on(GROUP, "RemoveUserFromGroup", iam::removeFromGroup));
    all.add(
        operation(
            "CreatePolicy",
            input -> inventory.globalArn("iam", "policy" + path(input) + policyName(input)),
            iam::createPolicy));
    all.add(operation("DeletePolicy", input -> input.text("PolicyArn", ARN), iam::deletePolicy));
    return all;
  }

  // How operations say whom they are about

  private static Operation operation(
      String name, Function<Input, String> resource, Function<Input, ObjectNode> work) {
    return new Operation(
        name,
        (input, call) -> List.of(new Permission("iam:" + name, resource.apply(input))),
        (input, call) -> new Answer.Result(work.apply(input)));
  }

  private Operation on(Kind kind, String name, BiFunction<Input, Deployed, ObjectNode> work) {
    return operation(
        name,
        input -> holders.arn(kind, name(kind, input)),
        input -> work.apply(input, changeable(kind, name(kind, input))));
  }

  private static String name(Kind kind, Input input) {
    return input.text(
        kind.nameMember(), new Shape(1, kind == GROUP ? 128 : 64, IamApi.NAME.pattern()));
  }

  /// The owner's own user belongs to no stack, and keeps its key.
  private Deployed changeable(Kind kind, String name) {
    Deployed holder = holders.find(kind, name);
    if (inventory.owners().contains(holder)) {
      throw AwsError.of(
          400,
          "UnmodifiableEntity",
          "Cannot perform the operation on the protected %s '%s'."
              .formatted(kind.word.toLowerCase(Locale.ROOT), name));
    }
    return holder;
  }

  private static String path(Input input) {
    return input.find("Path", PATH).orElse("/");
  }

  private static String policyName(Input input) {
    return input.text("PolicyName", IamApi.NAME);
  }

  private static ObjectNode document(Input input, String member) {
    try {
      if (Json.STRICT.readTree(input.text(member, DOCUMENT)) instanceof ObjectNode document) {
        return document;
      }
    } catch (JacksonException notJson) {
      // Refused below.
    }
    throw AwsError.of(400, "MalformedPolicyDocument", "This policy contains invalid Json");
  }

  private static ObjectNode nothing() {
    return Json.STRICT.createObjectNode();
  }

  private static AwsError exists(String message) {
    return AwsError.of(409, "EntityAlreadyExists", message);
  }

  private static AwsError conflict(String message) {
    return AwsError.of(409, "DeleteConflict", "Cannot delete entity, must " + message + " first.");
  }

  // Users, roles and groups

  private Operation create(Kind kind) {
    return operation(
        "Create" + kind.word,
        input ->
            inventory.globalArn(
                "iam", kind.word.toLowerCase(Locale.ROOT) + path(input) + name(kind, input)),
        input -> create(kind, input));
  }

  private ObjectNode create(Kind kind, Input input) {
    String name = name(kind, input);
    if (holders.all(kind, "/").stream().anyMatch(one -> one.id().equalsIgnoreCase(name))) {
      throw exists("%s with name %s already exists.".formatted(kind.word, name));
    }
    var properties = nothing().put(kind.nameMember(), name).put("Path", path(input));
    if (kind != GROUP) {
      input
          .find("PermissionsBoundary", ARN)
          .ifPresent(arn -> properties.put("PermissionsBoundary", known(arn)));
      var tags = properties.putArray("Tags");
      input.structures("Tags").forEach(tag -> tags.add(tag(input.of(tag))));
    }
    if (kind == ROLE) {
      properties.set("AssumeRolePolicyDocument", document(input, "AssumeRolePolicyDocument"));
      properties.put("MaxSessionDuration", input.number("MaxSessionDuration", 3600, 43_200, 3600));
    }
    Deployed made = (kind == ROLE ? documents : editor).create(kind.type(), properties).resource();
    return nothing().set(kind.word, holders.shown(kind, made)).asObject();
  }

  private ObjectNode delete(Kind kind, Deployed holder) {
    if (kind == USER && !keys(holder).isEmpty()) {
      throw conflict("delete access keys");
    }
    if (!holders.attached(kind, holder).isEmpty()) {
      throw conflict("detach all policies");
    }
    if (!holders.inline(kind, holder).isEmpty()) {
      throw conflict("delete policies");
    }
    if (kind == USER && !holders.groupsOf(holder).isEmpty()) {
      throw conflict("remove users from group");
    }
    if (kind == GROUP
        && holders.all(USER, "/").stream()
            .anyMatch(user -> holders.groupsOf(user).contains(holder))) {
      throw conflict("remove users from group");
    }
    editor.delete(List.of(holder));
    return nothing();
  }

  private ObjectNode updateTrust(Input input, Deployed role) {
    ObjectNode properties = role.properties().deepCopy();
    properties.set("AssumeRolePolicyDocument", document(input, "PolicyDocument"));
    documents.update(role, properties);
    return nothing();
  }

  private ObjectNode updateRole(Input input, Deployed role) {
    if (input.has("MaxSessionDuration")) {
      ObjectNode properties = role.properties().deepCopy();
      properties.put("MaxSessionDuration", input.number("MaxSessionDuration", 3600, 43_200));
      editor.update(role, properties);
    }
    return nothing();
  }

  private ObjectNode tag(Input input, Deployed holder) {
    ObjectNode properties = holder.properties();
    for (JsonNode structure : input.structures("Tags")) {
      ObjectNode tag = tag(input.of(structure));
      properties = without(properties, "Tags", old -> old.path("Key").equals(tag.path("Key")));
      properties.withArray("/Tags").add(tag);
    }
    editor.update(holder, properties);
    return nothing();
  }

  private static ObjectNode tag(Input tag) {
    return nothing().put("Key", tag.text("Key")).put("Value", tag.text("Value"));
  }

  private ObjectNode untag(Input input, Deployed holder) {
    List<String> keys = input.texts("TagKeys");
    editor.update(
        holder,
        without(holder.properties(), "Tags", tag -> keys.contains(tag.path("Key").asString())));
    return nothing();
  }

  // Access keys

  private List<Deployed> keys(Deployed user) {
    return inventory.partsOf(ACCESS_KEY, "UserName", user.id());
  }

  /// The only answer that ever tells the secret.
  private ObjectNode createKey(Input input, Deployed user) {
    limit(keys(user), List::size, KEYS_OF_USER, "AccessKeysPerUser");
    Deployed made = editor.create(ACCESS_KEY, nothing().put("UserName", user.id())).resource();
    var key =
        nothing()
            .put("UserName", user.id())
            .put("AccessKeyId", made.id())
            .put("Status", "Active")
            .put("SecretAccessKey", made.attribute("SecretAccessKey"))
            .put("CreateDate", IamHolders.time(made));
    return nothing().set("AccessKey", key).asObject();
  }

  private ObjectNode deleteKey(Input input, Deployed user) {
    String id = input.text("AccessKeyId", KEY_ID);
    editor.delete(
        List.of(
            keys(user).stream()
                .filter(key -> key.id().equals(id))
                .findFirst()
                .orElseThrow(() ->
                    IamHolders.noSuchEntity(
                        "The Access Key with id %s cannot be found.".formatted(id)))));
    return nothing();
  }

  private static <T> void limit(T all, ToIntFunction<T> count, int most, String quota) {
    if (count.applyAsInt(all) >= most) {
      throw AwsError.of(
          409, "LimitExceeded", "Cannot exceed quota for %s: %d".formatted(quota, most));
    }
  }

  // Groups

  private ObjectNode addToGroup(Input input, Deployed group) {
    Deployed user = changeable(USER, name(USER, input));
    if (!holders.groupsOf(user).contains(group)) {
      ObjectNode properties = user.properties().deepCopy();
      properties.withArray("/Groups").add(group.id());
      editor.update(user, properties);
    }
    return nothing();
  }

  private ObjectNode removeFromGroup(Input input, Deployed group) {
    Deployed user = changeable(USER, name(USER, input));
    var changes = new ArrayList<Change>();
    for (Deployed addition : inventory.partsOf(ADDITION, "GroupName", group.id())) {
      if (names(addition.property("Users"), user.id())) {
        changes.add(leaving(addition, user.id(), "Users"));
      }
    }
    if (names(user.property("Groups"), group.id())) {
      changes.add(put(user, without(user.properties(), "Groups", one -> isText(one, group.id()))));
    }
    editor.carryOut(changes);
    return nothing();
  }

  // Inline policies

  private ObjectNode put(Kind kind, Input input, Deployed holder) {
    String name = policyName(input);
    ObjectNode document = document(input, "PolicyDocument");
    ObjectNode properties = withoutPolicy(holder, name);
    properties
        .withArray("/Policies")
        .add(nothing().put("PolicyName", name).set("PolicyDocument", document));
    List<Change> changes = elsewhere(kind, INLINE_POLICY, holder, isInline(name));
    changes.add(put(holder, properties));
    documents.carryOut(changes);
    return nothing();
  }

  private ObjectNode remove(Kind kind, Input input, Deployed holder) {
    String name = policyName(input);
    if (!holders.inline(kind, holder).containsKey(name)) {
      throw IamHolders.noSuchEntity(
          "The %s policy with name %s cannot be found."
              .formatted(kind.word.toLowerCase(Locale.ROOT), name));
    }
    List<Change> changes = elsewhere(kind, INLINE_POLICY, holder, isInline(name));
    changes.add(put(holder, withoutPolicy(holder, name)));
    editor.carryOut(changes);
    return nothing();
  }

  private static Predicate<Deployed> isInline(String name) {
    return policy -> policy.text("PolicyName").equals(name);
  }

  private static ObjectNode withoutPolicy(Deployed holder, String name) {
    return without(
        holder.properties(), "Policies", policy -> isText(policy.path("PolicyName"), name));
  }

  // Managed policies

  private ObjectNode attach(Kind kind, Input input, Deployed holder) {
    String arn = known(input.text("PolicyArn", ARN));
    List<String> attached = holders.attached(kind, holder);
    if (!attached.contains(arn)) {
      limit(attached, List::size, POLICIES_OF_HOLDER, "PoliciesPer" + kind.word);
      ObjectNode properties = holder.properties().deepCopy();
      properties.withArray("/ManagedPolicyArns").add(arn);
      editor.update(holder, properties);
    }
    return nothing();
  }

  private String known(String arn) {
    if (inventory.find(MANAGED_POLICY, arn).isEmpty() && AwsManagedPolicies.json(arn).isEmpty()) {
      throw IamHolders.noSuchEntity(
          "Policy %s does not exist or is not attachable.".formatted(arn));
    }
    return arn;
  }

  private ObjectNode detach(Kind kind, Input input, Deployed holder) {
    String arn = input.text("PolicyArn", ARN);
    if (!holders.attached(kind, holder).contains(arn)) {
      throw IamHolders.noSuchEntity("Policy %s was not found.".formatted(arn));
    }
    List<Change> changes =
        elsewhere(kind, MANAGED_POLICY, holder, policy -> policy.id().equals(arn));
    changes.add(
        put(holder, without(holder.properties(), "ManagedPolicyArns", one -> isText(one, arn))));
    editor.carryOut(changes);
    return nothing();
  }

  private ObjectNode createPolicy(Input input) {
    String name = policyName(input);
    if (inventory.of(MANAGED_POLICY).stream()
        .anyMatch(policy -> policy.attribute("PolicyName").equalsIgnoreCase(name))) {
      throw exists(
          "A policy called %s already exists. Duplicate names are not allowed.".formatted(name));
    }
    var properties = nothing().put("ManagedPolicyName", name).put("Path", path(input));
    properties.set("PolicyDocument", document(input, "PolicyDocument"));
    var edited = documents.create(MANAGED_POLICY, properties);
    return nothing()
        .set("Policy", ManagedPolicyOperations.policy(edited.inventory(), edited.resource().id()))
        .asObject();
  }

  private ObjectNode deletePolicy(Input input) {
    String arn = input.text("PolicyArn", ARN);
    Deployed policy =
        inventory
            .find(MANAGED_POLICY, arn)
            .orElseThrow(() -> IamHolders.noSuchEntity("Policy %s was not found.".formatted(arn)));
    if (holders.attachments(arn) > 0) {
      throw AwsError.of(409, "DeleteConflict", "Cannot delete a policy attached to entities.");
    }
    editor.delete(List.of(policy));
    return nothing();
  }

  // Edits

  /// Takes the holder out of the policies that name it themselves.
  private List<Change> elsewhere(
      Kind kind, String type, Deployed holder, Predicate<Deployed> which) {
    var changes = new ArrayList<Change>();
    String list = kind.word + "s";
    for (Deployed policy : inventory.of(type)) {
      if (which.test(policy) && names(policy.property(list), holder.id())) {
        changes.add(
            type.equals(INLINE_POLICY)
                ? leaving(policy, holder.id(), list)
                : put(policy, withoutText(policy, list, holder.id())));
      }
    }
    return changes;
  }

  /// Of a resource that is nothing without anybody in it.
  private static Change leaving(Deployed resource, String name, String list) {
    ObjectNode left = withoutText(resource, list, name);
    boolean empty =
        List.of("Users", "Roles", "Groups").stream().allMatch(each -> left.path(each).isEmpty());
    return empty ? new Change.Delete(resource.logicalId()) : put(resource, left);
  }

  private static Change put(Deployed resource, ObjectNode properties) {
    return new Change.Put(resource.logicalId(), resource.type(), properties);
  }

  private static ObjectNode withoutText(Deployed resource, String list, String text) {
    return without(resource.properties(), list, one -> isText(one, text));
  }

  /// A copy without these elements of a list.
  private static ObjectNode without(ObjectNode properties, String list, Predicate<JsonNode> gone) {
    ObjectNode copy = properties.deepCopy();
    if (copy.has(list)) {
      var left = copy.putArray(list);
      properties.path(list).valueStream().filter(gone.negate()).forEach(left::add);
    }
    return copy;
  }

  private static boolean names(JsonNode list, String name) {
    return list.valueStream().anyMatch(one -> isText(one, name));
  }

  private static boolean isText(JsonNode node, String text) {
    return node.isString() && node.asString().equals(text);
  }
}
