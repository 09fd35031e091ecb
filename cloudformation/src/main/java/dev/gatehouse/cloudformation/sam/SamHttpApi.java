package dev.gatehouse.cloudformation.sam;

import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `AWS::Serverless::HttpApi`: the API with its document, its stage and its domain
/// (sam-resource-httpapi.html).
final class SamHttpApi {
  private static final String MARKER = "httpapi:createdBy";
  private static final String DEFAULT_STAGE = "$default";
  private static final Set<String> MEMBERS =
      Set.of(
          "AccessLogSettings",
          "Auth",
          "CorsConfiguration",
          "DefaultRouteSettings",
          "DefinitionBody",
          "DefinitionUri",
          "Description",
          "DisableExecuteApiEndpoint",
          "Domain",
          "FailOnWarnings",
          "Name",
          "PropagateTags",
          "RouteSettings",
          "StageName",
          "StageVariables",
          "Tags");
  private static final List<String> CORS =
      List.of(
          "AllowOrigins",
          "AllowHeaders",
          "AllowMethods",
          "ExposeHeaders",
          "MaxAge",
          "AllowCredentials");

  private final SamResource resource;
  private final SamStack stack;

  SamHttpApi(SamResource resource, SamStack stack) {
    this.resource = resource;
    this.stack = stack;
  }

  void expand() {
    for (String name : resource.properties().propertyNames()) {
      if (!MEMBERS.contains(name)) {
        fault("is not a property of AWS::Serverless::HttpApi that is expanded here", name);
      }
    }
    ObjectNode api = Trees.object();
    if (resource.has("DefinitionUri")) {
      if (resource.has("DefinitionBody")) {
        fault(
            "Specify either 'DefinitionUri' or 'DefinitionBody' property and not both",
            "DefinitionUri");
      }
      for (String name : List.of("Auth", "CorsConfiguration")) {
        if (resource.has(name)) {
          fault(name + " works only with inline OpenApi specified in 'DefinitionBody'", name);
        }
      }
      api.set("BodyS3Location", Locations.document(resource.property("DefinitionUri")));
      resource.copy(api, "Description", "DisableExecuteApiEndpoint", "Name");
    } else {
      api.set("Body", document());
    }
    resource.copy(api, "FailOnWarnings");
    stack.make(resource.logicalId(), resource.replacement("AWS::ApiGatewayV2::Api", api));
    String stageId = stage();
    if (resource.has("Domain")) {
      new SamDomain(resource, stack, stageId).expand();
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

  private ObjectNode document() {
    ObjectNode document = OpenApi.of(resource);
    document.remove(OpenApi.OURS);
    new HttpApiAuth(resource, stack).apply(document);
    cors(document);
    if (resource.has("DisableExecuteApiEndpoint")) {
      document
          .withArrayProperty("servers")
          .addObject()
          .putObject("x-amazon-apigateway-endpoint-configuration")
          .set("disableExecuteApiEndpoint", resource.property("DisableExecuteApiEndpoint"));
    }
    ObjectNode info = document.withObjectProperty("info");
    if (resource.has("Name") && Trees.ref("AWS::StackName").equals(info.path("title"))) {
      info.set("title", resource.property("Name"));
    }
    if (resource.has("Description") && !info.has("description")) {
      info.set("description", resource.property("Description"));
    }
    tags()
        .forEachEntry((name, value) ->
            document
                .withArrayProperty("tags")
                .addObject()
                .put("name", name)
                .set("x-amazon-apigateway-tag-value", value));
    return document;
  }

  /// What the document says already is replaced; `true` opens the API to every origin.
  private void cors(ObjectNode document) {
    JsonNode cors = resource.property("CorsConfiguration");
    if (cors.isMissingNode() || (cors.isBoolean() && !cors.asBoolean())) {
      return;
    }
    ObjectNode rules = document.withObjectProperty("x-amazon-apigateway-cors");
    if (cors.isBoolean()) {
      rules.putArray("allowOrigins").add("*");
      return;
    }
    for (String name : cors.propertyNames()) {
      if (CORS.contains(name)) {
        rules.set(Character.toLowerCase(name.charAt(0)) + name.substring(1), cors.path(name));
      } else {
        fault("Invalid value for 'CorsConfiguration' property.", "CorsConfiguration", name);
      }
    }
  }

  private ObjectNode tags() {
    ObjectNode tags = Trees.object().put(MARKER, "SAM");
    if (resource.property("Tags") instanceof ObjectNode own) {
      tags.setAll(own);
    }
    return tags;
  }

  private String stage() {
    JsonNode name =
        resource.has("StageName") ? resource.property("StageName") : Trees.text(DEFAULT_STAGE);
    String id = stageId(name);
    ObjectNode stage = Trees.object();
    stage.set("ApiId", Trees.ref(resource.logicalId()));
    stage.set("StageName", name);
    stage.put("AutoDeploy", true);
    resource.copy(
        stage, "AccessLogSettings", "DefaultRouteSettings", "RouteSettings", "StageVariables");
    stage.set("Tags", tags());
    stack.make(id, resource.companion("AWS::ApiGatewayV2::Stage", stage));
    stack.refer(resource.logicalId() + ".Stage", id);
    return id;
  }

  private String stageId(JsonNode name) {
    String text = name.asString("");
    if (text.equals(DEFAULT_STAGE)) {
      return resource.logicalId() + "ApiGatewayDefaultStage";
    }
    return text.chars().allMatch(Character::isLetterOrDigit)
        ? resource.logicalId() + text + "Stage"
        : resource.logicalId() + "Stage" + Trees.hashOfText(text);
  }
}
