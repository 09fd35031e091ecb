package dev.gatehouse.host;

import dev.gatehouse.cloudformation.Fault;
import dev.gatehouse.cloudformation.ResolvedResource;
import dev.gatehouse.cloudformation.TemplateException;
import java.util.List;

/// Faults found by the services, in the template's terms.
final class Faults {
  private Faults() {}

  static Fault of(String logicalId, String property, String problem) {
    String path = "Resources." + logicalId + ".Properties." + property;
    return new Fault(logicalId, path, problem);
  }

  static TemplateException at(ResolvedResource resource, String property, String problem) {
    return new TemplateException(List.of(of(resource.logicalId(), property, problem)));
  }
}
