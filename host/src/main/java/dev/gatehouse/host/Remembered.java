package dev.gatehouse.host;

import dev.gatehouse.cloudformation.DeletionPolicy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What was generated once and stays: ids, secrets, keys and ports, and what of each resource must
/// be known when its template changes. Written anew with each deployment from what the one before
/// left behind; in memory until [#state] is put on disk. Nothing made here may be shown to anybody
/// before that.
final class Remembered {
  private static final String STACKS = "stacks";
  private static final String RESOURCES = "resources";
  private static final String DEPLOYED = "deployed";
  private static final String NUMBER = "number";

  private final JsonNode previous;
  private final ObjectNode current;
  private final Set<ResourceKey> renewed = new HashSet<>();

  private Remembered(JsonNode previous) {
    this.previous = previous;
    this.current = JsonNodeFactory.instance.objectNode();
  }

  /// @param stacks the names of those that run; what is known of others stays as it is
  static Remembered after(ObjectNode before, List<String> stacks) {
    var remembered = new Remembered(before);
    before
        .path(STACKS)
        .properties()
        .forEach(stack -> {
          if (!stacks.contains(stack.getKey())) {
            remembered.stacks().set(stack.getKey(), stack.getValue().deepCopy());
          }
        });
    before
        .path("ports")
        .properties()
        .forEach(port -> {
          if (!port.getKey().isEmpty()
              && !stacks.contains(ResourceKey.parse(port.getKey()).stack())
              && !ResourceKey.parse(port.getKey()).isMade()) {
            remembered.current.withObjectProperty("ports").set(port.getKey(), port.getValue());
          }
        });
    for (JsonNode kept : before.path("retained")) {
      remembered.current.withArrayProperty("retained").add(kept.deepCopy());
    }
    return remembered;
  }

  private ObjectNode stacks() {
    return current.withObjectProperty(STACKS);
  }

  /// What goes to disk.
  ObjectNode state() {
    return current;
  }

  /// A value of the whole.
  String value(String name, Supplier<String> make) {
    return keep(current, name, text(previous.path(name)), make);
  }

  /// A value of one stack.
  String stack(String stack, String name, Supplier<String> make) {
    return keep(
        stacks().withObjectProperty(stack),
        name,
        text(previous.path(STACKS).path(stack).path(name)),
        make);
  }

  /// A value of one stack as it was the last time; null when there is none.
  @Nullable String stack(String stack, String name) {
    return text(previous.path(STACKS).path(stack).path(name));
  }

  void keepStack(String stack, String name, String value) {
    stacks().withObjectProperty(stack).put(name, value);
  }

  /// A value of one resource, for as long as it is not replaced.
  String resource(ResourceKey key, String type, String name, Supplier<String> make) {
    JsonNode before = renewed.contains(key) ? previous.path("") : entry(previous, key);
    boolean same = before.path("type").asString(type).equals(type);
    ObjectNode now = entry(key);
    now.put("type", type);
    return keep(now, name, same ? text(before.path(name)) : null, make);
  }

  /// The last of a resource's numbers, raised first. They go on when the resource is replaced.
  int number(ResourceKey key, String type, int by) {
    JsonNode before = entry(previous, key);
    int last = before.path("type").asString("").equals(type) ? before.path(NUMBER).asInt(0) : 0;
    ObjectNode now = entry(key);
    now.put("type", type);
    int number = now.path(NUMBER).asInt(last) + by;
    now.put(NUMBER, number);
    return number;
  }

  /// The port that an address had last time.
  Optional<Integer> port(String address) {
    JsonNode port = previous.path("ports").path(address);
    return port.isInt() ? Optional.of(port.asInt()) : Optional.empty();
  }

  /// The ports of stacks that do not run now.
  Set<Integer> portsOfOthers() {
    var ports = new HashSet<Integer>();
    current.path("ports").forEach(port -> ports.add(port.asInt()));
    return ports;
  }

  void keepPort(String address, int port) {
    current.withObjectProperty("ports").put(address, port);
  }

  // Resources as they were deployed

  /// What a resource was at the last deployment.
  ///
  /// @param id its physical id
  /// @param fingerprint of all its properties
  /// @param fixed fingerprints of those that cannot change while it stays the same resource, by
  ///   name
  /// @param policy null when it is not known
  /// @param updated when it was last changed; null when it never was
  record Known(
      String type,
      String id,
      String fingerprint,
      Map<String, String> fixed,
      @Nullable DeletionPolicy policy,
      @Nullable String updated) {
    Known updated(@Nullable String at) {
      return new Known(type, id, fingerprint, fixed, policy, at);
    }
  }

  /// Empty for a resource that was not there.
  Optional<Known> before(ResourceKey key) {
    return known(entry(previous, key));
  }

  /// Every other resource of the stacks that run, as it was.
  Map<ResourceKey, Known> others(ResourceKey key) {
    var others = new LinkedHashMap<ResourceKey, Known>();
    previous
        .path(STACKS)
        .properties()
        .forEach(stack ->
            stack
                .getValue()
                .path(RESOURCES)
                .properties()
                .forEach(entry -> {
                  var other = new ResourceKey(stack.getKey(), entry.getKey());
                  if (!other.equals(key)) {
                    known(entry.getValue()).ifPresent(known -> others.put(other, known));
                  }
                }));
    return others;
  }

  private static Optional<Known> known(JsonNode entry) {
    JsonNode deployed = entry.path(DEPLOYED);
    if (!deployed.isObject()) {
      return Optional.empty();
    }
    var fixed = new LinkedHashMap<String, String>();
    deployed
        .path("fixed")
        .properties()
        .forEach(property -> fixed.put(property.getKey(), property.getValue().asString()));
    return Optional.of(
        new Known(
            entry.path("type").asString(""),
            deployed.path("id").asString(""),
            deployed.path("fingerprint").asString(""),
            fixed,
            deployed.has("deletionPolicy")
                ? DeletionPolicy.valueOf(deployed.path("deletionPolicy").asString())
                : null,
            text(deployed.path("updated"))));
  }

  void deployed(ResourceKey key, Known known) {
    ObjectNode entry = entry(key);
    entry.put("type", known.type());
    ObjectNode deployed = entry.putObject(DEPLOYED);
    deployed.put("id", known.id()).put("fingerprint", known.fingerprint());
    ObjectNode fixed = deployed.putObject("fixed");
    known.fixed().forEach(fixed::put);
    if (known.policy() != null) {
      deployed.put("deletionPolicy", known.policy().name());
    }
    if (known.updated() != null) {
      deployed.put("updated", known.updated());
    }
  }

  /// Nothing that was generated for this resource holds any longer: another takes its place.
  void renew(ResourceKey key) {
    renewed.add(key);
  }

  /// Those that were deployed last time and are not now, in no stack that runs.
  List<ResourceKey> gone() {
    var gone = new ArrayList<ResourceKey>();
    previous
        .path(STACKS)
        .properties()
        .forEach(stack ->
            stack
                .getValue()
                .path(RESOURCES)
                .properties()
                .forEach(entry -> {
                  var key = new ResourceKey(stack.getKey(), entry.getKey());
                  if (entry(current, key).isMissingNode()) {
                    gone.add(key);
                  }
                }));
    previous
        .path("made")
        .properties()
        .forEach(entry -> {
          var key = ResourceKey.made(entry.getKey());
          if (entry(current, key).isMissingNode()) {
            gone.add(key);
          }
        });
    return gone;
  }

  /// Keeps what was generated for a resource that is no longer served.
  void retain(ResourceKey key) {
    ObjectNode kept = current.withArrayProperty("retained").addObject();
    kept.put("stack", key.stack()).put("logicalId", key.logicalId());
    if (entry(previous, key) instanceof ObjectNode entry) {
      kept.setAll(entry.deepCopy());
    }
  }

  /// A resource that was kept when it left its template.
  record Retained(ResourceKey key, String type, String id) {
    /// `Table Things (of Stack/Table)`.
    String line() {
      return type.substring(type.lastIndexOf(':') + 1) + " " + id + " (of " + key + ")";
    }
  }

  List<Retained> retained() {
    var all = new ArrayList<Retained>();
    for (JsonNode kept : current.path("retained")) {
      all.add(
          new Retained(
              new ResourceKey(kept.path("stack").asString(""), kept.path("logicalId").asString("")),
              kept.path("type").asString(""),
              kept.path(DEPLOYED).path("id").asString("")));
    }
    return all;
  }

  /// Whether nothing was deployed before.
  boolean isAfresh() {
    return !previous.path(STACKS).isObject();
  }

  // What is still to be removed when the doors have changed

  record Removal(String type, String id) {}

  void remove(Removal removal) {
    current
        .withArrayProperty("removing")
        .addObject()
        .put("type", removal.type())
        .put("id", removal.id());
  }

  /// What a deployment before this one did not get to.
  static List<Removal> removals(JsonNode state) {
    var all = new ArrayList<Removal>();
    for (JsonNode removal : state.path("removing")) {
      all.add(new Removal(removal.path("type").asString(""), removal.path("id").asString("")));
    }
    return all;
  }

  // Below: how it lies in the file

  private ObjectNode entry(ResourceKey key) {
    ObjectNode resources =
        key.isMade()
            ? current.withObjectProperty("made")
            : stacks().withObjectProperty(key.stack()).withObjectProperty(RESOURCES);
    return resources.withObjectProperty(key.logicalId());
  }

  private static JsonNode entry(JsonNode state, ResourceKey key) {
    JsonNode resources =
        key.isMade() ? state.path("made") : state.path(STACKS).path(key.stack()).path(RESOURCES);
    return resources.path(key.logicalId());
  }

  private static @Nullable String text(JsonNode node) {
    return node.isString() ? node.stringValue() : null;
  }

  private static String keep(
      ObjectNode now, String name, @Nullable String before, Supplier<String> make) {
    if (now.path(name).isString()) {
      return now.path(name).asString();
    }
    String value = before != null ? before : make.get();
    now.put(name, value);
    return value;
  }
}
