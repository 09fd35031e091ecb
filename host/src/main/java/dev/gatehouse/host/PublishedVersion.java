package dev.gatehouse.host;

import dev.gatehouse.aws.Json;
import dev.gatehouse.lambda.Code;
import dev.gatehouse.lambda.FunctionConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// A function's version as the state keeps it: what the function was when it was published,
/// whatever its template says later.
final class PublishedVersion {
  private PublishedVersion() {}

  static String text(FunctionConfig version) {
    var json = Json.STRICT.createObjectNode();
    json.put("version", version.version());
    json.put("runtime", version.runtime());
    json.put("handler", version.handler());
    if (version.code() instanceof Code.Unpacked(var folder)) {
      json.put("code", String.valueOf(folder.getFileName()));
    }
    version.environment().forEach(json.putObject("environment")::put);
    json.put("timeout", version.timeout().toSeconds());
    json.put("memory", version.memory());
    json.put("logGroup", version.logGroup());
    json.put("role", version.roleArn());
    var layers = json.putArray("layers");
    version.layers().forEach(layer -> layers.add(String.valueOf(layer.getFileName())));
    return json.toString();
  }

  /// @param latest the function as it is now
  /// @param published where the code is
  static FunctionConfig of(String text, FunctionConfig latest, Path published) {
    JsonNode json = Json.STRICT.readTree(text);
    var environment = new LinkedHashMap<String, String>();
    json.path("environment")
        .properties()
        .forEach(variable -> environment.put(variable.getKey(), variable.getValue().asString()));
    List<Path> layers = new ArrayList<>();
    json.path("layers").forEach(layer -> layers.add(published.resolve(layer.asString())));
    return new FunctionConfig(
        latest.logicalId(),
        latest.account(),
        latest.region(),
        latest.name(),
        json.path("runtime").asString(),
        json.path("handler").asString(),
        new Code.Unpacked(published.resolve(json.path("code").asString())),
        environment,
        Duration.ofSeconds(json.path("timeout").asInt()),
        json.path("memory").asInt(),
        json.path("logGroup").asString(),
        latest.reservedConcurrency(),
        json.path("role").asString(),
        json.path("version").asString(),
        layers);
  }
}
