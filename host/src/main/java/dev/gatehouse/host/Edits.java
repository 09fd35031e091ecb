package dev.gatehouse.host;

import dev.gatehouse.aws.Json;
import dev.gatehouse.cloudformation.CreatedResource;
import dev.gatehouse.host.endpoint.Changes.Change;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What was made, changed and deleted through AWS's APIs, beside what the templates say.
///
/// @param byKey in the order in which it was done
record Edits(SequencedMap<ResourceKey, Edit> byKey) {
  static final Edits NONE = new Edits(new LinkedHashMap<>());

  /// @param properties null for a resource that was deleted
  /// @param over the fingerprint of what the template said then: an edit lasts until the template
  ///   says something else. Empty for resources of no template
  /// @param gone what was deleted, for those that still refer to it; null where properties are not
  record Edit(
      String type, @Nullable ObjectNode properties, @Nullable CreatedResource gone, String over) {
    @Override
    public String toString() {
      return (properties == null ? "deleted " : "edited ") + type;
    }
  }

  Edits {
    byKey = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(byKey));
  }

  Optional<Edit> of(ResourceKey key) {
    return Optional.ofNullable(byKey.get(key));
  }

  /// @param names of what runs now
  /// @param resources that run now
  Edits with(List<Change> changes, Names names, StackResources resources) {
    var edited = new LinkedHashMap<>(byKey);
    for (Change change : changes) {
      ResourceKey key = names.find(change.name()).orElse(ResourceKey.made(change.name()));
      Optional<StackResources.Told> told = resources.told(key);
      String over = told.map(StackResources.Told::fingerprint).orElse("");
      switch (change) {
        case Change.Put(_, var type, var properties) ->
            edited.put(key, new Edit(type, properties.deepCopy(), null, over));
        case Change.Delete _ when told.isPresent() ->
            resources
                .deployed(key)
                .ifPresent(gone ->
                    edited.put(
                        key,
                        new Edit(
                            gone.type(),
                            null,
                            new CreatedResource(gone.id(), gone.attributes()),
                            over)));
        case Change.Delete _ -> edited.remove(key);
      }
    }
    return new Edits(edited);
  }

  /// Without those of the templates' resources that the template speaks of anew.
  Edits without(List<ResourceKey> outdated) {
    var left = new LinkedHashMap<>(byKey);
    outdated.forEach(left::remove);
    return new Edits(left);
  }

  // In the state file

  ObjectNode json() {
    var json = Json.STRICT.createObjectNode();
    byKey.forEach((key, edit) -> {
      ObjectNode entry = json.putObject(key.toString());
      entry.put("type", edit.type()).put("over", edit.over());
      if (edit.properties() != null) {
        entry.set("properties", edit.properties());
      }
      if (edit.gone() != null) {
        ObjectNode gone = entry.putObject("gone").put("ref", edit.gone().ref());
        edit.gone().attributes().forEach(gone.putObject("attributes")::put);
      }
    });
    return json;
  }

  static Edits of(JsonNode json) {
    var edits = new LinkedHashMap<ResourceKey, Edit>();
    json.properties()
        .forEach(entry -> {
          JsonNode edit = entry.getValue();
          edits.put(
              ResourceKey.parse(entry.getKey()),
              new Edit(
                  edit.path("type").asString(""),
                  edit.path("properties") instanceof ObjectNode properties ? properties : null,
                  gone(edit.path("gone")),
                  edit.path("over").asString("")));
        });
    return new Edits(edits);
  }

  private static @Nullable CreatedResource gone(JsonNode json) {
    if (json.isMissingNode()) {
      return null;
    }
    var attributes = new HashMap<String, String>();
    json.path("attributes")
        .properties()
        .forEach(entry -> attributes.put(entry.getKey(), entry.getValue().asString()));
    return new CreatedResource(json.path("ref").asString(""), attributes);
  }
}
