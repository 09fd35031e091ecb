package dev.gatehouse.host;

import static dev.gatehouse.cloudformation.PropertySchema.bool;
import static dev.gatehouse.cloudformation.PropertySchema.document;
import static dev.gatehouse.cloudformation.PropertySchema.oneOf;
import static dev.gatehouse.cloudformation.PropertySchema.string;
import static dev.gatehouse.cloudformation.PropertySchema.stringOr;
import static dev.gatehouse.cloudformation.PropertySchema.structure;

import dev.gatehouse.apigateway.OpenApiDocument;
import dev.gatehouse.apigateway.OpenApiDocument.BasePath;
import dev.gatehouse.apigateway.OpenApiDocument.Operation;
import dev.gatehouse.cloudformation.AssetLocator;
import dev.gatehouse.cloudformation.AssetLocator.Asset;
import dev.gatehouse.cloudformation.CreatedResource;
import dev.gatehouse.cloudformation.Fault;
import dev.gatehouse.cloudformation.Notice;
import dev.gatehouse.cloudformation.PropertySchema.Structure;
import dev.gatehouse.cloudformation.ResolvedResource;
import dev.gatehouse.cloudformation.Template;
import dev.gatehouse.cloudformation.TemplateException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The OpenAPI document of an `AWS::ApiGatewayV2::Api`, if it has one: its routes, integrations and
/// authorizers become resources, created by whoever creates those of a template.
final class OpenApiBody {
  private static final String PREFIX = "AWS::ApiGatewayV2::";

  private final ResolvedResource declared;
  private final @Nullable OpenApiDocument document;
  private final Map<String, SupportedType> types = new HashMap<>();

  private OpenApiBody(
      ResolvedResource declared, @Nullable OpenApiDocument document, List<SupportedType> types) {
    this.declared = declared;
    this.document = document;
    types.forEach(type -> this.types.put(type.type().name(), type));
  }

  static Structure withBody(Structure api) {
    return api.optional("Body", document())
        .optional(
            "BodyS3Location",
            stringOr(
                structure()
                    .optional("Bucket", string())
                    .required("Key", string())
                    .optional("Version", string())
                    .optional("Etag", string())))
        .optional("BasePath", oneOf("ignore", "prepend"))
        .optional("FailOnWarnings", bool());
  }

  /// @throws TemplateException if the document cannot be found, read or imported
  static OpenApiBody of(ResolvedResource api, AssetLocator assets, List<SupportedType> types) {
    JsonNode properties = api.properties();
    boolean inline = properties.has("Body");
    if (inline && properties.has("BodyS3Location")) {
      throw Faults.at(api, "Body", "is given beside BodyS3Location: give one");
    }
    if (inline) {
      return new OpenApiBody(api, read(api, "Body", properties.path("Body")), types);
    }
    if (properties.has("BodyS3Location")) {
      return new OpenApiBody(api, read(api, "BodyS3Location", file(api, assets)), types);
    }
    for (String name : List.of("Name", "ProtocolType")) {
      if (!properties.has(name)) {
        throw Faults.at(api, name, "this property is required by " + api.type());
      }
    }
    return new OpenApiBody(api, null, types);
  }

  /// Tells a document that lies in a file from any other; empty for an API without one.
  static String identity(ResolvedResource api, AssetLocator assets) {
    return api.properties().has("BodyS3Location") ? Fingerprint.of(file(api, assets)) : "";
  }

  private static JsonNode file(ResolvedResource api, AssetLocator assets) {
    JsonNode location = api.properties().path("BodyS3Location");
    String key = location.path("Key").asString(location.asString(""));
    Asset asset =
        assets
            .find(key)
            .or(() -> assets.local(key))
            .orElseThrow(() ->
                Faults.at(
                    api,
                    "BodyS3Location",
                    "`" + key + "` is neither an asset of this assembly nor a path beside it"));
    return Template.read(asset.path()).tree();
  }

  private static OpenApiDocument read(ResolvedResource api, String property, JsonNode node) {
    String basePath = api.properties().path("BasePath").asString("ignore");
    try {
      return OpenApiDocument.read(node, BasePath.valueOf(basePath.toUpperCase(Locale.ROOT)));
    } catch (OpenApiDocument.Malformed e) {
      throw new TemplateException(
          e.problems().stream()
              .map(problem ->
                  Faults.of(api.logicalId(), property + "." + problem.place(), problem.problem()))
              .toList());
    }
  }

  /// The API with what its document adds; the resource's own properties go first.
  ResolvedResource api() {
    if (document == null) {
      return declared;
    }
    if (declared.properties().path("FailOnWarnings").asBoolean(false)
        && !document.warnings().isEmpty()) {
      throw Faults.at(
          declared,
          "FailOnWarnings",
          "Warnings found during import: " + String.join("; ", document.warnings()));
    }
    ObjectNode properties = document.api().deepCopy();
    properties.setAll(declared.properties());
    properties.remove(List.of("Body", "BodyS3Location", "BasePath", "FailOnWarnings"));
    ResolvedResource conforming =
        type("Api").type().within(declared, "Body", "the document", properties);
    return declared.withProperties(conforming.properties());
  }

  /// @return what the document says in vain
  /// @throws TemplateException with the faults of all parts
  List<Notice> createParts(String apiId) {
    if (document == null) {
      return List.of();
    }
    var faults = new ArrayList<Fault>();
    var authorizers = new LinkedHashMap<String, String>();
    document
        .authorizers()
        .forEach((name, properties) -> {
          try {
            authorizers.put(name, create("Authorizer", name, apiId, properties).ref());
          } catch (TemplateException e) {
            faults.addAll(e.faults());
          }
        });
    if (faults.isEmpty()) {
      for (Operation operation : document.operations()) {
        try {
          createRoute(operation, apiId, authorizers);
        } catch (TemplateException e) {
          faults.addAll(e.faults());
        }
      }
    }
    if (!faults.isEmpty()) {
      throw new TemplateException(faults);
    }
    String place = "Resources." + declared.logicalId() + ".Properties.Body";
    return document.warnings().stream().map(warning -> new Notice(place, warning)).toList();
  }

  private void createRoute(Operation operation, String apiId, Map<String, String> authorizers) {
    String name = operation.routeKey();
    CreatedResource integration = create("Integration", name, apiId, operation.integration());
    ObjectNode route = operation.route().deepCopy();
    route.put("Target", "integrations/" + integration.ref());
    operation.authorizer().ifPresent(scheme -> route.put("AuthorizerId", authorizers.get(scheme)));
    create("Route", name, apiId, route);
  }

  private CreatedResource create(String type, String name, String apiId, ObjectNode properties) {
    ObjectNode whole = properties.deepCopy();
    whole.put("ApiId", apiId);
    SupportedType supported = type(type);
    return supported.creator().create(supported.type().within(declared, "Body", name, whole));
  }

  private SupportedType type(String name) {
    SupportedType type = types.get(PREFIX + name);
    if (type == null) {
      throw new IllegalStateException("not a supported type: " + name);
    }
    return type;
  }
}
