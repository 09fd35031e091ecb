package dev.gatehouse.cognito;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.aws.Json;
import dev.gatehouse.aws.Sha256;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Users and groups as they are kept, a file each.
final class UserFiles {
  private UserFiles() {}

  static String name(User user) {
    return "user-" + user.sub();
  }

  /// Names of groups are of any letters; those of files are not.
  static String name(UserGroup group) {
    return "group-" + Sha256.hex(group.name().getBytes(UTF_8));
  }

  static byte[] content(User user) {
    var json =
        Json.STRICT
            .createObjectNode()
            .put("username", user.username())
            .put("sub", user.sub())
            .put("status", user.status().name())
            .put("enabled", user.enabled())
            .put("created", user.created().toString())
            .put("modified", user.modified().toString());
    ObjectNode attributes = json.putObject("attributes");
    user.attributes().forEach(attributes::put);
    user.groups().forEach(json.putArray("groups")::add);
    if (user.password() != null && user.passwordSet() != null) {
      json.put("password", user.password().text());
      json.put("passwordSet", user.passwordSet().toString());
    }
    return json.toString().getBytes(UTF_8);
  }

  static byte[] content(UserGroup group) {
    var json =
        Json.STRICT
            .createObjectNode()
            .put("group", group.name())
            .put("created", group.created().toString())
            .put("modified", group.modified().toString());
    if (group.description() != null) {
      json.put("description", group.description());
    }
    if (group.roleArn() != null) {
      json.put("roleArn", group.roleArn());
    }
    if (group.precedence() != null) {
      json.put("precedence", group.precedence());
    }
    return json.toString().getBytes(UTF_8);
  }

  static JsonNode read(byte[] content) {
    return Json.STRICT.readTree(content);
  }

  static boolean isGroup(JsonNode json) {
    return json.has("group");
  }

  static UserGroup group(JsonNode json) {
    return new UserGroup(
        json.path("group").asString(),
        text(json, "description"),
        text(json, "roleArn"),
        json.has("precedence") ? json.path("precedence").asInt() : null,
        instant(json, "created"),
        instant(json, "modified"));
  }

  static User user(JsonNode json) {
    var attributes = new LinkedHashMap<String, String>();
    json.path("attributes")
        .properties()
        .forEach(entry -> attributes.put(entry.getKey(), entry.getValue().asString()));
    var groups = new HashSet<String>();
    json.path("groups").forEach(group -> groups.add(group.asString()));
    String password = text(json, "password");
    return new User(
        json.path("username").asString(),
        json.path("sub").asString(),
        attributes,
        User.Status.valueOf(json.path("status").asString()),
        json.path("enabled").asBoolean(),
        instant(json, "created"),
        instant(json, "modified"),
        password == null ? null : PasswordHash.read(password),
        password == null ? null : instant(json, "passwordSet"),
        groups);
  }

  private static @Nullable String text(JsonNode json, String name) {
    return json.path(name).isString() ? json.path(name).asString() : null;
  }

  private static Instant instant(JsonNode json, String name) {
    return Instant.parse(json.path(name).asString());
  }
}
