package dev.gatehouse.cloudformation.sam;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `AWS::Serverless::Function`: the function with its role, version, alias and URL. Its events are
/// [HttpApiEvents]' work.
final class SamFunction {
  private static final String[] AS_THEY_ARE = {
    "Architectures",
    "CodeSigningConfigArn",
    "Description",
    "Environment",
    "EphemeralStorage",
    "FileSystemConfigs",
    "FunctionName",
    "Handler",
    "ImageConfig",
    "KmsKeyArn",
    "Layers",
    "LoggingConfig",
    "MemorySize",
    "PackageType",
    "RecursiveLoop",
    "ReservedConcurrentExecutions",
    "Runtime",
    "RuntimeManagementConfig",
    "SnapStart",
    "Timeout",
    "VpcConfig"
  };

  private static final Set<String> OTHERS =
      Set.of(
          "AssumeRolePolicyDocument",
          "AutoPublishAlias",
          "AutoPublishAliasAllProperties",
          "AutoPublishCodeSha256",
          "CodeUri",
          "DeadLetterQueue",
          "DeploymentPreference",
          "EventInvokeConfig",
          "Events",
          "FunctionUrlConfig",
          "ImageUri",
          "InlineCode",
          "PermissionsBoundary",
          "Policies",
          "PropagateTags",
          "ProvisionedConcurrencyConfig",
          "Role",
          "RolePath",
          "Tags",
          "Tracing",
          "VersionDeletionPolicy",
          "VersionDescription");

  private final SamResource resource;
  private final SamStack stack;

  SamFunction(SamResource resource, SamStack stack) {
    this.resource = resource;
    this.stack = stack;
  }

  /// The name of the alias that events and URLs go through.
  static Optional<String> alias(SamResource function, SamStack stack) {
    return Optional.of(stack.resolved(function.property("AutoPublishAlias")))
        .filter(JsonNode::isString)
        .map(JsonNode::asString);
  }

  static String aliasId(SamResource function, String alias) {
    return function.logicalId() + "Alias" + alias;
  }

  /// What an API or URL of the function invokes.
  static JsonNode target(SamResource function, SamStack stack) {
    return Trees.ref(
        alias(function, stack).map(alias -> aliasId(function, alias)).orElse(function.logicalId()));
  }

  void expand() {
    for (String name : resource.properties().propertyNames()) {
      if (!OTHERS.contains(name) && !List.of(AS_THEY_ARE).contains(name)) {
        fault("is not a property of AWS::Serverless::Function that is expanded here", name);
      }
    }
    ObjectNode function = Trees.object();
    resource.copy(function, AS_THEY_ARE);
    ObjectNode code = code();
    function.set("Code", code);
    if (resource.has("Tracing")) {
      function.putObject("TracingConfig").set("Mode", resource.property("Tracing"));
    }
    if (resource.has("DeadLetterQueue")) {
      function
          .putObject("DeadLetterConfig")
          .set("TargetArn", resource.property("DeadLetterQueue").path("TargetArn"));
    }
    function.set("Tags", tags(resource, "lambda:createdBy"));
    if (resource.has("Role")) {
      function.set("Role", resource.property("Role"));
    } else {
      String role = resource.logicalId() + "Role";
      function.set("Role", Trees.attribute(role, "Arn"));
      stack.make(role, resource.companion("AWS::IAM::Role", new SamRole(resource, stack).role()));
    }
    stack.make(resource.logicalId(), resource.replacement("AWS::Lambda::Function", function));
    if (resource.has("AutoPublishAlias")) {
      publish(function, code);
    }
    if (resource.has("FunctionUrlConfig")) {
      url(resource.property("FunctionUrlConfig"));
    }
    if (resource.has("EventInvokeConfig")) {
      invokeConfig(resource.property("EventInvokeConfig"));
    }
  }

  private void fault(String text, String... members) {
    String[] place = new String[3 + members.length];
    place[0] = "Resources";
    place[1] = resource.logicalId();
    place[2] = "Properties";
    System.arraycopy(members, 0, place, 3, members.length);
    stack.findings().fault(text, place);
  }

  private ObjectNode code() {
    boolean image = resource.property("PackageType").asString("Zip").equals("Image");
    if (image || resource.has("ImageUri")) {
      fault("container images are not run here: package the function as Zip", "PackageType");
    }
    ObjectNode code = Trees.object();
    if (resource.has("InlineCode")) {
      code.set("ZipFile", resource.property("InlineCode"));
    } else if (resource.has("CodeUri")) {
      code = Locations.bucket(resource.property("CodeUri"));
    } else if (!image) {
      fault("Either 'InlineCode' or 'CodeUri' must be set.", "CodeUri");
    }
    for (String name : List.of("Runtime", "Handler")) {
      if (!image && !resource.has(name)) {
        fault("Runtime and Handler needs to be present when PackageType is of type `Zip`", name);
      }
    }
    return code;
  }

  /// SAM's own tag first.
  static ArrayNode tags(SamResource resource, String marker) {
    ArrayNode tags = Trees.list();
    tags.addObject().put("Key", marker).put("Value", "SAM");
    resource
        .property("Tags")
        .properties()
        .forEach(tag -> tags.addObject().put("Key", tag.getKey()).set("Value", tag.getValue()));
    return tags;
  }

  /// A version whose logical id changes with the code, and the alias that points to it.
  private void publish(ObjectNode function, ObjectNode code) {
    Optional<String> alias = alias(resource, stack);
    if (alias.isEmpty() || !alias.get().matches("[A-Za-z0-9]+")) {
      fault("must be a string or a Ref to a template parameter", "AutoPublishAlias");
      return;
    }
    String versionId = resource.logicalId() + "Version" + versionHash(function, code);
    ObjectNode version = Trees.object();
    version.set("FunctionName", Trees.ref(resource.logicalId()));
    if (resource.has("VersionDescription")) {
      version.set("Description", resource.property("VersionDescription"));
    }
    resource.copy(version, "RuntimeManagementConfig");
    ObjectNode made = resource.companion("AWS::Lambda::Version", version);
    if (!made.has("DeletionPolicy")) {
      made.put("DeletionPolicy", "Retain");
    }
    if (resource.has("VersionDeletionPolicy")) {
      made.set("DeletionPolicy", resource.property("VersionDeletionPolicy"));
    }
    stack.make(versionId, made);

    ObjectNode pointer = Trees.object().put("Name", alias.get());
    pointer.set("FunctionName", Trees.ref(resource.logicalId()));
    pointer.set("FunctionVersion", Trees.attribute(versionId, "Version"));
    resource.copy(pointer, "ProvisionedConcurrencyConfig");
    String aliasId = aliasId(resource, alias.get());
    stack.make(aliasId, resource.companion("AWS::Lambda::Alias", pointer));
    stack.refer(resource.logicalId() + ".Version", versionId);
    stack.refer(resource.logicalId() + ".Alias", aliasId);
    if (resource.has("DeploymentPreference")) {
      stack
          .findings()
          .notice(
              "deployments are not shifted here: the alias changes at once",
              "Resources",
              resource.logicalId(),
              "Properties",
              "DeploymentPreference");
    }
  }

  private String versionHash(ObjectNode function, ObjectNode code) {
    JsonNode given = stack.resolved(resource.property("AutoPublishCodeSha256"));
    if (given.isString()) {
      return given.asString().substring(0, Math.min(10, given.asString().length()));
    }
    if (resource.property("AutoPublishAliasAllProperties").asBoolean(false)) {
      return Trees.hash(function);
    }
    ObjectNode data = (ObjectNode) stack.resolved(code);
    if (function.path("Environment") instanceof ObjectNode environment) {
      data.setAll(environment);
    }
    if (function.has("MemorySize")) {
      data.set("MemorySize", function.path("MemorySize"));
    }
    if (!function.path("SnapStart").path("ApplyOn").asString("None").equals("None")) {
      data.set("SnapStart", function.path("SnapStart"));
    }
    return Trees.hash(data);
  }

  private void url(JsonNode config) {
    ObjectNode url = Trees.object();
    url.set("TargetFunctionArn", target(resource, stack));
    for (String name : config.propertyNames()) {
      switch (name) {
        case "AuthType", "Cors", "InvokeMode" -> url.set(name, config.path(name));
        default -> fault("is not a property of FunctionUrlConfig", "FunctionUrlConfig", name);
      }
    }
    String type = config.path("AuthType").asString("");
    if (!type.equals("NONE") && !type.equals("AWS_IAM")) {
      fault("AuthType is required and must be AWS_IAM or NONE", "FunctionUrlConfig", "AuthType");
    }
    String id = resource.logicalId() + "Url";
    stack.make(id, resource.companion("AWS::Lambda::Url", url));
    if (type.equals("NONE")) {
      ObjectNode permission = Trees.object().put("Action", "lambda:InvokeFunctionUrl");
      permission.set("FunctionName", target(resource, stack));
      permission.put("Principal", "*").put("FunctionUrlAuthType", "NONE");
      stack.make(
          id + "PublicPermissions", resource.companion("AWS::Lambda::Permission", permission));
      // The second permission that URLs made since October 2025 ask for (urls-auth.html).
      ObjectNode invoke = Trees.object().put("Action", "lambda:InvokeFunction");
      invoke.set("FunctionName", target(resource, stack));
      invoke.put("Principal", "*").put("InvokedViaFunctionUrl", true);
      stack.make(
          resource.logicalId() + "URLInvokeAllowPublicAccess",
          resource.companion("AWS::Lambda::Permission", invoke));
    }
  }

  private void invokeConfig(JsonNode config) {
    ObjectNode made = Trees.object();
    made.set("FunctionName", Trees.ref(resource.logicalId()));
    made.put("Qualifier", alias(resource, stack).orElse("$LATEST"));
    for (String name : config.propertyNames()) {
      switch (name) {
        case "MaximumEventAgeInSeconds", "MaximumRetryAttempts" ->
            made.set(name, config.path(name));
        case "DestinationConfig" -> made.set(name, destinations(config.path(name)));
        default -> fault("is not a property of EventInvokeConfig", "EventInvokeConfig", name);
      }
    }
    String id = resource.logicalId() + "EventInvokeConfig";
    ObjectNode attributed = resource.replacement("AWS::Lambda::EventInvokeConfig", made);
    alias(resource, stack)
        .ifPresent(alias -> attributed.putArray("DependsOn").add(aliasId(resource, alias)));
    stack.make(id, attributed);
  }

  private ObjectNode destinations(JsonNode config) {
    ObjectNode destinations = Trees.object();
    for (String event : List.of("OnSuccess", "OnFailure")) {
      JsonNode to = config.path(event);
      if (to.has("Destination")) {
        destinations.putObject(event).set("Destination", to.path("Destination"));
      } else if (!to.isMissingNode()) {
        fault(
            "queues and topics are not made here: name a Destination",
            "EventInvokeConfig",
            "DestinationConfig",
            event);
      }
    }
    return destinations;
  }
}
