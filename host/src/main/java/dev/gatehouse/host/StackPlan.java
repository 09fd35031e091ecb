package dev.gatehouse.host;

import dev.gatehouse.cloudformation.Plan;
import dev.gatehouse.cloudformation.StackTemplate;

/// A stack of which everything that can be checked beforehand is checked.
record StackPlan(StackTemplate template, Plan plan) {
  String name() {
    return template.name();
  }

  boolean has(String typePrefix) {
    return plan.inTemplateOrder().stream()
        .anyMatch(resource -> resource.type().startsWith(typePrefix));
  }
}
