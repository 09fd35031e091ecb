package dev.gatehouse.cloudformation;

import dev.gatehouse.cloudformation.CreatedStack.Output;
import dev.gatehouse.cloudformation.Expression.Literal;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A stack of which everything that can be checked is checked, and of which nothing exists yet.
public final class Plan implements PlanResult {
  /// A resource with its reduced properties.
  record Step(
      PlannedResource resource, ResourceType type, Expression properties, PropertyPath at) {}

  private final List<PlannedResource> declared;
  private final List<Step> steps;
  private final List<OutputDeclaration> outputs;
  private final Reducer reducer;
  private final List<Notice> notices;

  Plan(
      List<Step> declared,
      List<Step> steps,
      List<OutputDeclaration> outputs,
      Reducer reducer,
      List<Notice> notices) {
    this.declared = declared.stream().map(Step::resource).toList();
    this.steps = List.copyOf(steps);
    this.outputs = List.copyOf(outputs);
    this.reducer = reducer;
    this.notices = List.copyOf(notices);
  }

  /// @param parameters values given by the caller; the template's defaults stand for the rest
  /// @return the plan, or every fault that was found
  public static PlanResult check(
      StackTemplate stack,
      ResourceCatalogue catalogue,
      Environment environment,
      Map<String, String> parameters) {
    return new Planner(stack, catalogue, environment, parameters).plan();
  }

  /// As the template declares them.
  public List<PlannedResource> inTemplateOrder() {
    return declared;
  }

  /// What each resource depends on stands before it; else the template's order is kept.
  public List<PlannedResource> inCreationOrder() {
    return steps.stream().map(Step::resource).toList();
  }

  public List<Notice> notices() {
    return notices;
  }

  /// The names that this stack will export.
  public Set<String> exports() {
    Set<String> names = new LinkedHashSet<>();
    for (OutputDeclaration output : outputs) {
      String name = exportName(output);
      if (name != null) {
        names.add(name);
      }
    }
    return names;
  }

  public CreatedStack execute(ResourceCreator creator) {
    return execute(creator, Map.of());
  }

  /// Creates one resource after the other, each with what was created before put into its
  /// properties.
  ///
  /// @param exports values that other stacks export, by name
  /// @throws TemplateException if a value turns out to be of another type than its property; what
  ///   was created before stays
  public CreatedStack execute(ResourceCreator creator, Map<String, String> exports) {
    Map<String, CreatedResource> created = new LinkedHashMap<>();
    Findings late = new Findings();
    Reducer complete = reducer.with(new CreatedReferences(created, exports), late);
    for (Step step : steps) {
      created.put(step.resource().logicalId(), creator.create(resolve(step, complete, late)));
    }
    Map<String, Output> values = new LinkedHashMap<>();
    for (OutputDeclaration output : outputs) {
      String value = text(complete.reduce(output.value(), output.valueAt()), output, late);
      values.put(output.name(), new Output(value, output.description(), exportName(output)));
    }
    return new CreatedStack(created, values);
  }

  private static ResolvedResource resolve(Step step, Reducer complete, Findings late) {
    PlannedResource resource = step.resource();
    Expression properties =
        new PropertyCheck(resource.type(), late)
            .conform(
                step.type().properties(), complete.reduce(step.properties(), step.at()), step.at());
    DynamicReferences.refuse(properties, step.at(), late);
    refuse(late);
    return new ResolvedResource(
        resource.logicalId(),
        resource.type(),
        Literals.knownMembers(properties),
        resource.deletionPolicy(),
        resource.replacePolicy());
  }

  private static String text(Expression value, OutputDeclaration output, Findings late) {
    if (value instanceof Literal literal) {
      return literal.text();
    }
    late.fault(output.valueAt(), "expected a string, found " + ExpectedValue.phrase(value));
    throw new TemplateException(late.faults());
  }

  private static void refuse(Findings late) {
    if (late.faulty()) {
      throw new TemplateException(late.faults());
    }
  }

  private static @Nullable String exportName(OutputDeclaration output) {
    return output.exportName() instanceof Literal name ? name.text() : null;
  }
}
