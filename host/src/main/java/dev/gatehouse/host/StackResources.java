package dev.gatehouse.host;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.cloudformation.CreatedResource;
import dev.gatehouse.cloudformation.CreatedStack;
import dev.gatehouse.cloudformation.Fault;
import dev.gatehouse.cloudformation.Plan;
import dev.gatehouse.cloudformation.PlannedResource;
import dev.gatehouse.cloudformation.ResolvedResource;
import dev.gatehouse.cloudformation.ResourceCatalogue;
import dev.gatehouse.cloudformation.ResourceType;
import dev.gatehouse.cloudformation.TemplateException;
import dev.gatehouse.host.endpoint.Deployed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Every resource type that Gatehouse runs, and the resources of one stack as they come to be.
final class StackResources implements ResourceCatalogue {
  /// They watch or describe; no door depends on them.
  private static final Set<String> IGNORABLE =
      Set.of(
          "AWS::CDK::Metadata",
          "AWS::CloudWatch::Alarm",
          "AWS::CloudWatch::AnomalyDetector",
          "AWS::CloudWatch::CompositeAlarm",
          "AWS::CloudWatch::Dashboard",
          "AWS::Lambda::EventInvokeConfig",
          "AWS::Logs::LogStream",
          "AWS::Logs::MetricFilter",
          "AWS::Logs::QueryDefinition",
          "AWS::Logs::ResourcePolicy",
          "AWS::Logs::SubscriptionFilter",
          "AWS::ResourceGroups::Group",
          "AWS::XRay::Group",
          "AWS::XRay::SamplingRule");

  /// Those with a port of their own.
  private static final Set<String> ADDRESSED =
      Set.of("AWS::ApiGatewayV2::Api", "AWS::Cognito::UserPoolDomain", "AWS::Lambda::Url");

  final CognitoResources cognito;
  final ApiGatewayResources apis;
  final IamResources iam;
  final LambdaResources lambda;
  final DynamoDbResources tables;

  private final StackContext stack;
  private final Map<String, SupportedType> types = new LinkedHashMap<>();
  private final List<Deployed> deployed = new ArrayList<>();

  StackResources(StackContext stack) {
    this.stack = stack;
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

  @Override
  public Set<String> names() {
    return types.keySet();
  }

  /// Logical ids of what needs a port, in template order.
  static List<String> addressed(Plan plan) {
    return plan.inTemplateOrder().stream()
        .filter(resource -> ADDRESSED.contains(resource.type()))
        .map(PlannedResource::logicalId)
        .toList();
  }

  /// Notes down every resource, in memory only.
  ///
  /// @throws TemplateException with all faults that the services find
  CreatedStack create(Plan plan) {
    var faults = new ArrayList<Fault>();
    CreatedStack created = plan.execute(resource -> createOrNote(resource, faults));
    faults.addAll(serviceFaults());
    if (!faults.isEmpty()) {
      throw new TemplateException(faults);
    }
    return created;
  }

  /// A faulty resource gets empty values, so that the rest can be looked at as well.
  private CreatedResource createOrNote(ResolvedResource resource, List<Fault> faults) {
    SupportedType supported = requireNonNull(types.get(resource.type()), "checked by the plan");
    try {
      CreatedResource created = supported.creator().create(resource);
      deployed.add(
          new Deployed(
              resource.logicalId(),
              resource.type(),
              created.ref(),
              created.attributes(),
              resource.properties(),
              Instant.parse(
                  stack.remember(resource, "created", () -> stack.startedAt().toString()))));
      return created;
    } catch (TemplateException e) {
      faults.addAll(e.faults());
      var empty = new HashMap<String, String>();
      supported.type().attributes().forEach(attribute -> empty.put(attribute, ""));
      return new CreatedResource(resource.logicalId(), empty);
    }
  }

  /// Every resource, in the order of creation.
  List<Deployed> deployed() {
    return deployed;
  }

  private List<Fault> serviceFaults() {
    var faults = new ArrayList<Fault>();
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
    faults.addAll(lambda.faults());
    iam.config(List.of())
        .faults()
        .forEach(fault -> faults.add(new Fault("IAM", fault.where(), fault.problem())));
    return faults;
  }
}
