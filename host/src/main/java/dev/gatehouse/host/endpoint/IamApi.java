package dev.gatehouse.host.endpoint;

import static dev.gatehouse.host.endpoint.IamHolders.Kind.GROUP;
import static dev.gatehouse.host.endpoint.IamHolders.Kind.ROLE;
import static dev.gatehouse.host.endpoint.IamHolders.Kind.USER;

import dev.gatehouse.aws.Json;
import dev.gatehouse.aws.Principal;
import dev.gatehouse.host.endpoint.AwsService.Permission;
import dev.gatehouse.host.endpoint.IamHolders.Kind;
import dev.gatehouse.host.endpoint.Input.Shape;
import dev.gatehouse.host.endpoint.Operation.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/// IAM's management API: who there is, and what hangs on whom.
final class IamApi {
  static final Shape NAME = new Shape(1, 128, "[\\w+=,.@-]+");
  private static final Shape PATH = new Shape(1, 512, "\\u002F[\\u0021-\\u007F]*");

  private static final ServiceModel MODEL =
      ServiceModel.query("iam", "https://iam.amazonaws.com/doc/2010-05-08/", "ValidationError");

  private final Inventory inventory;
  private final IamHolders holders;

  private IamApi(Inventory inventory) {
    this.inventory = inventory;
    this.holders = new IamHolders(inventory);
  }

  static ModelledService of(Inventory inventory, Changes changes) {
    var iam = new IamApi(inventory);
    var operations = new ArrayList<>(ManagedPolicyOperations.of(inventory));
    operations.addAll(new IamChanges(inventory, changes).operations());
    operations.add(iam.ofCaller("GetUser", (input, user) -> iam.one(USER, user)));
    operations.add(iam.ofCaller("ListAccessKeys", iam::listAccessKeys));
    operations.add(iam.of(ROLE, "GetRole", (input, role) -> iam.one(ROLE, role)));
    operations.add(iam.of(GROUP, "GetGroup", iam::getGroup));
    operations.add(iam.of(USER, "ListGroupsForUser", iam::listGroupsOf));
    for (var kind : List.of(USER, ROLE)) {
      operations.add(
          iam.of(
              kind,
              "List" + kind.word + "Tags",
              (input, one) -> paged(input, "Tags", "tags of " + one.id(), IamHolders.tags(one))));
    }
    for (var kind : Kind.values()) {
      String word = kind.word;
      operations.add(iam.list(kind));
      operations.add(
          iam.of(kind, "List" + word + "Policies", (input, one) -> iam.names(kind, input, one)));
      operations.add(
          iam.of(kind, "Get" + word + "Policy", (input, one) -> iam.inline(kind, input, one)));
      operations.add(
          iam.of(
              kind,
              "ListAttached" + word + "Policies",
              (input, one) -> iam.attached(kind, input, one)));
    }
    return new ModelledService(MODEL, operations);
  }

  // How operations say whom they are about

  private Operation of(Kind kind, String name, BiFunction<Input, Deployed, ObjectNode> reader) {
    Function<Input, String> named = input -> input.text(kind.nameMember(), NAME);
    return Operation.reading(
        name,
        input -> List.of(new Permission("iam:" + name, holders.arn(kind, named.apply(input)))),
        input -> reader.apply(input, holders.find(kind, named.apply(input))));
  }

  /// About the caller when it names nobody.
  private Operation ofCaller(String name, BiFunction<Input, Deployed, ObjectNode> reader) {
    return new Operation(
        name,
        (input, call) ->
            List.of(new Permission("iam:" + name, holders.arn(USER, userName(input, call)))),
        (input, call) ->
            new Answer.Result(reader.apply(input, holders.find(USER, userName(input, call)))));
  }

  static String userName(Input input, AwsCall call) {
    return input
        .find("UserName", NAME)
        .orElseGet(() -> {
          if (call.caller().principal() instanceof Principal.User user) {
            return user.userName();
          }
          throw input.refuse("Must specify userName when calling with non-User credentials");
        });
  }

  private Operation list(Kind kind) {
    String name = "List" + kind.word + "s";
    return Operation.reading(
        name,
        input ->
            List.of(
                new Permission(
                    "iam:" + name,
                    inventory.globalArn(
                        "iam", kind.word.toLowerCase(Locale.ROOT) + prefix(input)))),
        input ->
            paged(
                input,
                kind.word + "s",
                name + " " + prefix(input),
                holders.all(kind, prefix(input)).stream()
                    .map(holder -> holders.shown(kind, holder))
                    .toList()));
  }

  private static String prefix(Input input) {
    return input.find("PathPrefix", PATH).orElse("/");
  }

  // What they answer

  private ObjectNode one(Kind kind, Deployed holder) {
    return Json.STRICT.createObjectNode().set(kind.word, holders.shown(kind, holder)).asObject();
  }

  private ObjectNode listAccessKeys(Input input, Deployed user) {
    var keys =
        inventory.partsOf("AWS::IAM::AccessKey", "UserName", user.id()).stream()
            .map(key ->
                Json.STRICT
                    .createObjectNode()
                    .put("UserName", user.id())
                    .put("AccessKeyId", key.id())
                    .put("Status", "Active")
                    .put("CreateDate", IamHolders.time(key)))
            .toList();
    return paged(input, "AccessKeyMetadata", "ListAccessKeys " + user.id(), keys);
  }

  private ObjectNode getGroup(Input input, Deployed group) {
    var members =
        holders.all(USER, "/").stream()
            .filter(user -> holders.groupsOf(user).contains(group))
            .map(user -> holders.shown(USER, user))
            .toList();
    var answer = paged(input, "Users", "GetGroup " + group.id(), members);
    answer.set("Group", holders.shown(GROUP, group));
    return answer;
  }

  private ObjectNode listGroupsOf(Input input, Deployed user) {
    var groups = holders.groupsOf(user).stream().map(group -> holders.shown(GROUP, group)).toList();
    return paged(input, "Groups", "ListGroupsForUser " + user.id(), groups);
  }

  private ObjectNode names(Kind kind, Input input, Deployed holder) {
    var all = List.copyOf(holders.inline(kind, holder).keySet());
    var page = page(input, kind.word + " policies of " + holder.id(), all);
    var answer = Json.STRICT.createObjectNode();
    page.items().forEach(answer.putArray("PolicyNames")::add);
    return truncation(page, answer);
  }

  private ObjectNode inline(Kind kind, Input input, Deployed holder) {
    String name = input.text("PolicyName", NAME);
    var document = holders.inline(kind, holder).get(name);
    if (document == null) {
      throw IamHolders.noSuchEntity(
          "The %s policy with name %s cannot be found."
              .formatted(kind.word.toLowerCase(Locale.ROOT), name));
    }
    return Json.STRICT
        .createObjectNode()
        .put(kind.nameMember(), holder.id())
        .put("PolicyName", name)
        .put("PolicyDocument", IamHolders.encoded(document));
  }

  private ObjectNode attached(Kind kind, Input input, Deployed holder) {
    String prefix = prefix(input);
    var policies =
        holders.attached(kind, holder).stream()
            .filter(arn -> ManagedPolicyOperations.path(arn).startsWith(prefix))
            .map(arn ->
                Json.STRICT
                    .createObjectNode()
                    .put("PolicyName", arn.substring(arn.lastIndexOf('/') + 1))
                    .put("PolicyArn", arn))
            .toList();
    String list = "attached to " + kind.word + " " + holder.id() + " " + prefix;
    return paged(input, "AttachedPolicies", list, policies);
  }

  // Pages

  static ObjectNode paged(Input input, String member, String list, List<ObjectNode> all) {
    var page = page(input, list, all);
    var answer = Json.STRICT.createObjectNode();
    page.items().forEach(answer.putArray(member)::add);
    return truncation(page, answer);
  }

  private static <T> Page<T> page(Input input, String list, List<T> all) {
    return Page.of(
        all,
        list,
        input.number("MaxItems", 1, 1000, 100),
        input.find("Marker"),
        () -> input.refuse("Invalid Marker."));
  }

  private static ObjectNode truncation(Page<?> page, ObjectNode answer) {
    answer.put("IsTruncated", page.next() != null);
    if (page.next() != null) {
      answer.put("Marker", page.next());
    }
    return answer;
  }
}
