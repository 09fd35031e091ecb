package dev.gatehouse.host;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.cloudformation.CreatedResource;
import dev.gatehouse.cloudformation.CreatedStack;
import dev.gatehouse.cloudformation.DeletionPolicy;
import dev.gatehouse.cloudformation.Fault;
import dev.gatehouse.cloudformation.PlannedResource;
import dev.gatehouse.cloudformation.ResolvedResource;
import dev.gatehouse.cloudformation.ResourceCatalogue;
import dev.gatehouse.cloudformation.ResourceType;
import dev.gatehouse.cloudformation.TemplateException;
import dev.gatehouse.host.Remembered.Known;
import dev.gatehouse.host.endpoint.Deployed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Every resource type that Gatehouse runs, and the resources of a deployment as they come to be.
final class StackResources implements ResourceCatalogue {
  /// They watch, describe, or lead to doors by name; no door depends on them.
  private static final Set<String> IGNORABLE =
      Set.of(
          "AWS::CDK::Metadata",
          "AWS::CertificateManager::Certificate",
          "AWS::CloudWatch::Alarm",
          "AWS::CloudWatch::AnomalyDetector",
          "AWS::CloudWatch::CompositeAlarm",
          "AWS::CloudWatch::Dashboard",
          "AWS::Logs::LogStream",
          "AWS::Logs::MetricFilter",
          "AWS::Logs::QueryDefinition",
          "AWS::Logs::ResourcePolicy",
          "AWS::Logs::SubscriptionFilter",
          "AWS::ResourceGroups::Group",
          "AWS::Route53::HostedZone",
          "AWS::Route53::RecordSet",
          "AWS::Route53::RecordSetGroup",
          "AWS::XRay::Group",
          "AWS::XRay::SamplingRule");

  /// Those with a port of their own.
  private static final Set<String> ADDRESSED =
      Set.of(
          "AWS::ApiGatewayV2::Api",
          "AWS::ApiGatewayV2::DomainName",
          "AWS::Cognito::UserPoolDomain",
          "AWS::Lambda::Url");

  /// Types that refuse, or change who is refused.
  private static final List<String> GUARDS =
      List.of(
          "AWS::ApiGatewayV2::",
          "AWS::Cognito::UserPoolRiskConfigurationAttachment",
          "AWS::IAM::",
          "AWS::NetworkFirewall::",
          "AWS::Organizations::",
          "AWS::WAF");

  final CognitoResources cognito;
  final ApiGatewayResources apis;
  final IamResources iam;
  final LambdaResources lambda;
  final DynamoDbResources tables;

  private final StackContext stack;
  private final Edits edits;
  private final boolean onlyDoors;
  private final Map<String, SupportedType> types = new LinkedHashMap<>();
  private final Map<ResourceKey, Deployed> deployed = new LinkedHashMap<>();
  private final Map<ResourceKey, Told> told = new HashMap<>();
  private final Map<String, ResourceKey> taken = new HashMap<>();
  private final List<ResourceKey> outdated = new ArrayList<>();
  private final Set<String> changed = new HashSet<>();
  private final List<Difference> differences = new ArrayList<>();

  /// What a template says of a resource.
  record Told(String type, String fingerprint) {}

  /// @param onlyDoors whether types that are not supported are left out, rather than faults
  StackResources(StackContext stack, Edits edits, boolean onlyDoors) {
    this.stack = stack;
    this.edits = edits;
    this.onlyDoors = onlyDoors;
    cognito = new CognitoResources(stack);
    apis = new ApiGatewayResources(stack, issuer -> localIssuer(stack, issuer));
    iam = new IamResources(stack);
    lambda = new LambdaResources(stack);
    tables = new DynamoDbResources(stack);
    Stream.of(cognito.types(), apis.types(), iam.types(), lambda.types(), tables.types())
        .flatMap(List::stream)
        .forEach(supported -> types.put(supported.type().name(), supported));
  }

  /// A template that writes AWS's issuer means the pool of the same id here.
  private String localIssuer(StackContext stack, String issuer) {
    String prefix = "https://cognito-idp." + stack.region() + ".amazonaws.com/";
    return cognito.configs().stream()
        .filter(pool -> issuer.equals(prefix + pool.id()))
        .map(pool -> pool.issuer())
        .findFirst()
        .orElse(issuer);
  }

  @Override
  public Optional<ResourceType> find(String type) {
    return Optional.ofNullable(types.get(type)).map(SupportedType::type);
  }

  @Override
  public boolean ignorable(String type) {
    return IGNORABLE.contains(type);
  }

  /// Nothing that may shut a door is left out: the door would stand open without it.
  @Override
  public boolean leftOut(String type) {
    return onlyDoors && GUARDS.stream().noneMatch(type::startsWith);
  }

  @Override
  public Set<String> names() {
    return types.keySet();
  }

  /// What needs a port, by name and in template order.
  SequencedMap<String, ResourceKey> addressed(List<StackPlan> plans) {
    var addressed = new LinkedHashMap<String, ResourceKey>();
    for (StackPlan stackPlan : plans) {
      for (PlannedResource resource : stackPlan.plan().inTemplateOrder()) {
        var key = new ResourceKey(stackPlan.name(), resource.logicalId());
        if (ADDRESSED.contains(resource.type()) && !isDeleted(key)) {
          addressed.put(stack.names().name(key), key);
        }
      }
    }
    edits
        .byKey()
        .forEach((key, edit) -> {
          if (key.isMade() && ADDRESSED.contains(edit.type())) {
            addressed.put(stack.names().name(key), key);
          }
        });
    return addressed;
  }

  private boolean isDeleted(ResourceKey key) {
    return edits.of(key).map(edit -> edit.properties() == null).orElse(false);
  }

  /// Notes down every resource, in memory only.
  ///
  /// @param plans in the order in which the stacks need each other
  /// @return the stacks by name
  /// @throws TemplateException with all faults that the services find
  SequencedMap<String, CreatedStack> create(List<StackPlan> plans) {
    var faults = new ArrayList<Fault>();
    var exports = new HashMap<String, String>();
    var created = new LinkedHashMap<String, CreatedStack>();
    for (StackPlan stackPlan : plans) {
      CreatedStack one =
          stackPlan
              .plan()
              .execute(
                  resource ->
                      createOrNote(
                          new ResourceKey(stackPlan.name(), resource.logicalId()),
                          resource,
                          faults),
                  exports);
      exports.putAll(one.exports());
      created.put(stackPlan.name(), one);
    }
    edits
        .byKey()
        .forEach((key, edit) -> {
          if (key.isMade()) {
            make(key, edit, faults);
          }
        });
    faults.addAll(serviceFaults());
    if (!faults.isEmpty()) {
      throw new TemplateException(faults);
    }
    stack.remembered().gone().forEach(this::leave);
    return created;
  }

  /// A faulty resource gets empty values, so that the rest can be looked at as well.
  private CreatedResource createOrNote(
      ResourceKey key, ResolvedResource written, List<Fault> faults) {
    SupportedType supported = requireNonNull(types.get(written.type()), "checked by the plan");
    ResolvedResource resource = written.named(stack.names().name(key));
    String fingerprint = Fingerprint.of(resource.properties());
    told.put(key, new Told(resource.type(), fingerprint));
    try {
      Optional<Edits.Edit> edit = edits.of(key);
      if (edit.isPresent() && !edit.get().over().equals(fingerprint)) {
        outdated.add(key);
        edit = Optional.empty();
      }
      if (edit.isEmpty()) {
        return deploy(key, resource, supported);
      }
      ObjectNode properties = edit.get().properties();
      if (properties == null) {
        return requireNonNull(edit.get().gone(), "a deletion keeps what it deleted");
      }
      ObjectNode conforming = supported.type().alone(resource.logicalId(), properties).properties();
      return deploy(key, resource.withProperties(conforming), supported);
    } catch (TemplateException e) {
      faults.addAll(e.faults());
      var empty = new HashMap<String, String>();
      supported.type().attributes().forEach(attribute -> empty.put(attribute, ""));
      return new CreatedResource(resource.logicalId(), empty);
    }
  }

  private void make(ResourceKey key, Edits.Edit edit, List<Fault> faults) {
    try {
      String name = stack.names().name(key);
      SupportedType supported = types.get(edit.type());
      if (supported == null) {
        throw new TemplateException(
            List.of(new Fault(name, name, edit.type() + " is not supported")));
      }
      deploy(
          key,
          supported.type().alone(name, requireNonNull(edit.properties(), "made, not deleted")),
          supported);
    } catch (TemplateException e) {
      faults.addAll(e.faults());
    }
  }

  private CreatedResource deploy(
      ResourceKey key, ResolvedResource resource, SupportedType supported) {
    Optional<Known> before = stack.remembered().before(key);
    Map<String, String> fixed = FixedProperties.of(resource.type(), resource.properties());
    boolean replaced = before.isPresent() && !before.get().fixed().equals(fixed);
    before.ifPresent(known -> checkUpdate(resource, known, fixed, replaced));
    if (replaced) {
      stack.remembered().renew(key);
    }
    CreatedResource created = supported.creator().create(resource);
    var known =
        new Known(
            resource.type(),
            created.ref(),
            fingerprint(resource),
            fixed,
            resource.deletionPolicy(),
            null);
    Optional<Difference> difference = difference(resource, before, known, replaced);
    known = known.updated(updated(difference, before, replaced));
    checkFree(key, resource, known, before.isEmpty() || replaced);
    stack.remembered().deployed(key, known);
    difference.ifPresent(one -> {
      differences.add(one);
      changed.add(key.stack());
    });
    if (replaced) {
      leave(key, before.get(), resource.replacePolicy());
    }
    deployed.put(
        key,
        new Deployed(
            resource.logicalId(),
            resource.type(),
            created.ref(),
            created.attributes(),
            resource.properties(),
            Instant.parse(stack.remember(resource, "created", () -> stack.startedAt().toString())),
            known.updated() == null ? null : Instant.parse(known.updated())));
    return created;
  }

  private @Nullable String updated(
      Optional<Difference> difference, Optional<Known> before, boolean replaced) {
    if (before.isEmpty() || replaced) {
      return null;
    }
    return difference.isPresent() ? stack.startedAt().toString() : before.get().updated();
  }

  /// When the stack was last changed; null when it is as it was created.
  @Nullable Instant updated(String stackName) {
    String before = stack.remembered().stack(stackName, "updated");
    boolean isNew = stack.remembered().stack(stackName, "created") == null;
    String now = changed.contains(stackName) && !isNew ? stack.startedAt().toString() : before;
    if (now == null) {
      return null;
    }
    stack.remembered().keepStack(stackName, "updated", now);
    return Instant.parse(now);
  }

  private String fingerprint(ResolvedResource resource) {
    String properties = Fingerprint.of(resource.properties());
    return switch (resource.type()) {
      case "AWS::Lambda::Function" -> properties + lambda.codeIdentity(resource.logicalId());
      case "AWS::ApiGatewayV2::Api" ->
          properties + OpenApiBody.identity(resource, stack.assets(resource));
      default -> properties;
    };
  }

  private static Optional<Difference> difference(
      ResolvedResource resource, Optional<Known> before, Known now, boolean replaced) {
    Difference.Kind kind;
    if (before.isEmpty()) {
      kind = Difference.Kind.CREATED;
    } else if (replaced) {
      kind = Difference.Kind.REPLACED;
    } else if (!before.get().fingerprint().equals(now.fingerprint())) {
      kind = Difference.Kind.UPDATED;
    } else {
      return Optional.empty();
    }
    return Optional.of(new Difference(kind, resource.type(), resource.logicalId()));
  }

  private static void checkUpdate(
      ResolvedResource resource, Known before, Map<String, String> fixed, boolean replaced) {
    if (!before.type().equals(resource.type())) {
      throw new TemplateException(
          List.of(
              new Fault(
                  resource.logicalId(),
                  "Resources." + resource.logicalId() + ".Type",
                  "Update of resource type is not permitted. The new template modifies resource"
                      + " type of the following resources: ["
                      + resource.logicalId()
                      + "]")));
    }
    if (replaced && FixedProperties.sameCustomName(resource.type(), before.fixed(), fixed)) {
      throw new TemplateException(
          List.of(
              new Fault(
                  resource.logicalId(),
                  "Resources." + resource.logicalId(),
                  "CloudFormation cannot update a stack when a custom-named resource requires"
                      + " replacing. Rename "
                      + before.id()
                      + " and update the stack again.")));
    }
  }

  /// A new resource cannot have the name of one that is still there: the old one goes last.
  private void checkFree(ResourceKey key, ResolvedResource resource, Known now, boolean isNew) {
    if (!FixedProperties.isNamed(resource.type(), now.fixed())) {
      return;
    }
    ResourceKey holder = taken.putIfAbsent(now.type() + " " + now.id(), key);
    if (holder != null) {
      throw exists(resource, now, holder);
    }
    if (!isNew) {
      return;
    }
    for (var other : stack.remembered().others(key).entrySet()) {
      if (other.getValue().type().equals(now.type()) && other.getValue().id().equals(now.id())) {
        throw exists(resource, now, other.getKey());
      }
    }
    for (Remembered.Retained kept : stack.remembered().retained()) {
      if (kept.type().equals(now.type()) && kept.id().equals(now.id())) {
        throw new TemplateException(
            List.of(
                new Fault(
                    resource.logicalId(),
                    "Resources." + resource.logicalId(),
                    "Resource of type '%s' with identifier '%s' already exists."
                        .formatted(now.type(), now.id()))));
      }
    }
  }

  private TemplateException exists(ResolvedResource resource, Known now, ResourceKey holder) {
    return new TemplateException(
        List.of(
            new Fault(
                resource.logicalId(),
                "Resources." + resource.logicalId(),
                now.id()
                    + " already exists"
                    + (holder.isMade() ? "" : " in stack " + stack.stackId(holder.stack())))));
  }

  /// A resource that no template declares any longer.
  private void leave(ResourceKey key) {
    Optional<Known> known = stack.remembered().before(key);
    if (known.isPresent()) {
      String name =
          key.isMade() || stack.names().find(key.logicalId()).isEmpty()
              ? key.logicalId()
              : key.toString();
      // Where an older Gatehouse did not note the policy down, nothing is thrown away.
      var policy = Objects.requireNonNullElse(known.get().policy(), DeletionPolicy.RETAIN);
      changed.add(key.stack());
      differences.add(
          new Difference(
              policy == DeletionPolicy.DELETE ? Difference.Kind.DELETED : Difference.Kind.RETAINED,
              known.get().type(),
              name));
      leave(key, known.get(), policy);
    }
  }

  private void leave(ResourceKey key, Known known, DeletionPolicy policy) {
    switch (policy) {
      case DELETE -> stack.remembered().remove(new Remembered.Removal(known.type(), known.id()));
      case RETAIN, RETAIN_EXCEPT_ON_CREATE, SNAPSHOT -> stack.remembered().retain(key);
    }
  }

  /// The resources of one stack in the order of creation; those of none for an empty name.
  List<Deployed> deployed(String stackName) {
    return deployed.entrySet().stream()
        .filter(entry -> entry.getKey().stack().equals(stackName))
        .map(Map.Entry::getValue)
        .toList();
  }

  Optional<Deployed> deployed(ResourceKey key) {
    return Optional.ofNullable(deployed.get(key));
  }

  /// What the template says of a resource, whatever was made of it since.
  Optional<Told> told(ResourceKey key) {
    return Optional.ofNullable(told.get(key));
  }

  /// Those that still count.
  Edits edits() {
    return edits.without(outdated);
  }

  /// Whether nothing was deployed before.
  boolean isAfresh() {
    return stack.remembered().isAfresh();
  }

  List<Difference> differences() {
    return List.copyOf(differences);
  }

  private List<Fault> serviceFaults() {
    var faults = new ArrayList<Fault>(cognito.faults());
    for (var pool : cognito.configs()) {
      pool.faults()
          .forEach(
              fault -> faults.add(Faults.of(fault.logicalId(), fault.property(), fault.problem())));
    }
    for (var api : apis.configs()) {
      api.faults()
          .forEach(
              fault -> faults.add(Faults.of(fault.logicalId(), fault.property(), fault.problem())));
    }
    for (var domain : apis.domains()) {
      domain
          .faults(apis.configs())
          .forEach(
              fault -> faults.add(Faults.of(fault.logicalId(), fault.property(), fault.problem())));
      cognito.configs().stream()
          .flatMap(pool -> pool.domains().stream())
          .filter(other -> LocalAddresses.host(other, stack.region()).equals(domain.name()))
          .forEach(other ->
              faults.add(
                  Faults.of(
                      domain.logicalId(), "DomainName", "is also that of " + other.logicalId())));
    }
    faults.addAll(lambda.faults());
    iam.config(List.of())
        .faults()
        .forEach(fault -> faults.add(new Fault("IAM", fault.where(), fault.problem())));
    return faults;
  }
}
