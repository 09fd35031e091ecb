package dev.gatehouse.host.endpoint;

import dev.gatehouse.aws.Json;
import dev.gatehouse.cloudformation.Template;
import dev.gatehouse.cloudformation.TemplateException;
import dev.gatehouse.host.endpoint.ApiGatewayV2.Part;
import dev.gatehouse.host.endpoint.AwsService.Permission;
import dev.gatehouse.host.endpoint.Operation.Answer;
import dev.gatehouse.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// API Gateway's operations that make (201), change (200) and delete (204) HTTP APIs and their
/// parts. An update changes what it mentions only (API_UpdateRoute).
final class ApiGatewayChanges {
  private static final List<Part> INNER_FIRST =
      List.of(Part.ROUTE, Part.INTEGRATION, Part.AUTHORIZER, Part.STAGE, Part.DEPLOYMENT);

  private final ApiGatewayV2 gateway;
  private final Editor editor;

  ApiGatewayChanges(ApiGatewayV2 gateway, Changes changes) {
    this.gateway = gateway;
    this.editor =
        new Editor(
            changes,
            "BadRequestException",
            _ ->
                AwsError.of(
                    409,
                    "ConflictException",
                    "Unable to complete operation due to concurrent modification. Please try again"
                        + " later."));
  }

  List<Operation> operations() {
    var operations = new ArrayList<Operation>();
    operations.add(operation("CreateApi", "POST", "/apis", this::createApi));
    operations.add(operation("ImportApi", "PUT", "/apis", this::importApi));
    operations.add(operation("ReimportApi", "PUT", "/apis/{apiId}", this::reimportApi));
    operations.add(operation("UpdateApi", "PATCH", "/apis/{apiId}", this::updateApi));
    operations.add(operation("DeleteApi", "DELETE", "/apis/{apiId}", this::deleteApi));
    operations.add(
        operation("DeleteCorsConfiguration", "DELETE", "/apis/{apiId}/cors", this::deleteCors));
    for (Part part : INNER_FIRST) {
      String all = "/apis/{apiId}/" + part.path();
      String one = all + "/{" + part.label() + "}";
      operations.add(operation("Create" + part.type(), "POST", all, input -> create(part, input)));
      operations.add(operation("Update" + part.type(), "PATCH", one, input -> update(part, input)));
      operations.add(
          operation("Delete" + part.type(), "DELETE", one, input -> delete(part, input)));
    }
    return operations;
  }

  private Operation operation(
      String name, String method, String path, Function<Input, HttpResponse> work) {
    return new Operation(
        name,
        (input, _) ->
            List.of(new Permission("apigateway:" + method, gateway.resource(path, input))),
        (input, _) -> new Answer.Raw(work.apply(input)));
  }

  private static HttpResponse shown(int status, Deployed resource) {
    return HttpResponse.json(status, ApiGatewayV2.shown(resource).toString());
  }

  // APIs

  private HttpResponse createApi(Input input) {
    input.text("name");
    input.text("protocolType");
    return shown(201, editor.create(ApiGatewayV2.API, properties(input, Set.of())).resource());
  }

  private HttpResponse updateApi(Input input) {
    Deployed api = gateway.api(input);
    return shown(200, editor.update(api, merged(api, input, Set.of("apiId"))).resource());
  }

  /// With all its parts.
  private HttpResponse deleteApi(Input input) {
    Deployed api = gateway.api(input);
    var all = new ArrayList<Deployed>();
    for (Part part : INNER_FIRST) {
      all.addAll(gateway.parts(part, api));
    }
    all.add(api);
    editor.delete(all);
    return HttpResponse.of(204);
  }

  private HttpResponse deleteCors(Input input) {
    Deployed api = gateway.api(input);
    ObjectNode properties = api.properties().deepCopy();
    properties.remove("CorsConfiguration");
    editor.update(api, properties);
    return HttpResponse.of(204);
  }

  private HttpResponse importApi(Input input) {
    return shown(201, editor.create(ApiGatewayV2.API, document(input)).resource());
  }

  private HttpResponse reimportApi(Input input) {
    Deployed api = gateway.api(input);
    return shown(201, editor.update(api, document(input)).resource());
  }

  /// The document as text, JSON or YAML.
  private static ObjectNode document(Input input) {
    ObjectNode properties = Json.STRICT.createObjectNode();
    try {
      ObjectNode document = Template.parse("document", input.text("body")).tree();
      properties.set("Body", document);
      properties.set("Name", document.path("info").path("title"));
    } catch (TemplateException e) {
      throw input.refuse("Unable to import: " + e.faults().getFirst().problem());
    }
    input.find("basepath").ifPresent(mode -> properties.put("BasePath", mode));
    if (input.has("failOnWarnings")) {
      properties.put("FailOnWarnings", input.flag("failOnWarnings"));
    }
    return properties;
  }

  // Parts

  private HttpResponse create(Part part, Input input) {
    Deployed api = gateway.api(input);
    ObjectNode properties = properties(input, Set.of("apiId"));
    properties.put("ApiId", api.id());
    return shown(201, editor.create(part.fullType(), properties).resource());
  }

  private HttpResponse update(Part part, Input input) {
    Deployed one = gateway.one(part, input);
    return shown(
        200, editor.update(one, merged(one, input, Set.of("apiId", part.label()))).resource());
  }

  private HttpResponse delete(Part part, Input input) {
    editor.delete(List.of(gateway.one(part, input)));
    return HttpResponse.of(204);
  }

  // Properties

  /// @param labels what stands in the call's path, which is no property
  private static ObjectNode properties(Input input, Set<String> labels) {
    return (ObjectNode) Shapes.pascalCase(input.members(labels), ApiGatewayV2.MAPS);
  }

  /// An empty text takes a property away (API_UpdateRoute, `target`).
  private static ObjectNode merged(Deployed resource, Input input, Set<String> labels) {
    ObjectNode properties = resource.properties().deepCopy();
    for (var member : properties(input, labels).properties()) {
      JsonNode value = member.getValue();
      if (value.isString() && value.asString().isEmpty()) {
        properties.remove(member.getKey());
      } else {
        properties.set(member.getKey(), value);
      }
    }
    return properties;
  }
}
