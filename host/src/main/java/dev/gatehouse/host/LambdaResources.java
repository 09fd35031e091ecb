package dev.gatehouse.host;

import static dev.gatehouse.cloudformation.PropertySchema.bool;
import static dev.gatehouse.cloudformation.PropertySchema.integer;
import static dev.gatehouse.cloudformation.PropertySchema.listOf;
import static dev.gatehouse.cloudformation.PropertySchema.mapOf;
import static dev.gatehouse.cloudformation.PropertySchema.oneOf;
import static dev.gatehouse.cloudformation.PropertySchema.string;
import static dev.gatehouse.cloudformation.PropertySchema.structure;

import dev.gatehouse.cloudformation.AssetLocator;
import dev.gatehouse.cloudformation.AssetLocator.Asset;
import dev.gatehouse.cloudformation.CreatedResource;
import dev.gatehouse.cloudformation.Fault;
import dev.gatehouse.cloudformation.PropertySchema;
import dev.gatehouse.cloudformation.PropertySchema.Structure;
import dev.gatehouse.cloudformation.ResolvedResource;
import dev.gatehouse.iam.LambdaPermission;
import dev.gatehouse.iam.PolicyDocument.Reading;
import dev.gatehouse.iam.ResourcePolicy;
import dev.gatehouse.lambda.Code;
import dev.gatehouse.lambda.EventInvokeConfig;
import dev.gatehouse.lambda.FunctionConfig;
import dev.gatehouse.lambda.FunctionException;
import dev.gatehouse.lambda.FunctionUrlConfig;
import dev.gatehouse.lambda.FunctionUrlConfig.AuthType;
import dev.gatehouse.lambda.FunctionUrlConfig.InvokeMode;
import dev.gatehouse.lambda.FunctionUrlCors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// `AWS::Lambda::*` and `AWS::Logs::LogGroup`: functions, their URLs and who may invoke them.
final class LambdaResources {
  private static final String ID_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final String OPENS_NO_DOOR = "opens and shuts no door";

  private final StackContext stack;
  private final Map<String, FunctionConfig> functions = new LinkedHashMap<>();
  private final List<FunctionUrlConfig> urls = new ArrayList<>();
  private final Map<String, List<LambdaPermission>> permissions = new LinkedHashMap<>();
  private final FunctionVersions versions;
  private final Events events;

  LambdaResources(StackContext stack) {
    this.stack = stack;
    this.versions = new FunctionVersions(stack, this::reference);
    this.events = new Events(this::reference);
  }

  List<SupportedType> types() {
    var types = new ArrayList<>(ownTypes());
    types.addAll(versions.types());
    types.add(events.type());
    return types;
  }

  private List<SupportedType> ownTypes() {
    return List.of(
        SupportedType.of(
            "AWS::Lambda::Function", functionProperties(), Set.of("Arn"), this::createFunction),
        SupportedType.of(
            "AWS::Lambda::Url",
            structure()
                .required("TargetFunctionArn", string())
                .optional("Qualifier", string())
                .required("AuthType", oneOf("AWS_IAM", "NONE"))
                .optional("InvokeMode", oneOf("BUFFERED", "RESPONSE_STREAM"))
                .optional("Cors", cors()),
            Set.of("FunctionUrl", "FunctionArn"),
            this::createUrl),
        SupportedType.of(
            "AWS::Lambda::Permission",
            structure()
                .optional("Id", string())
                .required("Action", string())
                .required("FunctionName", string())
                .required("Principal", string())
                .optional("SourceArn", string())
                .optional("SourceAccount", string())
                .optional("FunctionUrlAuthType", oneOf("AWS_IAM", "NONE"))
                .optional("InvokedViaFunctionUrl", bool()),
            Set.of("Id"),
            this::createPermission),
        SupportedType.of(
            "AWS::Logs::LogGroup",
            structure()
                .optional("LogGroupName", string())
                .ignored("RetentionInDays", "logs are files that turn over by size")
                .ignored("KmsKeyId", "logs are files of their owner's")
                .ignored("LogGroupClass", OPENS_NO_DOOR)
                .ignored("DataProtectionPolicy", "not applied here")
                .ignored("Tags", OPENS_NO_DOOR),
            Set.of("Arn"),
            this::createLogGroup));
  }

  private static Structure functionProperties() {
    Structure properties =
        structure()
            .required(
                "Code",
                structure()
                    .optional("S3Bucket", string())
                    .optional("S3Key", string())
                    .optional("S3ObjectVersion", string())
                    .optional("ZipFile", string()))
            .required("Role", string())
            .optional("FunctionName", string())
            .required("Runtime", string())
            .required("Handler", string())
            .optional("Description", string())
            .optional("Timeout", integer())
            .optional("MemorySize", integer())
            .optional("ReservedConcurrentExecutions", integer())
            .optional("PackageType", oneOf("Zip"))
            .optional("Layers", listOf(string()))
            .optional("DeadLetterConfig", structure().optional("TargetArn", string()))
            .optional("Environment", structure().optional("Variables", mapOf(string())))
            .optional(
                "LoggingConfig",
                structure()
                    .optional("LogGroup", string())
                    .optional("LogFormat", oneOf("Text"))
                    .ignored("ApplicationLogLevel", OPENS_NO_DOOR)
                    .ignored("SystemLogLevel", OPENS_NO_DOOR));
    for (String name :
        List.of(
            "CodeSigningConfigArn",
            "KmsKeyArn",
            "RecursiveLoop",
            "RuntimeManagementConfig",
            "SnapStart",
            "Tags",
            "TracingConfig")) {
      properties = properties.ignored(name, OPENS_NO_DOOR);
    }
    return properties
        .ignored("Architectures", "functions run on this machine's processor")
        .ignored("EphemeralStorage", "each environment has this machine's disk")
        .ignored("VpcConfig", "functions reach what this machine reaches");
  }

  private static PropertySchema cors() {
    return structure()
        .optional("AllowOrigins", listOf(string()))
        .optional("AllowMethods", listOf(string()))
        .optional("AllowHeaders", listOf(string()))
        .optional("ExposeHeaders", listOf(string()))
        .optional("MaxAge", integer())
        .optional("AllowCredentials", bool());
  }

  private CreatedResource createFunction(ResolvedResource resource) {
    JsonNode properties = resource.properties();
    String name = stack.physicalName(resource, "FunctionName", 64);
    var variables = new LinkedHashMap<String, String>();
    properties
        .path("Environment")
        .path("Variables")
        .properties()
        .forEach(variable -> variables.put(variable.getKey(), variable.getValue().asString()));
    var function =
        new FunctionConfig(
            resource.logicalId(),
            stack.account(),
            stack.region(),
            name,
            properties.path("Runtime").asString(),
            properties.path("Handler").asString(),
            code(resource),
            variables,
            Duration.ofSeconds(properties.path("Timeout").asInt(3)),
            properties.path("MemorySize").asInt(128),
            properties.path("LoggingConfig").path("LogGroup").asString("/aws/lambda/" + name),
            properties.has("ReservedConcurrentExecutions")
                ? OptionalInt.of(properties.path("ReservedConcurrentExecutions").asInt())
                : OptionalInt.empty(),
            properties.path("Role").asString());
    refuseDeadLetters(resource);
    versions.remember(resource);
    functions.put(function.arn(), function.withLayers(versions.layers(resource)));
    return new CreatedResource(name, Map.of("Arn", function.arn()));
  }

  /// What fails for good would be lost where its owner looks for it.
  private static void refuseDeadLetters(ResolvedResource resource) {
    String target = resource.properties().path("DeadLetterConfig").path("TargetArn").asString("");
    if (!target.isEmpty()) {
      throw Faults.at(
          resource,
          "DeadLetterConfig.TargetArn",
          "no queue and no topic runs here, so `%s` would get nothing; a destination of an"
                  .formatted(target)
              + " AWS::Lambda::EventInvokeConfig may be a function of this template");
    }
  }

  private Code code(ResolvedResource resource) {
    JsonNode code = resource.properties().path("Code");
    if (!code.has("ZipFile")) {
      return UploadedCode.find(code, stack.published())
          .orElseGet(() -> new Code.Archive(asset(stack, resource, "Code").path()));
    }
    if (code.has("S3Key")) {
      throw Faults.at(resource, "Code", "has both `ZipFile` and `S3Key`: give one");
    }
    return new Code.Inline(code.path("ZipFile").asString());
  }

  /// An asset of the assembly, or a path beside a plain template as `aws cloudformation package`
  /// takes it.
  ///
  /// @param property `Code` or `Content`
  static Asset asset(StackContext stack, ResolvedResource resource, String property) {
    String key = resource.properties().path(property).path("S3Key").asString("");
    AssetLocator assets = stack.assets(resource);
    return assets
        .find(key)
        .or(() -> key.isEmpty() ? Optional.empty() : assets.local(key))
        .orElseThrow(() ->
            Faults.at(
                resource,
                property + ".S3Key",
                "`" + key + "` is neither an asset of this assembly nor a path beside it"));
  }

  private CreatedResource createUrl(ResolvedResource resource) {
    JsonNode properties = resource.properties();
    String arn = reference(resource, "TargetFunctionArn").arn(resource, "Qualifier");
    versions.expect(resource, "Qualifier", arn);
    String id = stack.remember(resource, "id", () -> stack.text(32, ID_CHARACTERS));
    urls.add(
        new FunctionUrlConfig(
            id,
            arn,
            AuthType.valueOf(properties.path("AuthType").asString()),
            InvokeMode.valueOf(properties.path("InvokeMode").asString("BUFFERED")),
            cors(properties.path("Cors")),
            stack.account(),
            stack.region(),
            resource.logicalId()));
    return new CreatedResource(
        arn,
        Map.of(
            "FunctionUrl", stack.addresses().url(resource.logicalId()) + "/", "FunctionArn", arn));
  }

  private static @Nullable FunctionUrlCors cors(JsonNode cors) {
    if (cors.isMissingNode()) {
      return null;
    }
    return new FunctionUrlCors(
        cors.path("AllowCredentials").asBoolean(false),
        CognitoResources.texts(cors.path("AllowHeaders")),
        CognitoResources.texts(cors.path("AllowMethods")),
        CognitoResources.texts(cors.path("AllowOrigins")),
        CognitoResources.texts(cors.path("ExposeHeaders")),
        Duration.ofSeconds(cors.path("MaxAge").asInt(0)));
  }

  private CreatedResource createPermission(ResolvedResource resource) {
    JsonNode properties = resource.properties();
    FunctionReference function = reference(resource, "FunctionName");
    if (function.qualifier().equals(FunctionConfig.LATEST)) {
      throw Faults.at(
          resource,
          "FunctionName",
          "AWS does not support policies for $LATEST: name the function without it");
    }
    versions.expect(resource, "FunctionName", function.arn());
    String sid = statementId(resource);
    var statements = permissions.computeIfAbsent(function.arn(), arn -> new ArrayList<>());
    if (statements.stream().anyMatch(statement -> statement.sid().equals(sid))) {
      throw Faults.at(resource, "Id", "the function's policy has a statement `" + sid + "`");
    }
    statements.add(
        new LambdaPermission(
            sid,
            properties.path("Action").asString(),
            properties.path("Principal").asString(),
            new LambdaPermission.Limits(
                optional(properties, "SourceArn"),
                optional(properties, "SourceAccount"),
                null,
                optional(properties, "FunctionUrlAuthType"),
                properties.has("InvokedViaFunctionUrl")
                    ? properties.path("InvokedViaFunctionUrl").asBoolean()
                    : null)));
    return new CreatedResource(sid, Map.of("Id", sid));
  }

  /// Chosen by AddPermission's caller; in a template `Id` is read-only, and generated.
  private String statementId(ResolvedResource resource) {
    if (resource.properties().has("Id") && !stack.names().key(resource.logicalId()).isMade()) {
      throw Faults.at(resource, "Id", "is read-only: AWS generates it");
    }
    return stack.physicalName(resource, "Id", 100);
  }

  private static @Nullable String optional(JsonNode properties, String name) {
    return properties.has(name) ? properties.path(name).asString() : null;
  }

  private CreatedResource createLogGroup(ResolvedResource resource) {
    String name = stack.physicalName(resource, "LogGroupName", 512);
    return new CreatedResource(
        name, Map.of("Arn", stack.arn("logs", "log-group:" + name + ":*").toString()));
  }

  private FunctionReference reference(ResolvedResource resource, String property) {
    return FunctionReference.of(resource, property, functions.values());
  }

  List<Fault> faults() {
    var faults = new ArrayList<Fault>();
    faults.addAll(versions.faults());
    faults.addAll(events.faults(functions, versions));
    for (FunctionConfig function : functions.values()) {
      function
          .faults()
          .forEach(fault ->
              faults.add(Faults.of(function.logicalId(), fault.property(), fault.message())));
    }
    permissions.forEach((function, statements) -> {
      if (LambdaPermission.read(function, statements) instanceof Reading.Faulty(var problems)) {
        problems.forEach(
            problem -> faults.add(new Fault(function, problem.where(), problem.problem())));
      }
    });
    for (FunctionUrlConfig url : urls) {
      for (String fault : url.faults()) {
        String[] parts = fault.split(": ", 2);
        faults.add(Faults.of(url.logicalId(), parts[0], parts[1]));
      }
    }
    return faults;
  }

  /// Tells the function's code from any other; empty for one that cannot be read, which is a fault.
  String codeIdentity(String logicalId) {
    try {
      return functions.values().stream()
          .filter(function -> function.logicalId().equals(logicalId))
          .findFirst()
          .map(FunctionConfig::codeIdentity)
          .orElse("");
    } catch (FunctionException unreadable) {
      return "";
    }
  }

  List<FunctionConfig> functions() {
    return List.copyOf(functions.values());
  }

  FunctionVersions versions() {
    return versions;
  }

  /// How asynchronous invocations are handled, by the ARN that they name.
  Map<String, EventInvokeConfig> eventConfigs() {
    return events.configs();
  }

  List<FunctionUrlConfig> urls() {
    return urls;
  }

  /// Each function's resource policy. Faultless once [#faults()] is empty. Whether the function's
  /// own policy has a grant for anyone at all.
  boolean grantsEveryone(String function) {
    return permissions.getOrDefault(function, List.of()).stream()
        .anyMatch(permission -> permission.principal().equals("*"));
  }

  List<ResourcePolicy> resourcePolicies() {
    var policies = new ArrayList<ResourcePolicy>();
    permissions.forEach((function, statements) -> {
      if (LambdaPermission.read(function, statements) instanceof Reading.Understood(var policy)) {
        policies.add(new ResourcePolicy(function, policy));
      }
    });
    return policies;
  }
}
