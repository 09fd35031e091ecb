package dev.gatehouse.host.endpoint;

import dev.gatehouse.aws.Json;
import dev.gatehouse.cognito.User;
import dev.gatehouse.cognito.UserDirectory;
import dev.gatehouse.cognito.UserDirectory.NewUser;
import dev.gatehouse.cognito.UserFault;
import dev.gatehouse.cognito.UserGroup;
import dev.gatehouse.host.endpoint.AwsService.Permission;
import dev.gatehouse.host.endpoint.Input.Shape;
import dev.gatehouse.host.endpoint.Operation.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Cognito's operations on users and groups. No message leaves this machine: what would send one is
/// refused.
final class CognitoUsers {
  private static final Shape USERNAME = new Shape(1, 128, "[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+");
  private static final Shape PASSWORD = new Shape(1, 256, "[\\S]+.*[\\S]+");
  private static final Shape ATTRIBUTE = new Shape(1, 32, "[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+");
  private static final Shape DESCRIPTION = new Shape(0, 2048, "(?s).*");
  private static final Shape ROLE =
      new Shape(20, 2048, "arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:([\\w+=/,.@-]*)?:[0-9]+:.*");
  private static final int MOST_IN_A_PAGE = 60;

  private final Inventory inventory;
  private final Map<String, PoolUsers> pools;

  /// What an operation does in its pool.
  @FunctionalInterface
  private interface Work {
    ObjectNode answer(Input input, PoolUsers users);
  }

  /// What it does, when it needs no more than the directory.
  @FunctionalInterface
  private interface DirectoryWork {
    ObjectNode answer(Input input, UserDirectory users);
  }

  /// @param pools by their ids
  CognitoUsers(Inventory inventory, Map<String, PoolUsers> pools) {
    this.inventory = inventory;
    this.pools = Map.copyOf(pools);
  }

  List<Operation> operations() {
    return List.of(
        ofUsers("AdminCreateUser", this::create),
        ofUsers("AdminGetUser", CognitoUsers::get),
        ofUsers("AdminDeleteUser", CognitoUsers::delete),
        ofUsers("AdminUpdateUserAttributes", CognitoUsers::updateAttributes),
        ofUsers("AdminDeleteUserAttributes", CognitoUsers::deleteAttributes),
        ofUsers("AdminSetUserPassword", CognitoUsers::setPassword),
        ofUsers("AdminEnableUser", (input, users) -> enable(input, users, true)),
        ofUsers("AdminDisableUser", (input, users) -> enable(input, users, false)),
        ofUsers("AdminConfirmSignUp", CognitoUsers::confirm),
        ofUsers("ListUsers", CognitoUsers::list),
        ofUsers("CreateGroup", CognitoUsers::createGroup),
        ofUsers("GetGroup", CognitoUsers::getGroup),
        ofUsers("UpdateGroup", CognitoUsers::updateGroup),
        ofUsers("DeleteGroup", CognitoUsers::deleteGroup),
        ofUsers("ListGroups", CognitoUsers::listGroups),
        ofUsers("AdminAddUserToGroup", CognitoUsers::join),
        ofUsers("AdminRemoveUserFromGroup", CognitoUsers::leave),
        ofUsers("AdminListGroupsForUser", CognitoUsers::groupsOfUser),
        ofUsers("ListUsersInGroup", CognitoUsers::members),
        operation(
            "AdminInitiateAuth", (input, users) -> CognitoSignIn.initiate(input, users.signIn())),
        operation(
            "AdminRespondToAuthChallenge",
            (input, users) -> CognitoSignIn.respond(input, users.signIn())));
  }

  private Operation ofUsers(String name, DirectoryWork work) {
    return operation(name, (input, users) -> work.answer(input, users.directory()));
  }

  private Operation operation(String name, Work work) {
    return new Operation(
        name,
        (input, _) ->
            List.of(
                new Permission(
                    "cognito-idp:" + name,
                    inventory.arn("cognito-idp", "userpool/" + poolId(input)))),
        (input, _) -> new Answer.Result(carriedOut(input, work)));
  }

  private ObjectNode carriedOut(Input input, Work work) {
    PoolUsers users = pools.get(poolId(input));
    if (users == null) {
      throw CognitoIdp.notFound("User pool " + poolId(input) + " does not exist.");
    }
    try {
      return work.answer(input, users);
    } catch (UserFault fault) {
      throw AwsError.of(400, fault.code(), fault.message());
    }
  }

  private static String poolId(Input input) {
    return input.text("UserPoolId", CognitoIdp.POOL_ID);
  }

  private static String username(Input input) {
    return input.text("Username", USERNAME);
  }

  private static ObjectNode nothing() {
    return Json.STRICT.createObjectNode();
  }

  // Users

  private ObjectNode create(Input input, UserDirectory users) {
    String username = username(input);
    Map<String, String> attributes = attributes(input, "UserAttributes");
    var temporary = input.findSecret("TemporaryPassword", PASSWORD);
    Optional<String> message = input.find("MessageAction");
    if (message.isPresent() && !Set.of("RESEND", "SUPPRESS").contains(message.get())) {
      throw input.invalid(
          "MessageAction", message.get(), "Member must satisfy enum value set: [RESEND, SUPPRESS]");
    }
    if (input.flag("ForceAliasCreation")) {
      throw input.refuse("Gatehouse moves no alias from one user to another: ForceAliasCreation");
    }
    boolean addressed =
        attributes.containsKey("email")
            || attributes.containsKey("phone_number")
            || !users.rules().usernameAttributes().isEmpty();
    if (message.filter("RESEND"::equals).isPresent()) {
      users.get(username);
      throw notDelivered();
    }
    if (message.isEmpty() && addressed) {
      throw notDelivered();
    }
    var made = users.create(new NewUser(username, attributes, temporary.orElse(null)));
    return nothing().set("User", shown(made, "Attributes", null)).asObject();
  }

  /// In AdminCreateUser's own code for it.
  private static AwsError notDelivered() {
    return AwsError.of(
        400,
        "CodeDeliveryFailureException",
        "Gatehouse sends no messages. Create the user with MessageAction SUPPRESS, and give them a"
            + " password with TemporaryPassword or AdminSetUserPassword.");
  }

  private static ObjectNode get(Input input, UserDirectory users) {
    return shown(users.get(username(input)), "UserAttributes", null);
  }

  private static ObjectNode delete(Input input, UserDirectory users) {
    users.delete(username(input));
    return nothing();
  }

  private static ObjectNode updateAttributes(Input input, UserDirectory users) {
    String username = username(input);
    input.required("UserAttributes");
    users.update(username, attributes(input, "UserAttributes"));
    return nothing();
  }

  private static ObjectNode deleteAttributes(Input input, UserDirectory users) {
    String username = username(input);
    input.required("UserAttributeNames");
    users.deleteAttributes(username, input.texts("UserAttributeNames"));
    return nothing();
  }

  private static ObjectNode setPassword(Input input, UserDirectory users) {
    String username = username(input);
    var password = input.secret("Password", PASSWORD);
    users.setPassword(username, password, input.flag("Permanent"));
    return nothing();
  }

  private static ObjectNode enable(Input input, UserDirectory users, boolean really) {
    users.enable(username(input), really);
    return nothing();
  }

  private static ObjectNode confirm(Input input, UserDirectory users) {
    users.confirm(username(input));
    return nothing();
  }

  private static ObjectNode list(Input input, UserDirectory users) {
    var wanted = input.has("AttributesToGet") ? input.texts("AttributesToGet") : null;
    if (wanted != null && !users.rules().attributes().keySet().containsAll(wanted)) {
      throw input.refuse("One or more requested attributes do not exist.");
    }
    var filter = UserFilter.of(input.find("Filter").orElse(""), input);
    return usersPage(
        input,
        users.users().stream().filter(filter::takes).toList(),
        "PaginationToken",
        "ListUsers " + poolId(input),
        wanted);
  }

  private static ObjectNode usersPage(
      Input input,
      List<User> users,
      String tokenName,
      String list,
      @Nullable List<String> attributes) {
    var page =
        Page.after(
            users,
            User::username,
            list,
            pageSize(input),
            input.find(tokenName),
            () -> badToken(input));
    var answer = nothing();
    var shown = answer.putArray("Users");
    page.items().forEach(user -> shown.add(shown(user, "Attributes", attributes)));
    if (page.next() != null) {
      answer.put(tokenName, page.next());
    }
    return answer;
  }

  /// Zero is as good as nothing: the models allow it.
  private static int pageSize(Input input) {
    int asked = input.number("Limit", 0, MOST_IN_A_PAGE, MOST_IN_A_PAGE);
    return asked == 0 ? MOST_IN_A_PAGE : asked;
  }

  private static AwsError badToken(Input input) {
    return input.refuse("Invalid pagination token");
  }

  private static Map<String, String> attributes(Input input, String name) {
    var attributes = new LinkedHashMap<String, String>();
    for (JsonNode given : input.structures(name)) {
      var attribute = input.of(given);
      attributes.put(attribute.text("Name", ATTRIBUTE), attribute.find("Value").orElse(""));
    }
    return attributes;
  }

  /// @param wanted names of attributes; null for all
  private static ObjectNode shown(User user, String member, @Nullable List<String> wanted) {
    var shown = nothing().put("Username", user.username());
    var attributes = shown.putArray(member);
    user.allAttributes()
        .forEach((name, value) -> {
          if (wanted == null || wanted.contains(name)) {
            attributes.addObject().put("Name", name).put("Value", value);
          }
        });
    Shapes.putEpochSeconds(shown, "UserCreateDate", user.created());
    Shapes.putEpochSeconds(shown, "UserLastModifiedDate", user.modified());
    shown.put("Enabled", user.enabled());
    return shown.put("UserStatus", user.status().name());
  }

  // Groups

  private static String groupName(Input input) {
    return input.text("GroupName", USERNAME);
  }

  private static @Nullable Integer precedence(Input input) {
    return input.has("Precedence") ? input.number("Precedence", 0, Integer.MAX_VALUE) : null;
  }

  private static ObjectNode createGroup(Input input, UserDirectory users) {
    return one(
        input,
        users.create(
            groupName(input),
            input.find("Description", DESCRIPTION).orElse(null),
            input.find("RoleArn", ROLE).orElse(null),
            precedence(input)));
  }

  private static ObjectNode getGroup(Input input, UserDirectory users) {
    return one(input, users.group(groupName(input)));
  }

  private static ObjectNode updateGroup(Input input, UserDirectory users) {
    return one(
        input,
        users.update(
            groupName(input),
            input.find("Description", DESCRIPTION).orElse(null),
            input.find("RoleArn", ROLE).orElse(null),
            precedence(input)));
  }

  private static ObjectNode deleteGroup(Input input, UserDirectory users) {
    users.deleteGroup(groupName(input));
    return nothing();
  }

  private static ObjectNode listGroups(Input input, UserDirectory users) {
    return groupsPage(input, users.groups(), "ListGroups " + poolId(input));
  }

  private static ObjectNode groupsPage(Input input, List<UserGroup> groups, String list) {
    var page =
        Page.after(
            groups,
            UserGroup::name,
            list,
            pageSize(input),
            input.find("NextToken"),
            () -> badToken(input));
    var shown = new ArrayList<ObjectNode>();
    page.items().forEach(group -> shown.add(shown(input, group)));
    return Shapes.page(new Page<>(shown, page.next()), "Groups", "NextToken");
  }

  private static ObjectNode join(Input input, UserDirectory users) {
    users.join(username(input), groupName(input));
    return nothing();
  }

  private static ObjectNode leave(Input input, UserDirectory users) {
    users.leave(username(input), groupName(input));
    return nothing();
  }

  private static ObjectNode groupsOfUser(Input input, UserDirectory users) {
    String username = username(input);
    return groupsPage(
        input,
        users.groupsOf(username),
        "AdminListGroupsForUser " + poolId(input) + " " + users.get(username).sub());
  }

  private static ObjectNode members(Input input, UserDirectory users) {
    String group = groupName(input);
    return usersPage(
        input,
        users.members(group),
        "NextToken",
        "ListUsersInGroup " + poolId(input) + " " + group,
        null);
  }

  private static ObjectNode one(Input input, UserGroup group) {
    return nothing().set("Group", shown(input, group)).asObject();
  }

  private static ObjectNode shown(Input input, UserGroup group) {
    var shown = nothing().put("GroupName", group.name()).put("UserPoolId", poolId(input));
    if (group.description() != null) {
      shown.put("Description", group.description());
    }
    if (group.roleArn() != null) {
      shown.put("RoleArn", group.roleArn());
    }
    if (group.precedence() != null) {
      shown.put("Precedence", group.precedence());
    }
    Shapes.putEpochSeconds(shown, "LastModifiedDate", group.modified());
    Shapes.putEpochSeconds(shown, "CreationDate", group.created());
    return shown;
  }
}
