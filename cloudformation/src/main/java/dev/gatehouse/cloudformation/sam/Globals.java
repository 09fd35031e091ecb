package dev.gatehouse.cloudformation.sam;

import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The template's `Globals`: what every resource of a type has unless it says otherwise
/// (sam-specification-template-anatomy-globals.html).
record Globals(ObjectNode sections) {
  /// What each section may say. Of APIs that are not run here, anything.
  private static final Map<String, Set<String>> MEMBERS =
      Map.of(
          "Function",
          Set.of(
              "Architectures",
              "AssumeRolePolicyDocument",
              "AutoPublishAlias",
              "AutoPublishAliasAllProperties",
              "CodeUri",
              "DeadLetterQueue",
              "DeploymentPreference",
              "Description",
              "Environment",
              "EphemeralStorage",
              "EventInvokeConfig",
              "FileSystemConfigs",
              "FunctionUrlConfig",
              "Handler",
              "KmsKeyArn",
              "Layers",
              "LoggingConfig",
              "MemorySize",
              "PermissionsBoundary",
              "PropagateTags",
              "ProvisionedConcurrencyConfig",
              "RecursiveLoop",
              "ReservedConcurrentExecutions",
              "RolePath",
              "Runtime",
              "RuntimeManagementConfig",
              "SnapStart",
              "SourceKMSKeyArn",
              "Tags",
              "Timeout",
              "Tracing",
              "VersionDeletionPolicy",
              "VpcConfig"),
          "HttpApi",
          Set.of(
              "AccessLogSettings",
              "Auth",
              "CorsConfiguration",
              "DefaultRouteSettings",
              "Domain",
              "FailOnWarnings",
              "PropagateTags",
              "RouteSettings",
              "StageVariables",
              "Tags"),
          "SimpleTable",
          Set.of("SSESpecification"),
          "LayerVersion",
          Set.of("PublishLambdaVersion"));

  private static final Set<String> NOT_RUN =
      Set.of("Api", "CapacityProvider", "StateMachine", "WebSocketApi");

  static Globals of(JsonNode section, Findings findings) {
    ObjectNode sections = Trees.object();
    if (section.isMissingNode()) {
      return new Globals(sections);
    }
    if (!(section instanceof ObjectNode object)) {
      findings.fault("expected an object", "Globals");
      return new Globals(sections);
    }
    object.forEachEntry((name, value) -> {
      Set<String> members = MEMBERS.get(name);
      if (!(value instanceof ObjectNode properties)) {
        findings.fault("expected an object", "Globals", name);
      } else if (members == null && !NOT_RUN.contains(name)) {
        findings.fault("is not a section of Globals", "Globals", name);
      } else {
        sections.set(name, properties);
        for (String property : properties.propertyNames()) {
          if (members != null && !members.contains(property)) {
            findings.fault("is not a property that Globals may set", "Globals", name, property);
          }
        }
      }
    });
    return new Globals(sections);
  }

  /// @param type without `AWS::Serverless::`
  ObjectNode merged(String type, ObjectNode properties) {
    return sections.path(type) instanceof ObjectNode global
        ? members(global, properties)
        : properties.deepCopy();
  }

  /// Lists one behind the other, objects member by member, anything else as the resource says.
  private static JsonNode merged(JsonNode global, JsonNode own) {
    if (global instanceof ArrayNode first && own instanceof ArrayNode second) {
      return first.deepCopy().addAll(second);
    }
    boolean objects = !Trees.function(global) && !Trees.function(own);
    return objects && global instanceof ObjectNode first && own instanceof ObjectNode second
        ? members(first, second)
        : own;
  }

  private static ObjectNode members(ObjectNode global, ObjectNode own) {
    ObjectNode all = global.deepCopy();
    own.forEachEntry(
        (name, value) -> all.set(name, all.has(name) ? merged(all.path(name), value) : value));
    return all;
  }
}
