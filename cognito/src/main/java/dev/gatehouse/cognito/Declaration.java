package dev.gatehouse.cognito;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.aws.Json;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a template says of a pool's users.
public sealed interface Declaration {
  /// Whether it stays when the template no longer says it.
  boolean retained();

  /// What it is of. Names hold no spaces.
  String id();

  /// What can change of it.
  String content();

  record OfUser(String username, Map<String, String> attributes, boolean retained)
      implements Declaration {
    public OfUser {
      requireNonNull(username, "username");
      attributes = new TreeMap<>(attributes);
    }

    @Override
    public String id() {
      return "user " + username;
    }

    @Override
    public String content() {
      var content = Json.STRICT.createObjectNode();
      attributes.forEach(content::put);
      return content.toString();
    }

    @Override
    public String toString() {
      return "OfUser";
    }
  }

  record OfGroup(
      String name,
      @Nullable String description,
      @Nullable String roleArn,
      @Nullable Integer precedence,
      boolean retained)
      implements Declaration {
    public OfGroup {
      requireNonNull(name, "name");
    }

    @Override
    public String id() {
      return "group " + name;
    }

    @Override
    public String content() {
      return Json.STRICT
          .createObjectNode()
          .put("description", description)
          .put("roleArn", roleArn)
          .put("precedence", precedence)
          .toString();
    }
  }

  record OfMembership(String username, String group, boolean retained) implements Declaration {
    public OfMembership {
      requireNonNull(username, "username");
      requireNonNull(group, "group");
    }

    @Override
    public String id() {
      return "membership " + group + " " + username;
    }

    @Override
    public String content() {
      return "";
    }
  }
}
