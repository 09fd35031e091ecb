package dev.gatehouse.host.endpoint;

import dev.gatehouse.aws.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Users, roles and groups, with the policies that hang on them, wherever the template says so.
record IamHolders(Inventory inventory) {
  enum Kind {
    USER("User", "UserId"),
    ROLE("Role", "RoleId"),
    GROUP("Group", "GroupId");

    final String word;
    final String idMember;

    Kind(String word, String idMember) {
      this.word = word;
      this.idMember = idMember;
    }

    String type() {
      return "AWS::IAM::" + word;
    }

    String nameMember() {
      return word + "Name";
    }

    /// As ARNs and messages have it.
    String lowerCase() {
      return word.toLowerCase(Locale.ROOT);
    }
  }

  List<Deployed> all(Kind kind, String pathPrefix) {
    return inventory.of(kind.type()).stream()
        .filter(holder -> path(holder).startsWith(pathPrefix))
        .toList();
  }

  Deployed find(Kind kind, String name) {
    return inventory
        .find(kind.type(), name)
        .orElseThrow(() ->
            noSuchEntity("The %s with name %s cannot be found.".formatted(kind.lowerCase(), name)));
  }

  /// Also of one that is not there: callers may be forbidden to learn that.
  String arn(Kind kind, String name) {
    return inventory
        .find(kind.type(), name)
        .map(holder -> holder.attribute("Arn"))
        .orElseGet(() -> inventory.globalArn("iam", kind.lowerCase() + "/" + name));
  }

  static String path(Deployed holder) {
    return holder.property("Path").asString("/");
  }

  ObjectNode shown(Kind kind, Deployed holder) {
    var shown = Json.STRICT.createObjectNode();
    shown.put("Path", path(holder));
    shown.put(kind.nameMember(), holder.id());
    shown.put(kind.idMember, holder.attribute(kind.idMember));
    shown.put("Arn", holder.attribute("Arn"));
    shown.put("CreateDate", time(holder));
    if (kind == Kind.ROLE) {
      shown.put("AssumeRolePolicyDocument", encoded(holder.property("AssumeRolePolicyDocument")));
      shown.put("MaxSessionDuration", holder.property("MaxSessionDuration").asInt(3600));
    }
    String boundary = holder.text("PermissionsBoundary");
    if (!boundary.isEmpty()) {
      shown
          .putObject("PermissionsBoundary")
          .put("PermissionsBoundaryType", "Policy")
          .put("PermissionsBoundaryArn", boundary);
    }
    var tags = tags(holder);
    if (!tags.isEmpty()) {
      tags.forEach(shown.putArray("Tags")::add);
    }
    return shown;
  }

  static List<ObjectNode> tags(Deployed holder) {
    var tags = new ArrayList<ObjectNode>();
    for (var tag : holder.property("Tags")) {
      tags.add(
          Json.STRICT
              .createObjectNode()
              .put("Key", tag.path("Key").asString(""))
              .put("Value", tag.path("Value").asString("")));
    }
    return tags;
  }

  /// IAM's times have no fractions.
  static String time(Deployed resource) {
    return resource.created().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /// Documents by name, those of `Policies` first.
  Map<String, JsonNode> inline(Kind kind, Deployed holder) {
    var policies = new LinkedHashMap<String, JsonNode>();
    for (var policy : holder.property("Policies")) {
      policies.put(policy.path("PolicyName").asString(), policy.path("PolicyDocument"));
    }
    for (var policy : inventory.of("AWS::IAM::Policy")) {
      if (names(policy.property(kind.word + "s"), holder.id())) {
        policies.put(policy.text("PolicyName"), policy.property("PolicyDocument"));
      }
    }
    return policies;
  }

  /// ARNs of managed policies.
  List<String> attached(Kind kind, Deployed holder) {
    var arns = new ArrayList<String>();
    holder.property("ManagedPolicyArns").forEach(arn -> arns.add(arn.asString()));
    for (var policy : inventory.of("AWS::IAM::ManagedPolicy")) {
      if (names(policy.property(kind.word + "s"), holder.id()) && !arns.contains(policy.id())) {
        arns.add(policy.id());
      }
    }
    return arns;
  }

  /// How many users, roles and groups a managed policy hangs on.
  int attachments(String arn) {
    int count = 0;
    for (var kind : Kind.values()) {
      count +=
          (int)
              all(kind, "/").stream()
                  .filter(holder -> attached(kind, holder).contains(arn))
                  .count();
    }
    return count;
  }

  List<Deployed> groupsOf(Deployed user) {
    return inventory.of(Kind.GROUP.type()).stream()
        .filter(group ->
            names(user.property("Groups"), group.id())
                || inventory.of("AWS::IAM::UserToGroupAddition").stream()
                    .anyMatch(addition ->
                        addition.text("GroupName").equals(group.id())
                            && names(addition.property("Users"), user.id())))
        .toList();
  }

  private static boolean names(JsonNode list, String name) {
    for (var element : list) {
      if (element.asString("").equals(name)) {
        return true;
      }
    }
    return false;
  }

  /// Documents travel percent-encoded (API_GetRolePolicy, RFC 3986).
  static String encoded(JsonNode document) {
    return URLEncoder.encode(document.toString(), StandardCharsets.UTF_8).replace("+", "%20");
  }

  static AwsError noSuchEntity(String message) {
    return AwsError.of(404, "NoSuchEntity", message);
  }
}
