package dev.gatehouse.host;

import static java.util.Map.entry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Which properties cannot change while a resource stays the same resource: CloudFormation puts
/// another in its place ("Update requires: Replacement").
final class FixedProperties {
  private FixedProperties() {}

  /// @param properties the fixed ones; empty where all are
  /// @param name the one that names the resource in its account, so that no two can have the same;
  ///   null where a name is of no consequence
  private record Fixed(Set<String> properties, @Nullable String name) {}

  private static final Map<String, Fixed> TYPES =
      Map.ofEntries(
          entry("AWS::ApiGatewayV2::Api", fixed("ProtocolType")),
          entry("AWS::ApiGatewayV2::ApiMapping", fixed("DomainName")),
          entry("AWS::ApiGatewayV2::Authorizer", fixed("ApiId")),
          entry("AWS::ApiGatewayV2::Deployment", fixed("ApiId")),
          entry("AWS::ApiGatewayV2::DomainName", named("DomainName")),
          entry("AWS::ApiGatewayV2::Integration", fixed("ApiId")),
          entry("AWS::ApiGatewayV2::Route", fixed("ApiId")),
          entry("AWS::ApiGatewayV2::Stage", fixed("ApiId", "StageName")),
          entry("AWS::Cognito::UserPoolClient", fixed("UserPoolId", "GenerateSecret")),
          entry("AWS::Cognito::UserPoolDomain", named("Domain", "UserPoolId")),
          entry("AWS::Cognito::UserPoolGroup", fixed("UserPoolId", "GroupName")),
          entry("AWS::Cognito::UserPoolResourceServer", fixed("UserPoolId", "Identifier")),
          entry("AWS::Cognito::UserPoolUser", all()),
          entry("AWS::Cognito::UserPoolUserToGroupAttachment", all()),
          entry("AWS::DynamoDB::GlobalTable", named("TableName", "KeySchema")),
          entry("AWS::DynamoDB::Table", named("TableName", "KeySchema")),
          entry("AWS::IAM::AccessKey", fixed("UserName", "Serial")),
          entry("AWS::IAM::Group", named("GroupName")),
          entry("AWS::IAM::ManagedPolicy", named("ManagedPolicyName", "Description", "Path")),
          entry("AWS::IAM::Role", named("RoleName", "Path")),
          entry("AWS::IAM::User", named("UserName")),
          entry("AWS::Lambda::Alias", fixed("Name", "FunctionName")),
          entry("AWS::Lambda::EventInvokeConfig", fixed("FunctionName", "Qualifier")),
          entry("AWS::Lambda::Function", named("FunctionName", "PackageType", "TenancyConfig")),
          entry("AWS::Lambda::LayerVersion", all()),
          entry("AWS::Lambda::Permission", all()),
          entry("AWS::Lambda::Url", fixed("TargetFunctionArn", "Qualifier")),
          entry("AWS::Lambda::Version", fixed("FunctionName", "CodeSha256", "Description")),
          entry("AWS::Logs::LogGroup", named("LogGroupName")),
          entry("AWS::S3::Bucket", named("BucketName")),
          entry("AWS::SSM::Parameter", named("Name")));

  private static Fixed fixed(String... properties) {
    return new Fixed(Set.of(properties), null);
  }

  private static Fixed named(String name, String... more) {
    var properties = new java.util.HashSet<>(List.of(more));
    properties.add(name);
    return new Fixed(Set.copyOf(properties), name);
  }

  private static Fixed all() {
    return new Fixed(Set.of(), null);
  }

  /// Their fingerprints by name; one that is absent is not there.
  static Map<String, String> of(String type, ObjectNode properties) {
    Fixed fixed = TYPES.get(type);
    var found = new LinkedHashMap<String, String>();
    if (fixed != null) {
      properties
          .properties()
          .forEach(property -> {
            if (fixed.properties().isEmpty() || fixed.properties().contains(property.getKey())) {
              found.put(property.getKey(), Fingerprint.of(property.getValue()));
            }
          });
    }
    return found;
  }

  /// Whether the template names the resource, and no other in the account can have that name.
  static boolean isNamed(String type, Map<String, String> fixed) {
    Fixed known = TYPES.get(type);
    return known != null && known.name() != null && fixed.containsKey(known.name());
  }

  /// Whether the one resource would be in the other's way: its template gives it a name, and the
  /// same as before.
  static boolean sameCustomName(String type, Map<String, String> before, Map<String, String> now) {
    Fixed fixed = TYPES.get(type);
    String name = fixed == null ? null : fixed.name();
    String given = name == null ? null : now.get(name);
    return given != null && given.equals(before.get(name));
  }
}
