package dev.gatehouse.cloudformation;

import dev.gatehouse.cloudformation.sam.Expansion;
import dev.gatehouse.cloudformation.sam.Finding;
import dev.gatehouse.cloudformation.sam.SamTransform;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// The transforms that are carried out here; any other stays in the template, where it is a fault.
final class Transforms {
  private Transforms() {}

  /// @param parameters values given by the caller
  /// @param findings told of what cannot be transformed, and of what is passed over
  static ObjectNode applied(ObjectNode root, Map<String, String> parameters, Findings findings) {
    if (!SamTransform.appliesTo(root)) {
      return root;
    }
    Expansion expansion = SamTransform.expand(root, parameters);
    expansion.faults().forEach(fault -> findings.fault(path(fault), fault.text()));
    expansion.notices().forEach(notice -> findings.notice(path(notice), notice.text()));
    return expansion.template();
  }

  private static PropertyPath path(Finding finding) {
    PropertyPath path = PropertyPath.root(finding.place().getFirst());
    for (String step : finding.place().subList(1, finding.place().size())) {
      path = path.member(step);
    }
    return path;
  }
}
