package dev.gatehouse.host;

import static dev.gatehouse.cloudformation.PropertySchema.document;
import static dev.gatehouse.cloudformation.PropertySchema.integer;
import static dev.gatehouse.cloudformation.PropertySchema.listOf;
import static dev.gatehouse.cloudformation.PropertySchema.oneOf;
import static dev.gatehouse.cloudformation.PropertySchema.string;
import static dev.gatehouse.cloudformation.PropertySchema.structure;

import dev.gatehouse.aws.AccessKey;
import dev.gatehouse.aws.Arn;
import dev.gatehouse.aws.Json;
import dev.gatehouse.aws.Principal;
import dev.gatehouse.aws.Secret;
import dev.gatehouse.aws.Tags;
import dev.gatehouse.cloudformation.CreatedResource;
import dev.gatehouse.cloudformation.PropertySchema;
import dev.gatehouse.cloudformation.PropertySchema.Structure;
import dev.gatehouse.cloudformation.ResolvedResource;
import dev.gatehouse.cloudformation.TemplateException;
import dev.gatehouse.host.endpoint.Deployed;
import dev.gatehouse.host.endpoint.Inventory;
import dev.gatehouse.iam.Attachments;
import dev.gatehouse.iam.Group;
import dev.gatehouse.iam.IamConfig;
import dev.gatehouse.iam.Ids;
import dev.gatehouse.iam.NamedPolicy;
import dev.gatehouse.iam.PolicyDocument;
import dev.gatehouse.iam.PolicyDocument.Kind;
import dev.gatehouse.iam.PolicyDocument.Reading;
import dev.gatehouse.iam.PolicyFault;
import dev.gatehouse.iam.ResourcePolicy;
import dev.gatehouse.iam.Role;
import dev.gatehouse.iam.User;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// `AWS::IAM::*`: roles, users, groups, policies and access keys, and the stack's own
/// administrator.
final class IamResources {
  private static final String ADMINISTRATOR_ACCESS = "arn:aws:iam::aws:policy/AdministratorAccess";
  private static final String ROOT_PATH = "/";

  /// Services whose actions policies are asked for here. A statement on other services' alone is
  /// never put to the test.
  static final Set<String> ASKED =
      Set.of(
          "apigateway",
          "cloudformation",
          "cognito-idp",
          "dynamodb",
          "execute-api",
          "iam",
          "lambda",
          "logs",
          "sts");

  /// Of those services, what nothing here asks for, and what policies often look closely at.
  private static final Set<String> NEVER_ASKED =
      Set.of("iam:PassRole", "sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML");

  private final StackContext stack;
  private final Ids identifiers;
  private final Map<String, Holder> roles = new LinkedHashMap<>();
  private final Map<String, Holder> users = new LinkedHashMap<>();
  private final Map<String, Holder> groups = new LinkedHashMap<>();
  private final List<NamedPolicy> managedPolicies = new ArrayList<>();
  private final List<AccessKey> accessKeys = new ArrayList<>();

  /// A role, user or group while policies are being attached to it.
  private record Holder(
      ResolvedResource resource,
      String name,
      String id,
      List<NamedPolicy> inline,
      List<String> managed,
      List<String> groups,
      Tags tags) {
    String path() {
      return resource.properties().path("Path").asString(ROOT_PATH);
    }

    Attachments attachments() {
      String boundary = resource.properties().path("PermissionsBoundary").asString("");
      return new Attachments(inline, managed, boundary.isEmpty() ? null : boundary);
    }
  }

  IamResources(StackContext stack) {
    this.stack = stack;
    this.identifiers = new Ids(stack.random());
  }

  List<SupportedType> types() {
    return List.of(
        SupportedType.of(
            "AWS::IAM::Role",
            holder("RoleName")
                .required("AssumeRolePolicyDocument", document())
                .optional("MaxSessionDuration", integer())
                .optional("PermissionsBoundary", string())
                .optional("Tags", tags())
                .ignored("Description", "allows nothing"),
            Set.of("Arn", "RoleId"),
            this::createRole),
        SupportedType.of(
            "AWS::IAM::User",
            holder("UserName")
                .optional("Groups", listOf(string()))
                .optional("PermissionsBoundary", string())
                .optional("Tags", tags())
                .ignored("LoginProfile", "there is no console to sign in to"),
            Set.of("Arn"),
            this::createUser),
        SupportedType.of("AWS::IAM::Group", holder("GroupName"), Set.of("Arn"), this::createGroup),
        SupportedType.of(
            "AWS::IAM::Policy",
            attachable().required("PolicyName", string()).required("PolicyDocument", document()),
            Set.of("Id"),
            this::createPolicy),
        SupportedType.of(
            "AWS::IAM::ManagedPolicy",
            attachable()
                .optional("ManagedPolicyName", string())
                .optional("Path", string())
                .required("PolicyDocument", document())
                .ignored("Description", "allows nothing")
                .ignored("Tags", "no policy here looks at a policy's tags"),
            Set.of("PolicyArn"),
            this::createManagedPolicy),
        SupportedType.of(
            "AWS::IAM::UserToGroupAddition",
            structure().required("GroupName", string()).required("Users", listOf(string())),
            Set.of("Id"),
            this::addToGroup),
        SupportedType.of(
            "AWS::IAM::AccessKey",
            structure()
                .required("UserName", string())
                .optional("Status", oneOf("Active"))
                .optional("Serial", integer()),
            Set.of("SecretAccessKey"),
            this::createAccessKey));
  }

  private static Structure holder(String nameProperty) {
    return structure()
        .optional(nameProperty, string())
        .optional("Path", string())
        .optional("ManagedPolicyArns", listOf(string()))
        .optional(
            "Policies",
            listOf(
                structure()
                    .required("PolicyName", string())
                    .required("PolicyDocument", document())));
  }

  private static PropertySchema tags() {
    return listOf(structure().required("Key", string()).required("Value", string()));
  }

  private static Tags tags(ResolvedResource resource) {
    var tags = new LinkedHashMap<String, String>();
    for (JsonNode tag : resource.properties().path("Tags")) {
      String key = tag.path("Key").asString();
      if (tags.put(key, tag.path("Value").asString()) != null) {
        throw Faults.at(resource, "Tags", "tag " + key + " is there twice");
      }
    }
    Tags.problem(tags)
        .ifPresent(problem -> {
          throw Faults.at(resource, "Tags", problem);
        });
    return new Tags(tags);
  }

  private static Structure attachable() {
    return structure()
        .optional("Roles", listOf(string()))
        .optional("Users", listOf(string()))
        .optional("Groups", listOf(string()));
  }

  private CreatedResource createRole(ResolvedResource resource) {
    // Read here so that a faulty trust policy is a fault of this resource.
    read(resource, "AssumeRolePolicyDocument", Kind.TRUST);
    Holder role =
        hold(resource, "RoleName", 64, stack.remember(resource, "id", identifiers::roleId));
    roles.put(role.name(), role);
    return new CreatedResource(
        role.name(),
        Map.of("Arn", global("role" + role.path() + role.name()), "RoleId", role.id()));
  }

  private CreatedResource createUser(ResolvedResource resource) {
    Holder user =
        hold(resource, "UserName", 64, stack.remember(resource, "id", identifiers::userId));
    user.groups().addAll(CognitoResources.texts(resource.properties().path("Groups")));
    users.put(user.name(), user);
    return new CreatedResource(
        user.name(),
        Map.of("Arn", global("user" + user.path() + user.name()), "UserId", user.id()));
  }

  private CreatedResource createGroup(ResolvedResource resource) {
    Holder group =
        hold(resource, "GroupName", 128, stack.remember(resource, "id", identifiers::groupId));
    groups.put(group.name(), group);
    return new CreatedResource(
        group.name(),
        Map.of("Arn", global("group" + group.path() + group.name()), "GroupId", group.id()));
  }

  /// @param longestName reference_iam-quotas.html
  private Holder hold(ResolvedResource resource, String nameProperty, int longestName, String id) {
    var inline = new ArrayList<NamedPolicy>();
    int index = 0;
    for (JsonNode policy : resource.properties().path("Policies")) {
      String property = "Policies[" + index++ + "].PolicyDocument";
      inline.add(
          new NamedPolicy(
              policy.path("PolicyName").asString(),
              read(resource, property, policy.path("PolicyDocument"), Kind.IDENTITY)));
    }
    return new Holder(
        resource,
        stack.physicalName(resource, nameProperty, longestName),
        id,
        inline,
        CognitoResources.texts(resource.properties().path("ManagedPolicyArns")),
        new ArrayList<>(),
        tags(resource));
  }

  private CreatedResource createPolicy(ResolvedResource resource) {
    var policy =
        new NamedPolicy(
            resource.properties().path("PolicyName").asString(),
            read(resource, "PolicyDocument", Kind.IDENTITY));
    for (Holder holder : holders(resource)) {
      holder.inline().add(policy);
    }
    String id = stack.physicalName(resource, "Id", 128);
    return new CreatedResource(id, Map.of("Id", id));
  }

  private CreatedResource createManagedPolicy(ResolvedResource resource) {
    String path = resource.properties().path("Path").asString(ROOT_PATH);
    String name = stack.physicalName(resource, "ManagedPolicyName", 128);
    String arn = global("policy" + path + name);
    managedPolicies.add(new NamedPolicy(arn, read(resource, "PolicyDocument", Kind.IDENTITY)));
    for (Holder holder : holders(resource)) {
      holder.managed().add(arn);
    }
    String id = stack.remember(resource, "id", identifiers::managedPolicyId);
    return new CreatedResource(arn, Map.of("PolicyArn", arn, "PolicyId", id, "PolicyName", name));
  }

  private CreatedResource addToGroup(ResolvedResource resource) {
    String group = resource.properties().path("GroupName").asString();
    for (Holder user : named(resource, "Users", users)) {
      user.groups().add(group);
    }
    String id = stack.physicalName(resource, "Id", 128);
    return new CreatedResource(id, Map.of("Id", id));
  }

  private CreatedResource createAccessKey(ResolvedResource resource) {
    String name = resource.properties().path("UserName").asString();
    Holder user = users.get(name);
    if (user == null) {
      throw Faults.at(resource, "UserName", "no user of this template is called " + name);
    }
    String id = stack.remember(resource, "accessKeyId", identifiers::accessKeyId);
    String secret =
        stack.remember(resource, "secretAccessKey", () -> identifiers.secretAccessKey().reveal());
    accessKeys.add(new AccessKey(id, new Secret(secret), principal(user), null));
    return new CreatedResource(id, Map.of("SecretAccessKey", secret));
  }

  private List<Holder> holders(ResolvedResource resource) {
    var all = new ArrayList<Holder>();
    all.addAll(named(resource, "Roles", roles));
    all.addAll(named(resource, "Users", users));
    all.addAll(named(resource, "Groups", groups));
    return all;
  }

  private static List<Holder> named(
      ResolvedResource resource, String property, Map<String, Holder> known) {
    var found = new ArrayList<Holder>();
    for (String name : CognitoResources.texts(resource.properties().path(property))) {
      Holder holder = known.get(name);
      if (holder == null) {
        throw Faults.at(resource, property, "`" + name + "` is not one of this template's");
      }
      found.add(holder);
    }
    return found;
  }

  private static PolicyDocument read(ResolvedResource resource, String property, Kind kind) {
    return read(resource, property, resource.properties().path(property), kind);
  }

  private static PolicyDocument read(
      ResolvedResource resource, String property, JsonNode json, Kind kind) {
    return switch (PolicyDocument.parse(json, kind)) {
      case Reading.Understood(var document) -> {
        var notSupplied = document.keysNotSupplied(IamResources::asked);
        if (!notSupplied.isEmpty()) {
          throw faults(resource, property, notSupplied);
        }
        yield document;
      }
      case Reading.Faulty(var faults) -> throw faults(resource, property, faults);
    };
  }

  private static TemplateException faults(
      ResolvedResource resource, String property, List<PolicyFault> faults) {
    return new TemplateException(
        faults.stream()
            .map(fault ->
                Faults.of(
                    resource.logicalId(),
                    fault.where().replaceFirst("^\\$", property),
                    fault.problem()))
            .toList());
  }

  /// @param pattern of actions, as a statement has it
  private static boolean asked(String pattern) {
    return pattern.equals("*")
        || (ASKED.contains(pattern.substring(0, pattern.indexOf(':')).toLowerCase(Locale.ROOT))
            && !NEVER_ASKED.contains(pattern));
  }

  private String global(String name) {
    return Arn.global("iam", stack.account(), name).toString();
  }

  private Principal.User principal(Holder user) {
    return new Principal.User(stack.account(), user.path(), user.name(), user.id());
  }

  /// The key of the stack's owner, made at the first start.
  AccessKey administrator() {
    String userId = stack.remembered().value("administratorUserId", identifiers::userId);
    String id = stack.remembered().value("administratorAccessKeyId", identifiers::accessKeyId);
    String secret =
        stack
            .remembered()
            .value("administratorSecretAccessKey", () -> identifiers.secretAccessKey().reveal());
    var principal = new Principal.User(stack.account(), ROOT_PATH, Inventory.ADMINISTRATOR, userId);
    return new AccessKey(id, new Secret(secret), principal, null);
  }

  /// The owner's own user and key, as if a template had them.
  List<Deployed> ownersResources() {
    AccessKey key = administrator();
    var user = (Principal.User) key.principal();
    var properties = Json.STRICT.createObjectNode();
    properties
        .put("UserName", Inventory.ADMINISTRATOR)
        .putArray("ManagedPolicyArns")
        .add(ADMINISTRATOR_ACCESS);
    return List.of(
        new Deployed(
            Inventory.ADMINISTRATOR,
            "AWS::IAM::User",
            Inventory.ADMINISTRATOR,
            Map.of("Arn", user.name(), "UserId", user.userId()),
            properties,
            stack.created()),
        new Deployed(
            Inventory.ADMINISTRATOR,
            "AWS::IAM::AccessKey",
            key.id(),
            Map.of(),
            Json.STRICT.createObjectNode().put("UserName", Inventory.ADMINISTRATOR),
            stack.created()));
  }

  /// Everything, complete once all resources have been created.
  IamConfig config(List<ResourcePolicy> resourcePolicies) {
    var allUsers = new ArrayList<User>();
    AccessKey administrator = administrator();
    allUsers.add(
        new User(
            (Principal.User) administrator.principal(),
            Attachments.managed(ADMINISTRATOR_ACCESS),
            List.of(),
            Tags.NONE));
    users
        .values()
        .forEach(user ->
            allUsers.add(
                new User(principal(user), user.attachments(), user.groups(), user.tags())));
    var keys = new ArrayList<>(accessKeys);
    keys.add(administrator);
    return new IamConfig(
        stack.account(),
        allUsers,
        groups.values().stream()
            .map(group -> new Group(group.name(), group.attachments()))
            .toList(),
        roles.values().stream().map(this::role).toList(),
        managedPolicies,
        keys,
        resourcePolicies);
  }

  private Role role(Holder role) {
    JsonNode properties = role.resource().properties();
    return new Role(
        stack.account(),
        role.path(),
        role.name(),
        role.id(),
        read(role.resource(), "AssumeRolePolicyDocument", Kind.TRUST),
        role.attachments(),
        properties.has("MaxSessionDuration")
            ? Duration.ofSeconds(properties.path("MaxSessionDuration").asInt())
            : Role.DEFAULT_MAX_SESSION,
        role.tags());
  }

  /// The logical id behind a role's ARN; null for one that is not of this template.
  @Nullable String logicalId(String roleArn) {
    return roles.values().stream()
        .filter(role -> global("role" + role.path() + role.name()).equals(roleArn))
        .map(role -> role.resource().logicalId())
        .findFirst()
        .orElse(null);
  }
}
