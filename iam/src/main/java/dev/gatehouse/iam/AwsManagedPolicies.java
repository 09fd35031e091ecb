package dev.gatehouse.iam;

import dev.gatehouse.aws.Json;
import dev.gatehouse.iam.PolicyDocument.Reading;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/// AWS's own managed policies, as far as their text is known here: the documents beside this class,
/// one file each (AWS Managed Policy Reference Guide). An ARN that is not among them is a fault for
/// whoever attaches it, never an empty grant.
final class AwsManagedPolicies {
  private static final String PREFIX = "arn:aws:iam::aws:policy/";

  private static final Map<String, PolicyDocument> DOCUMENTS =
      read(
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

  private AwsManagedPolicies() {}

  static Optional<PolicyDocument> find(String arn) {
    return Optional.ofNullable(DOCUMENTS.get(arn));
  }

  private static Map<String, PolicyDocument> read(String... names) {
    var documents = new TreeMap<String, PolicyDocument>();
    for (var name : names) {
      documents.put(PREFIX + name, document(name.substring(name.indexOf('/') + 1)));
    }
    return Map.copyOf(documents);
  }

  private static PolicyDocument document(String name) {
    InputStream text =
        Objects.requireNonNull(
            AwsManagedPolicies.class.getResourceAsStream("managed/" + name + ".json"), name);
    return switch (PolicyDocument.parse(Json.STRICT.readTree(text), PolicyDocument.Kind.IDENTITY)) {
      case Reading.Understood(var document) -> document;
      case Reading.Faulty(var faults) -> throw new IllegalStateException(name + faults);
    };
  }
}
