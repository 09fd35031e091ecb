package dev.gatehouse.host.endpoint;

import dev.gatehouse.aws.Json;
import dev.gatehouse.iam.LambdaPermission;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Functions and what belongs to them, in the shapes of Lambda's model.
final class FunctionDescription {
  /// `2026-11-24T12:00:00.000+0000`
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxx").withZone(ZoneOffset.UTC);

  private static final Map<String, String> FIXED =
      Map.of(
          "runtime", "Runtime",
          "handler", "Handler",
          "timeout", "Timeout",
          "memory", "MemorySize",
          "role", "Role");

  private FunctionDescription() {}

  /// API_FunctionConfiguration. The code's size is left out, and its hash where it did not come as
  /// a zip file through the API: what runs here is unpacked.
  static ObjectNode of(Deployed function, String arn) {
    var properties = function.properties();
    var shown = Json.STRICT.createObjectNode();
    shown.put("FunctionName", function.id());
    shown.put("FunctionArn", arn);
    Shapes.copy(properties, shown, "Runtime", "Role", "Handler");
    shown.put("Description", function.text("Description"));
    if (function.property("Code").path("S3Bucket").asString("").equals(Changes.UPLOADED)) {
      byte[] digest = HexFormat.of().parseHex(function.property("Code").path("S3Key").asString(""));
      shown.put("CodeSha256", Base64.getEncoder().encodeToString(digest));
    }
    shown.put("Timeout", properties.path("Timeout").asInt(3));
    shown.put("MemorySize", properties.path("MemorySize").asInt(128));
    shown.put("LastModified", time(function.changed()));
    shown.put("Version", "$LATEST");
    if (!properties.path("Environment").path("Variables").isEmpty()) {
      shown.set("Environment", properties.path("Environment"));
    }
    if (!properties.path("Layers").isEmpty()) {
      var layers = shown.putArray("Layers");
      properties.path("Layers").forEach(one -> layers.addObject().put("Arn", one.asString()));
    }
    shown.putObject("TracingConfig").put("Mode", "PassThrough");
    shown.put("RevisionId", revision(function));
    shown.put("State", "Active");
    shown.put("LastUpdateStatus", "Successful");
    shown.put("PackageType", "Zip");
    shown.putArray("Architectures").add(LambdaApi.architecture());
    shown.putObject("EphemeralStorage").put("Size", 512);
    shown.putObject("SnapStart").put("ApplyOn", "None").put("OptimizationStatus", "Off");
    shown.putObject("LoggingConfig").put("LogFormat", "Text").put("LogGroup", logGroup(function));
    return shown;
  }

  /// What a version was when it was published; the rest is its function's.
  ///
  /// @param published as the state keeps it
  static ObjectNode published(ObjectNode shown, String published) {
    JsonNode version = Json.STRICT.readTree(published);
    shown.remove("CodeSha256");
    FIXED.forEach((kept, member) -> {
      if (version.has(kept)) {
        shown.set(member, version.path(kept));
      }
    });
    JsonNode variables = version.path("environment");
    if (variables.isObject()) {
      shown.remove("Environment");
    }
    if (!variables.isEmpty()) {
      shown.putObject("Environment").set("Variables", variables);
    }
    return shown;
  }

  static String time(Instant instant) {
    return TIME.format(instant);
  }

  static String logGroup(Deployed function) {
    return function
        .property("LoggingConfig")
        .path("LogGroup")
        .asString("/aws/lambda/" + function.id());
  }

  /// Another one whenever the resource is another.
  static String revision(Deployed resource) {
    String text = resource.id() + resource.created() + resource.properties();
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /// API_FunctionUrlConfig, with the address that the URL has here.
  static ObjectNode url(Deployed url) {
    var shown = Json.STRICT.createObjectNode();
    shown.put("FunctionUrl", url.attribute("FunctionUrl"));
    shown.put("FunctionArn", url.attribute("FunctionArn"));
    shown.put("AuthType", url.text("AuthType"));
    Shapes.copy(url.properties(), shown, "Cors");
    shown.put("CreationTime", url.created().toString());
    shown.put("LastModifiedTime", url.changed().toString());
    return shown.put("InvokeMode", url.property("InvokeMode").asString("BUFFERED"));
  }

  static LambdaPermission permission(Deployed permission) {
    var invokedViaUrl = permission.property("InvokedViaFunctionUrl");
    return new LambdaPermission(
        permission.id(),
        permission.text("Action"),
        permission.text("Principal"),
        new LambdaPermission.Limits(
            optional(permission, "SourceArn"),
            optional(permission, "SourceAccount"),
            optional(permission, "PrincipalOrgID"),
            optional(permission, "FunctionUrlAuthType"),
            invokedViaUrl.isMissingNode() ? null : invokedViaUrl.asBoolean()));
  }

  private static @Nullable String optional(Deployed resource, String name) {
    String value = resource.text(name);
    return value.isEmpty() ? null : value;
  }
}
