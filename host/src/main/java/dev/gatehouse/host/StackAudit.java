package dev.gatehouse.host;

import dev.gatehouse.aws.AccountId;
import dev.gatehouse.aws.Json;
import dev.gatehouse.aws.Region;
import dev.gatehouse.cloudformation.AssetLocator;
import dev.gatehouse.cloudformation.Environment;
import dev.gatehouse.cloudformation.Fault;
import dev.gatehouse.cloudformation.Outline;
import dev.gatehouse.cloudformation.Plan;
import dev.gatehouse.cloudformation.ResolvedResource;
import dev.gatehouse.cloudformation.StackTemplate;
import dev.gatehouse.cloudformation.Template;
import dev.gatehouse.cloudformation.TemplateException;
import dev.gatehouse.host.audit.Acceptance;
import dev.gatehouse.host.audit.Audit;
import dev.gatehouse.host.audit.NotRun;
import dev.gatehouse.host.audit.Part;
import dev.gatehouse.host.audit.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads what `up` would run, as far as a template tells it: no port is bound, no key is made,
/// nothing is kept. What `up` would refuse is read as well, and noted.
public final class StackAudit {
  private static final String SAM = "AWS::Serverless::";

  private final Map<String, String> parameters;
  private final Path given;
  private final Source source;
  private final Region region = new Region(Host.REGION);
  private final AccountId account = new AccountId(Host.ACCOUNT);
  private final List<Part> parts = new ArrayList<>();
  private final Map<String, JsonNode> documents = new HashMap<>();
  private final List<Acceptance> acceptances = new ArrayList<>();
  private final List<NotRun> notRun = new ArrayList<>();
  private final Map<String, Place> places = new HashMap<>();
  private final Set<String> names = new HashSet<>();

  private StackAudit(Path path, Map<String, String> parameters) {
    this.given = path;
    this.source = Source.at(path);
    this.parameters = Map.copyOf(parameters);
  }

  /// @param path what `up` takes
  /// @param parameters values for the templates' parameters
  /// @param progress told what is going on, one line at a time
  /// @throws TemplateFaultsException when a template makes no sense, whoever would run it
  /// @throws StartupException when something else stands in the way
  public static Audit of(Path path, Map<String, String> parameters, Consumer<String> progress) {
    return new StackAudit(path, parameters).audit(progress);
  }

  private Audit audit(Consumer<String> progress) {
    var faults = new ArrayList<Fault>();
    try {
      var declared =
          new Declared(source.stacks(region.code(), account.digits(), progress), Edits.of(none()));
      faults.addAll(declared.faults(parameters.keySet()));
      var exports = new HashMap<String, String>();
      for (StackTemplate stack : declared.stacks()) {
        read(stack, own(stack, declared), exports, faults);
      }
      if (faults.isEmpty()) {
        return Audit.of(
            String.join(", ", declared.names()), parts, documents, acceptances, notRun, places);
      }
    } catch (TemplateException e) {
      faults.addAll(e.faults());
    }
    throw TemplateFaultsException.ofAudit(source.path(), faults);
  }

  private static ObjectNode none() {
    return Json.STRICT.createObjectNode();
  }

  private Map<String, String> own(StackTemplate stack, Declared declared) {
    if (declared.stacks().size() == 1) {
      return parameters;
    }
    var own = new HashMap<>(parameters);
    own.keySet().retainAll(Declared.parameters(stack));
    return own;
  }

  private void read(
      StackTemplate stack,
      Map<String, String> own,
      Map<String, String> exports,
      List<Fault> faults) {
    var environment =
        Environment.of(region, account, stack.name(), "stack/" + stack.name())
            .withSsmParameters(Plans.BOOTSTRAP);
    var called = new HashMap<String, String>();
    var outlined = new ArrayList<ResolvedResource>();
    try {
      Outline outline = Outline.of(stack, environment, own, exports, new Names(stack, called));
      outlined.addAll(outline.resources());
      checkStrictly(stack, environment.withExports(exports.keySet()), own, called);
      exports.putAll(outline.exports());
    } catch (TemplateException e) {
      faults.addAll(e.faults());
      return;
    }
    ObjectNode written = stack.template().tree();
    for (ResolvedResource resource : outlined) {
      add(resource, stack, written, name(stack, resource.logicalId(), called));
    }
    accept(stack, written, called);
    places(stack, called);
  }

  /// Its logical id, with its stack's name before it where a stack before has the same one.
  private String name(StackTemplate stack, String logicalId, Map<String, String> called) {
    return called.computeIfAbsent(logicalId, id -> names.add(id) ? id : stack.name() + "/" + id);
  }

  private void add(
      ResolvedResource resource, StackTemplate stack, ObjectNode written, String name) {
    ObjectNode properties = resource.properties().deepCopy();
    JsonNode declared = written.path("Resources").path(resource.logicalId());
    if (declared.path("Type").asString("").equals(SAM + "Function")) {
      properties.set(Part.EVENTS, events(declared));
    }
    parts.add(new Part(name, resource.type(), properties));
    document(resource, stack).ifPresent(document -> documents.put(name, document));
  }

  /// Those of REST APIs, with the API that they name.
  private static ObjectNode events(JsonNode function) {
    ObjectNode events = none();
    function
        .path("Properties")
        .path("Events")
        .properties()
        .forEach(event -> {
          if (event.getValue().path("Type").asString("").equals("Api")) {
            ObjectNode copy = event.getValue().deepCopy().asObject();
            JsonNode api = event.getValue().path("Properties").path("RestApiId");
            if (api.has("Ref")) {
              copy.withObjectProperty("Properties").set("RestApiId", api.get("Ref"));
            }
            events.set(event.getKey(), copy);
          }
        });
    return events;
  }

  private static Optional<JsonNode> document(ResolvedResource resource, StackTemplate stack) {
    JsonNode location = resource.properties().path("BodyS3Location");
    if (!resource.type().equals("AWS::ApiGatewayV2::Api") || location.isMissingNode()) {
      return Optional.empty();
    }
    String key = location.path("Key").asString(location.asString(""));
    try {
      return stack
          .assets()
          .find(key)
          .or(() -> stack.assets().local(key))
          .map(AssetLocator.Asset::path)
          .filter(Files::isRegularFile)
          .map(path -> Template.read(path).tree());
    } catch (TemplateException _) {
      return Optional.empty();
    }
  }

  /// What `up` finds when it checks its plan.
  private void checkStrictly(
      StackTemplate stack,
      Environment environment,
      Map<String, String> own,
      Map<String, String> called) {
    var context =
        new StackContext(
            region,
            account,
            Map.of(stack.name(), stack.assets()),
            new dev.gatehouse.host.Names(),
            Remembered.after(none(), List.of(stack.name())),
            new Addresses(),
            new SecureRandom(),
            Instant.EPOCH,
            source.folder());
    var resources = new StackResources(context, Edits.of(none()), false);
    if (Plan.check(stack, resources, environment, own)
        instanceof dev.gatehouse.cloudformation.Faults found) {
      for (Fault fault : found.all()) {
        notRun.add(new NotRun(name(stack, fault.logicalId(), called), fault.line()));
      }
    }
  }

  private void accept(StackTemplate stack, ObjectNode written, Map<String, String> called) {
    written
        .path("Resources")
        .properties()
        .forEach(resource -> {
          JsonNode accept = resource.getValue().path("Metadata").path("Gatehouse").path("Accept");
          boolean generated = resource.getValue().path("Type").asString("").startsWith(SAM);
          for (JsonNode one : accept.isObject() ? List.of(accept) : accept) {
            acceptances.add(
                new Acceptance(
                    name(stack, resource.getKey(), called),
                    generated,
                    one.path("Finding").asString(""),
                    one.path("Reason").asString("")));
          }
        });
  }

  private void places(StackTemplate stack, Map<String, String> called) {
    Optional<String> file = file(stack);
    String text = stack.template().text();
    int resources = Math.max(0, text.indexOf("Resources"));
    if (file.isPresent()) {
      called.forEach((logicalId, name) -> {
        var declaration =
            Pattern.compile("(?m)^[ \\t]*[\"']?" + Pattern.quote(logicalId) + "[\"']?[ \\t]*:")
                .matcher(text);
        Integer line =
            declaration.find(resources)
                ? (int) text.substring(0, declaration.start()).lines().count() + 1
                : null;
        places.put(name, new Place(file.get(), line));
      });
    }
  }

  /// Seen from where the path was given; of an assembly as CDK calls it.
  private Optional<String> file(StackTemplate stack) {
    String name = stack.name() + ".template.json";
    return Stream.of(given, given.resolve(name), given.resolve("cdk.out").resolve(name))
        .filter(Files::isRegularFile)
        .map(path -> path.normalize().toString())
        .findFirst();
  }

  /// Logical ids, in the form that such values have.
  private final class Names implements Outline.Naming {
    private final StackTemplate stack;
    private final Map<String, String> called;

    private Names(StackTemplate stack, Map<String, String> called) {
      this.stack = stack;
      this.called = called;
    }

    private String id(ResolvedResource resource) {
      return name(stack, resource.logicalId(), called);
    }

    private String text(ResolvedResource resource, String property) {
      return resource.properties().path(property).asString("");
    }

    @Override
    public String ref(ResolvedResource resource) {
      return switch (resource.type()) {
        case "AWS::Lambda::Alias" ->
            arn("lambda", text(resource, "FunctionName")) + ":" + text(resource, "Name");
        case "AWS::Lambda::Version" -> arn("lambda", text(resource, "FunctionName")) + ":1";
        case "AWS::IAM::ManagedPolicy" -> "arn:aws:iam::" + account + ":policy/" + id(resource);
        default -> id(resource);
      };
    }

    /// @param function a name, or an ARN already
    private String arn(String service, String function) {
      return function.startsWith("arn:")
          ? function
          : "arn:aws:%s:%s:%s:function:%s".formatted(service, region, account, function);
    }

    @Override
    public String attribute(ResolvedResource resource, String name) {
      return switch (resource.type() + "." + name) {
        case "AWS::Lambda::Function.Arn" -> arn("lambda", id(resource));
        case "AWS::Lambda::Alias.AliasArn", "AWS::Lambda::Version.FunctionArn" -> ref(resource);
        case "AWS::Lambda::Url.FunctionArn" -> text(resource, "TargetFunctionArn");
        case "AWS::IAM::Role.Arn" -> "arn:aws:iam::" + account + ":role/" + id(resource);
        case "AWS::Cognito::UserPool.ProviderURL" ->
            "https://cognito-idp." + region + ".amazonaws.com/" + id(resource);
        case "AWS::ApiGateway::RestApi.RootResourceId" -> id(resource);
        default -> name.endsWith("Arn") ? "arn:aws:::" + id(resource) : id(resource);
      };
    }
  }
}
