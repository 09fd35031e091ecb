package dev.gatehouse.cognito;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.aws.Json;
import dev.gatehouse.cognito.UserDirectory.NewUser;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Brings a directory in line with what the templates say, once for each thing said: what was
/// changed or deleted through the API since stays so, as on AWS. A kill on the way is made good by
/// the next start, which finds some of it done already.
///
/// @param before what was said last, by id
record Settlement(UserDirectory users, Map<String, Said> before) {
  private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);
  static final String FILE = "declared";

  record Said(String content, boolean retained) {}

  /// @return what is said now, by id
  Map<String, Said> with(List<Declaration> declared) {
    var now = new LinkedHashMap<String, Said>();
    declared.forEach(one -> now.put(one.id(), new Said(one.content(), one.retained())));
    declared.stream().filter(Declaration.OfGroup.class::isInstance).forEach(this::settle);
    declared.stream().filter(Declaration.OfUser.class::isInstance).forEach(this::settle);
    declared.stream().filter(Declaration.OfMembership.class::isInstance).forEach(this::settle);
    var gone = new ArrayList<>(new HashSet<>(before.keySet()));
    gone.removeAll(now.keySet());
    // Memberships come before users and groups.
    gone.sort((one, other) -> kind(one).compareTo(kind(other)));
    gone.stream().filter(id -> !isRetained(id)).forEach(this::remove);
    return now;
  }

  private static String kind(String id) {
    return id.startsWith("membership ") ? "" : id;
  }

  private boolean isRetained(String id) {
    Said said = before.get(id);
    return said != null && said.retained();
  }

  private void settle(Declaration declared) {
    Said said = before.get(declared.id());
    if (said != null && said.content().equals(declared.content())) {
      return;
    }
    try {
      switch (declared) {
        case Declaration.OfUser user when said == null && users.find(user.username()).isEmpty() ->
            users.create(new NewUser(user.username(), user.attributes(), null));
        case Declaration.OfUser user when said == null -> taken(declared, user.username());
        case Declaration.OfUser user -> users.update(user.username(), user.attributes());
        case Declaration.OfGroup group when said == null && !users.hasGroup(group.name()) ->
            users.create(group.name(), group.description(), group.roleArn(), group.precedence());
        case Declaration.OfGroup group ->
            users.update(group.name(), group.description(), group.roleArn(), group.precedence());
        case Declaration.OfMembership(var user, var group, _) -> users.join(user, group);
      }
    } catch (UserFault fault) {
      LOG.warn("{}: {}", declared.id(), fault.message());
    }
  }

  private static void taken(Declaration declared, String name) {
    LOG.info("{}: {} is there already and stays as it is", declared.id(), name);
  }

  private void remove(String id) {
    String[] words = id.split(" ", 3);
    try {
      switch (words[0]) {
        case "membership" -> users.leave(words[2], words[1]);
        case "user" -> users.delete(words[1]);
        case "group" -> users.deleteGroup(words[1]);
        default -> throw new IllegalStateException(id);
      }
    } catch (UserFault goneAlready) {
      LOG.info("{}: {}", id, goneAlready.message());
    }
  }

  // In its file

  static byte[] content(Map<String, Said> said) {
    var json = Json.STRICT.createObjectNode();
    var all = json.putObject(FILE);
    said.forEach((id, one) ->
        all.putObject(id).put("content", one.content()).put("retained", one.retained()));
    return json.toString().getBytes(UTF_8);
  }

  static boolean isOne(JsonNode json) {
    return json.has(FILE);
  }

  static Map<String, Said> read(JsonNode json) {
    var said = new LinkedHashMap<String, Said>();
    json.path(FILE)
        .properties()
        .forEach(entry ->
            said.put(
                entry.getKey(),
                new Said(
                    entry.getValue().path("content").asString(""),
                    entry.getValue().path("retained").asBoolean(false))));
    return said;
  }
}
