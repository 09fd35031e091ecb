package dev.gatehouse.cloudformation;

import dev.gatehouse.cloudformation.Expression.Faulty;
import dev.gatehouse.cloudformation.Expression.Literal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Checks one stack from top to bottom, going on after each fault.
final class Planner {
  private final ResourceCatalogue catalogue;
  private final Environment environment;
  private final Findings findings = new Findings();
  private final Map<String, Boolean> truths = new LinkedHashMap<>();
  private final Sections sections;
  private final Reducer reducer;
  private final SequencedMap<String, ResourceFate> fates = new LinkedHashMap<>();

  Planner(
      StackTemplate stack,
      ResourceCatalogue catalogue,
      Environment environment,
      Map<String, String> parameters) {
    this.catalogue = catalogue;
    this.environment = environment;
    this.sections =
        Sections.read(
            Transforms.applied(stack.template().root(), parameters, stack.assets(), findings),
            findings);
    this.reducer =
        new Reducer(
            Parameters.values(sections.parameters(), parameters, environment, findings),
            Mappings.read(sections.mappings(), findings),
            truths,
            NotCreated.among(fates),
            findings);
  }

  PlanResult plan() {
    Declared declared =
        new Declared(
            names(sections.parameters()),
            names(sections.mappings()),
            names(sections.conditions()),
            names(sections.resources()));
    ExpressionReader values = new ExpressionReader(declared, findings);
    decideConditions(new ConditionReader(values, findings));
    new ResourceReader(values, declared, findings)
        .read(sections.resources())
        .forEach((logicalId, resource) -> fates.put(logicalId, fate(resource)));
    ReferenceCheck references = new ReferenceCheck(fates, environment.exports(), findings);
    SequencedMap<String, Plan.Step> steps = steps(references);
    List<Plan.Step> ordered = order(steps);
    List<OutputDeclaration> outputs =
        outputs(new OutputReader(values, findings).read(sections.outputs()), references);
    return findings.faulty()
        ? new Faults(findings.faults())
        : new Plan(List.copyOf(steps.values()), ordered, outputs, reducer, findings.notices());
  }

  private static Set<String> names(ObjectNode section) {
    return new LinkedHashSet<>(section.propertyNames());
  }

  private void decideConditions(ConditionReader reader) {
    SequencedMap<String, Condition> conditions = new LinkedHashMap<>();
    PropertyPath root = PropertyPath.root("Conditions");
    for (var entry : sections.conditions().properties()) {
      conditions.put(entry.getKey(), reader.read(entry.getValue(), root.member(entry.getKey())));
    }
    new Conditions(reducer, truths, findings).decide(conditions);
  }

  /// Whether a resource or output exists; unknown, so no, where its condition is at fault.
  private boolean exists(@Nullable String condition) {
    return condition == null || truths.getOrDefault(condition, false);
  }

  private ResourceFate fate(ResourceDeclaration resource) {
    Optional<ResourceType> type = catalogue.find(resource.type());
    if (!exists(resource.condition())) {
      return truths.containsKey(resource.condition())
          ? new ResourceFate.Absent(resource.condition())
          : new ResourceFate.Faulty();
    }
    if (type.isPresent()) {
      return new ResourceFate.Created(resource, type.get());
    }
    if (catalogue.ignorable(resource.type())) {
      findings.notice(resource.at(), OneLine.quote(resource.type()) + " is accepted and ignored");
      return new ResourceFate.Ignored(resource.type());
    }
    if (catalogue.leftOut(resource.type())) {
      findings.notice(
          resource.at(),
          "NOT CREATED: %s is not supported%s; what refers to it gets %s"
              .formatted(
                  OneLine.quote(resource.type()),
                  NearestName.hint(resource.type(), catalogue.names()),
                  NotCreated.ref(resource.logicalId())));
      return new ResourceFate.LeftOut();
    }
    findings.fault(
        resource.at().member("Type"),
        "resource type %s is not supported%s"
            .formatted(
                OneLine.quote(resource.type()),
                NearestName.hint(resource.type(), catalogue.names())));
    return new ResourceFate.Faulty();
  }

  private SequencedMap<String, Plan.Step> steps(ReferenceCheck references) {
    SequencedMap<String, Plan.Step> steps = new LinkedHashMap<>();
    fates.forEach((logicalId, fate) -> {
      if (fate instanceof ResourceFate.Created(var resource, var type)) {
        steps.put(logicalId, step(resource, type, references));
      }
    });
    return steps;
  }

  private Plan.Step step(
      ResourceDeclaration resource, ResourceType type, ReferenceCheck references) {
    PropertyPath at = resource.at().member("Properties");
    Expression properties =
        new PropertyCheck(type.name(), findings)
            .conform(type.properties(), reducer.reduce(resource.properties(), at), at);
    DynamicReferences.refuse(properties, at, findings);
    Set<String> dependencies = references.dependencies(properties, at);
    dependencies.addAll(resource.dependsOn());
    // What is ignored or absent is not waited for, as CloudFormation passes over a `DependsOn`
    // whose
    // condition is false.
    dependencies.removeIf(name -> !(fates.get(name) instanceof ResourceFate.Created));
    return new Plan.Step(
        new PlannedResource(
            resource.logicalId(),
            type.name(),
            Literals.knownMembers(properties),
            dependencies,
            resource.deletionPolicy(),
            resource.replacePolicy()),
        type,
        properties,
        at);
  }

  private List<Plan.Step> order(SequencedMap<String, Plan.Step> steps) {
    SequencedMap<String, Set<String>> dependencies = new LinkedHashMap<>();
    steps.forEach((logicalId, step) -> dependencies.put(logicalId, step.resource().dependencies()));
    DependencyOrder order = DependencyOrder.of(dependencies);
    for (List<String> cycle : order.cycles()) {
      findings.fault(
          PropertyPath.root("Resources").member(cycle.getFirst()),
          "Circular dependency between resources: [%s]".formatted(String.join(" -> ", cycle)));
    }
    List<Plan.Step> ordered = new ArrayList<>();
    order.ordered().forEach(logicalId -> ordered.add(Objects.requireNonNull(steps.get(logicalId))));
    return ordered;
  }

  private List<OutputDeclaration> outputs(
      List<OutputDeclaration> declared, ReferenceCheck references) {
    List<OutputDeclaration> outputs = new ArrayList<>();
    Set<String> exports = new LinkedHashSet<>(environment.exports());
    for (OutputDeclaration output : declared) {
      if (!exists(output.condition())) {
        continue;
      }
      Expression value = reducer.reduce(output.value(), output.valueAt());
      Optional<String> never = references.ignoredReference(value);
      if (never.isPresent()) {
        findings.notice(output.at(), "left out: %s is accepted and ignored".formatted(never.get()));
        continue;
      }
      if (NotCreated.isIn(value, output.valueAt())) {
        findings.notice(output.at(), "left out: it refers to what is not created");
        continue;
      }
      if (!ExpectedValue.TEXT.of(value)) {
        findings.fault(
            output.valueAt(),
            "Template format error: The Value field of every Outputs member must evaluate to a String.");
      }
      DynamicReferences.refuse(value, output.valueAt(), findings);
      references.dependencies(value, output.valueAt());
      outputs.add(
          new OutputDeclaration(
              output.name(),
              value,
              output.description(),
              exportName(output, exports),
              output.condition(),
              output.at()));
    }
    return outputs;
  }

  private @Nullable Expression exportName(OutputDeclaration output, Set<String> taken) {
    if (output.exportName() == null) {
      return null;
    }
    PropertyPath at = output.at().member("Export").member("Name");
    Expression name = reducer.reduce(output.exportName(), at);
    switch (name) {
      case Faulty _ -> {}
      case Literal literal when taken.add(literal.text()) -> {}
      case Literal literal ->
          findings.fault(
              at, "the export name %s is taken already".formatted(OneLine.quote(literal.text())));
      default ->
          findings.fault(at, "an export's name must be a string that depends on no resource");
    }
    return name;
  }
}
