package dev.gatehouse.apigateway;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.aws.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// An API with what its OpenAPI definition tells beside its doors (http-api-export.html). What it
/// exports, [OpenApiDocument] reads to the same routes and locks.
///
/// @param endpoint where its doors are, without a slash at the end
/// @param description null when the template gives none
/// @param version the template's, or else the time of creation, as AWS writes it
public record OpenApiExport(
    HttpApiConfig api,
    String endpoint,
    @Nullable String description,
    String version,
    Map<String, String> tags) {
  /// AWS's own exports look like this, down to the space before the colon.
  private static final YAMLMapper YAML = new YAMLMapper();

  /// How much is told.
  public enum Extent {
    /// What AWS imports again.
    WITH_EXTENSIONS,
    /// Nothing that only API Gateway reads.
    WITHOUT_EXTENSIONS
  }

  public OpenApiExport {
    requireNonNull(api, "api");
    requireNonNull(endpoint, "endpoint");
    requireNonNull(version, "version");
    tags = ordered(tags);
  }

  private static SequencedMap<String, String> ordered(Map<String, String> map) {
    return Collections.unmodifiableSequencedMap(new LinkedHashMap<>(map));
  }

  /// @param name of a stage: its address and the routes of its deployment; null for the latest
  ///   configuration
  /// @return empty when the API has no such stage
  public Optional<ObjectNode> document(@Nullable String name, Extent extent) {
    if (name == null) {
      return Optional.of(new OpenApiWriter(this, null, extent).write());
    }
    return api.stages().stream()
        .filter(stage -> stage.name().equals(name))
        .findFirst()
        .map(stage -> new OpenApiWriter(this, stage, extent).write());
  }

  public static String json(ObjectNode document) {
    return Json.STRICT.writerWithDefaultPrettyPrinter().writeValueAsString(document);
  }

  public static String yaml(ObjectNode document) {
    return YAML.writeValueAsString(document);
  }
}
