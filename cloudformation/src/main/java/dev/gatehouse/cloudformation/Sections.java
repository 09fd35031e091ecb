package dev.gatehouse.cloudformation;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A template's top level, with everything checked that needs no meaning: names, shapes, counts,
/// nulls.
record Sections(
    ObjectNode parameters,
    ObjectNode mappings,
    ObjectNode conditions,
    ObjectNode resources,
    ObjectNode outputs) {
  private static final Map<String, Integer> MOST_ENTRIES =
      Map.of("Parameters", 200, "Mappings", 200, "Resources", 500, "Outputs", 200);
  private static final Set<String> NAMES =
      new TreeSet<>(
          Set.of(
              "AWSTemplateFormatVersion",
              "Conditions",
              "Description",
              "Mappings",
              "Metadata",
              "Outputs",
              "Parameters",
              "Resources",
              "Rules",
              "Transform"));
  private static final Pattern ALPHANUMERIC = Pattern.compile("[A-Za-z0-9]{1,255}");

  static Sections read(ObjectNode root, Findings findings) {
    nulls(root, null, findings);
    topLevel(root, findings);
    if (!(root.path("Resources") instanceof ObjectNode declared) || declared.isEmpty()) {
      findings.fault(
          PropertyPath.root("Resources"),
          "Template format error: At least one Resources member must be defined.");
    }
    return new Sections(
        section(root, "Parameters", findings),
        section(root, "Mappings", findings),
        section(root, "Conditions", findings),
        section(root, "Resources", findings),
        section(root, "Outputs", findings));
  }

  private static void nulls(JsonNode node, @Nullable PropertyPath at, Findings findings) {
    if (node.isNull() && at != null) {
      findings.fault(at, "[%s] 'null' values are not allowed in templates".formatted(at.slashed()));
    }
    if (node instanceof ObjectNode object) {
      for (var member : object.properties()) {
        PropertyPath place =
            at == null ? PropertyPath.root(member.getKey()) : at.member(member.getKey());
        nulls(member.getValue(), place, findings);
      }
    } else if (at != null) {
      for (int i = 0; i < node.size(); i++) {
        nulls(node.path(i), at.element(i), findings);
      }
    }
  }

  private static void topLevel(ObjectNode root, Findings findings) {
    for (String name : root.propertyNames()) {
      PropertyPath at = PropertyPath.root(name);
      if (!NAMES.contains(name)) {
        findings.fault(
            at,
            "Invalid template property or properties [%s]%s"
                .formatted(OneLine.quote(name), NearestName.hint(name, NAMES)));
      }
      if (name.equals("Transform")) {
        findings.fault(
            at,
            "macros and transforms other than SAM's and AWS::Include are not supported: "
                + OneLine.quote(root.path(name).toString()));
      }
      if (name.equals("Rules")) {
        findings.notice(at, "ignored: rules only guard a deployment's parameters");
      }
    }
    JsonNode version = root.path("AWSTemplateFormatVersion");
    if (!version.isMissingNode() && !version.asString("").equals("2010-09-09")) {
      findings.fault(
          PropertyPath.root("AWSTemplateFormatVersion"),
          "Template format error: unsupported value for AWSTemplateFormatVersion.");
    }
  }

  private static ObjectNode section(ObjectNode root, String name, Findings findings) {
    JsonNode node = root.path(name);
    PropertyPath at = PropertyPath.root(name);
    if (!(node instanceof ObjectNode section)) {
      if (!node.isMissingNode() && !name.equals("Resources")) {
        findings.fault(at, "expected an object, found " + Shape.of(node).phrase());
      }
      return JsonNodeFactory.instance.objectNode();
    }
    int most = MOST_ENTRIES.getOrDefault(name, Integer.MAX_VALUE);
    if (section.size() > most) {
      findings.fault(
          at,
          "Template format error: Number of %s, %d, is greater than maximum allowed, %d"
              .formatted(name.toLowerCase(Locale.ROOT), section.size(), most));
    }
    for (String entry : section.propertyNames()) {
      if (!name.equals("Mappings") && !ALPHANUMERIC.matcher(entry).matches()) {
        findings.fault(
            at.member(entry),
            "Template format error: %s name %s is non alphanumeric."
                .formatted(name.substring(0, name.length() - 1), OneLine.quote(entry)));
      }
    }
    return section;
  }
}
