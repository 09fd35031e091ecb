package dev.gatehouse.cloudformation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads the entries of the template's `Outputs`.
final class OutputReader {
  private static final Set<String> MEMBERS =
      new TreeSet<>(Set.of("Condition", "Description", "Export", "Value"));
  private static final PropertyPath ROOT = PropertyPath.root("Outputs");

  private final ExpressionReader values;
  private final Findings findings;

  OutputReader(ExpressionReader values, Findings findings) {
    this.values = values;
    this.findings = findings;
  }

  List<OutputDeclaration> read(ObjectNode section) {
    List<OutputDeclaration> outputs = new ArrayList<>();
    for (var entry : section.properties()) {
      PropertyPath at = ROOT.member(entry.getKey());
      if (entry.getValue() instanceof ObjectNode output) {
        read(entry.getKey(), output, at).ifPresent(outputs::add);
      } else {
        findings.fault(at, "expected an object, found " + Shape.of(entry.getValue()).phrase());
      }
    }
    return outputs;
  }

  private Optional<OutputDeclaration> read(String name, ObjectNode output, PropertyPath at) {
    for (String member : output.propertyNames()) {
      if (!MEMBERS.contains(member)) {
        findings.fault(
            at.member(member),
            "Invalid template output property '%s'%s"
                .formatted(OneLine.quote(member), NearestName.hint(member, MEMBERS)));
      }
    }
    if (!output.has("Value")) {
      findings.fault(at, "Template format error: Every Outputs member must contain a Value object");
      return Optional.empty();
    }
    return Optional.of(
        new OutputDeclaration(
            name,
            values.read(output.path("Value"), at.member("Value")),
            output.path("Description").asString(""),
            exportName(output.path("Export"), at.member("Export")),
            condition(output.path("Condition"), at.member("Condition")),
            at));
  }

  private @Nullable Expression exportName(JsonNode export, PropertyPath at) {
    if (export.isMissingNode()) {
      return null;
    }
    if (export.size() == 1 && export.has("Name")) {
      return values.read(export.path("Name"), at.member("Name"));
    }
    findings.fault(at, "Export takes {\"Name\": a string}");
    return null;
  }

  private @Nullable String condition(JsonNode node, PropertyPath at) {
    if (node.isMissingNode()) {
      return null;
    }
    if (!node.isString()) {
      findings.fault(at, "Condition takes a condition's name");
      return null;
    }
    return values.condition(node.stringValue(), at) ? node.stringValue() : null;
  }
}
