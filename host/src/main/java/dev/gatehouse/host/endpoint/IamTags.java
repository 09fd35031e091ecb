package dev.gatehouse.host.endpoint;

import static dev.gatehouse.host.endpoint.IamEdits.array;
import static dev.gatehouse.host.endpoint.IamEdits.exceeded;
import static dev.gatehouse.host.endpoint.IamEdits.nothing;

import dev.gatehouse.aws.Tags;
import dev.gatehouse.host.endpoint.Changes.Change;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// The tags of IAM's users and roles, given and taken away. A policy's are looked at only.
final class IamTags {
  private IamTags() {}

  static List<Change> tag(Input input, IamHolders now, Deployed holder, ObjectNode properties) {
    input.required("Tags");
    var before = new LinkedHashMap<String, String>();
    IamHolders.tags(holder)
        .forEach(tag -> before.put(tag.path("Key").asString(), tag.path("Value").asString()));
    properties.set("Tags", array(tagged(before, input)));
    return List.of();
  }

  static List<Change> untag(Input input, IamHolders now, Deployed holder, ObjectNode properties) {
    input.required("TagKeys");
    List<String> keys = input.texts("TagKeys");
    properties.set(
        "Tags",
        array(
            IamHolders.tags(holder).stream()
                .filter(
                    tag -> keys.stream().noneMatch(tag.path("Key").asString()::equalsIgnoreCase))
                .toList()));
    return List.of();
  }

  /// A key that differs in case only is the same (id_tags.html).
  static List<ObjectNode> tagged(Map<String, String> before, Input input) {
    var all = new LinkedHashMap<>(before);
    var given = new LinkedHashMap<String, String>();
    for (var tag : input.structures("Tags")) {
      String key = input.of(tag).text("Key");
      if (given.keySet().stream().anyMatch(key::equalsIgnoreCase)) {
        throw AwsError.of(
            400,
            "InvalidInput",
            "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
      }
      given.put(key, input.of(tag).text("Value"));
    }
    all.keySet().removeIf(key -> given.keySet().stream().anyMatch(key::equalsIgnoreCase));
    all.putAll(given);
    if (all.size() > Tags.MOST) {
      throw exceeded("TagsPerEntity", Tags.MOST);
    }
    Tags.problem(all)
        .ifPresent(problem -> {
          throw AwsError.of(400, "InvalidInput", problem);
        });
    var tags = new ArrayList<ObjectNode>();
    all.forEach((key, value) -> tags.add(nothing().put("Key", key).put("Value", value)));
    return tags;
  }
}
