package dev.gatehouse.iam;

import dev.gatehouse.aws.Json;
import dev.gatehouse.iam.PolicyDocument.Reading;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/// AWS's own managed policies, as far as their text is known here: the documents beside this class,
/// one file each (AWS Managed Policy Reference Guide). An ARN that is not among them is a fault for
/// whoever attaches it, never an empty grant.
public final class AwsManagedPolicies {
  private static final String PREFIX = "arn:aws:iam::aws:policy/";

  private static final List<String> NAMES =
      List.of(
          "AdministratorAccess",
          "AmazonDynamoDBFullAccess",
          "AmazonDynamoDBFullAccess_v2",
          "AmazonDynamoDBReadOnlyAccess",
          "AWSLambda_FullAccess",
          "AWSXRayDaemonWriteAccess",
          "service-role/AmazonAPIGatewayPushToCloudWatchLogs",
          "service-role/AWSLambdaBasicExecutionRole",
          "service-role/AWSLambdaDynamoDBExecutionRole",
          "service-role/AWSLambdaVPCAccessExecutionRole");

  /// Read when they are first asked for: most stacks attach one of them or none.
  private static final Map<String, PolicyDocument> DOCUMENTS = new ConcurrentHashMap<>();

  private AwsManagedPolicies() {}

  static Optional<PolicyDocument> find(String arn) {
    return name(arn).map(name -> DOCUMENTS.computeIfAbsent(name, AwsManagedPolicies::document));
  }

  /// Of those whose text is known here.
  public static List<String> arns() {
    return NAMES.stream().map(PREFIX::concat).toList();
  }

  /// The document itself; empty for an ARN that is not known here.
  public static Optional<JsonNode> json(String arn) {
    return name(arn).map(AwsManagedPolicies::text);
  }

  private static Optional<String> name(String arn) {
    return NAMES.stream().filter(name -> arn.equals(PREFIX + name)).findFirst();
  }

  private static PolicyDocument document(String name) {
    return switch (PolicyDocument.parse(text(name), PolicyDocument.Kind.IDENTITY)) {
      case Reading.Understood(var document) -> document;
      case Reading.Faulty(var faults) -> throw new IllegalStateException(name + faults);
    };
  }

  private static JsonNode text(String name) {
    String file = name.substring(name.indexOf('/') + 1);
    InputStream text =
        Objects.requireNonNull(
            AwsManagedPolicies.class.getResourceAsStream("managed/" + file + ".json"), name);
    return Json.STRICT.readTree(text);
  }
}
