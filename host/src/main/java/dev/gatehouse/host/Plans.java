package dev.gatehouse.host;

import dev.gatehouse.cloudformation.Environment;
import dev.gatehouse.cloudformation.Fault;
import dev.gatehouse.cloudformation.Plan;
import dev.gatehouse.cloudformation.PlannedResource;
import dev.gatehouse.cloudformation.StackTemplate;
import dev.gatehouse.cloudformation.TemplateException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// What the stacks of one deployment are to become.
final class Plans {
  /// What `cdk bootstrap` would have left behind; Gatehouse needs no bootstrap, so the newest will
  /// do.
  static final Map<String, String> BOOTSTRAP = Map.of("/cdk-bootstrap/hnb659fds/version", "32");

  private final Declared wanted;
  private final StackResources resources;
  private final StackContext context;
  private final Map<String, String> parameters;

  private Plans(
      Declared wanted,
      StackResources resources,
      StackContext context,
      Map<String, String> parameters) {
    this.wanted = wanted;
    this.resources = resources;
    this.context = context;
    this.parameters = parameters;
  }

  /// Adds the names of all resources to the context's.
  ///
  /// @param parameters that the owner has given
  /// @throws TemplateException with everything that is wrong
  static List<StackPlan> of(
      Declared wanted,
      StackResources resources,
      StackContext context,
      Map<String, String> parameters) {
    return new Plans(wanted, resources, context, parameters).all();
  }

  private List<StackPlan> all() {
    var plans = new ArrayList<StackPlan>();
    var faults = new ArrayList<Fault>(wanted.faults(parameters.keySet()));
    var exports = new HashSet<String>();
    for (StackTemplate stack : wanted.stacks()) {
      var environment =
          Environment.of(
                  context.region(), context.account(), stack.name(), context.stackId(stack.name()))
              .withSsmParameters(BOOTSTRAP)
              .withExports(exports);
      switch (Plan.check(stack, resources, environment, parameters(stack))) {
        case Plan plan -> {
          plans.add(new StackPlan(stack, plan));
          exports.addAll(plan.exports());
          for (PlannedResource resource : plan.inTemplateOrder()) {
            context.names().add(new ResourceKey(stack.name(), resource.logicalId()));
          }
        }
        case dev.gatehouse.cloudformation.Faults found ->
            found.all().forEach(fault -> faults.add(of(stack, fault)));
      }
    }
    if (!faults.isEmpty()) {
      throw new TemplateException(faults);
    }
    return plans;
  }

  /// Of several stacks each gets what it declares; one alone says what it does not know.
  private Map<String, String> parameters(StackTemplate stack) {
    if (wanted.stacks().size() == 1) {
      return parameters;
    }
    var own = new HashMap<>(parameters);
    own.keySet().retainAll(Declared.parameters(stack));
    return own;
  }

  private Fault of(StackTemplate stack, Fault fault) {
    return wanted.stacks().size() == 1
        ? fault
        : new Fault(fault.logicalId(), stack.name() + ": " + fault.path(), fault.problem());
  }
}
