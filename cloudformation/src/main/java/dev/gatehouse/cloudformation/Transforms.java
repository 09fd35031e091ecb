package dev.gatehouse.cloudformation;

import dev.gatehouse.cloudformation.sam.Expansion;
import dev.gatehouse.cloudformation.sam.Finding;
import dev.gatehouse.cloudformation.sam.SamTransform;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// The transforms that are carried out here; any other stays in the template, where it is a fault.
final class Transforms {
  private Transforms() {}

  /// What is included comes first: other transforms see the template with it.
  ///
  /// @param parameters values given by the caller
  /// @param findings told of what cannot be transformed, and of what is passed over
  static ObjectNode applied(
      ObjectNode root, Map<String, String> parameters, AssetLocator assets, Findings findings) {
    ObjectNode whole = new Includes(known(root, parameters), assets, findings).applied(root);
    if (!SamTransform.appliesTo(whole)) {
      return whole;
    }
    Expansion expansion = SamTransform.expand(whole, parameters);
    expansion.faults().forEach(fault -> findings.fault(path(fault), fault.text()));
    expansion.notices().forEach(notice -> findings.notice(path(notice), notice.text()));
    return expansion.template();
  }

  /// Parameters' values as far as they are known before anything is resolved.
  private static Map<String, String> known(ObjectNode root, Map<String, String> given) {
    var values = new HashMap<String, String>();
    root.path("Parameters")
        .forEachEntry((name, parameter) -> {
          if (parameter.path("Default").isString()) {
            values.put(name, parameter.path("Default").asString());
          }
        });
    values.putAll(given);
    return values;
  }

  private static PropertyPath path(Finding finding) {
    PropertyPath path = PropertyPath.root(finding.place().getFirst());
    for (String step : finding.place().subList(1, finding.place().size())) {
      path = path.member(step);
    }
    return path;
  }
}
