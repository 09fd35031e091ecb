package dev.gatehouse.cloudformation.sam;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Events of kind `HttpApi`: a route in the document of their API, and the permission that lets the
/// API invoke the function (sam-property-function-httpapi.html). Other kinds of events call
/// functions by no door.
final class HttpApiEvents {
  private static final Pattern VARIABLE = Pattern.compile("\\{([a-zA-Z0-9._-]+|proxy\\+)}");
  private static final Pattern NAME = Pattern.compile("\\{(.*?)}");
  private static final Set<String> MEMBERS =
      Set.of(
          "ApiId",
          "Auth",
          "Method",
          "Path",
          "PayloadFormatVersion",
          "RouteSettings",
          "TimeoutInMillis");

  /// They would change what a door or a token is.
  private static final Set<String> NOT_RUN = Set.of("Api", "Cognito", "AlexaSkill", "WebSocketApi");

  private record Event(SamResource function, String name, ObjectNode properties) {
    String path() {
      return properties.path("Path").asString(OpenApi.DEFAULT_PATH);
    }

    String method() {
      return OpenApi.method(properties.path("Method").asString(OpenApi.ANY_METHOD));
    }

    String[] place(String... members) {
      String[] start = {
        "Resources", function.logicalId(), "Properties", "Events", name, "Properties"
      };
      String[] place = Arrays.copyOf(start, start.length + members.length);
      System.arraycopy(members, 0, place, start.length, members.length);
      return place;
    }
  }

  private final SamStack stack;
  private final Set<String> conditions = new LinkedHashSet<>();
  private boolean unconditional;

  HttpApiEvents(SamStack stack) {
    this.stack = stack;
  }

  void attach() {
    for (SamResource function : List.copyOf(stack.resources().values())) {
      if (function.type().equals("Function")) {
        function.property("Events").properties().stream()
            .sorted(Comparator.comparing(entry -> order(entry.getKey(), entry.getValue())))
            .forEach(entry -> attach(function, entry.getKey(), entry.getValue()));
      }
    }
    conditionOfImplicitApi();
  }

  /// `$default` before anything that starts with a slash, so that its permission is seen first.
  private static String order(String name, JsonNode event) {
    String usual = event.path("Type").asString("").equals("HttpApi") ? OpenApi.DEFAULT_PATH : name;
    return event.path("Properties").path("Path").asString(usual);
  }

  private void attach(SamResource function, String name, JsonNode declared) {
    String type = declared.path("Type").asString("");
    if (!type.equals("HttpApi")) {
      String[] place = {"Resources", function.logicalId(), "Properties", "Events", name};
      if (NOT_RUN.contains(type) || type.isEmpty()) {
        stack
            .findings()
            .fault("events of type `" + type + "` are not run here: its door is unknown", place);
      } else {
        stack.findings().notice("nothing calls the function by `" + type + "` here", place);
      }
      return;
    }
    ObjectNode properties =
        declared.path("Properties") instanceof ObjectNode given ? given : Trees.object();
    var event = new Event(function, name, properties);
    for (String member : properties.propertyNames()) {
      if (!MEMBERS.contains(member)) {
        stack.findings().fault("is not a property of HttpApi events", event.place(member));
      }
    }
    if (properties.has("Path") != properties.has("Method")) {
      stack
          .findings()
          .fault(
              "Event is missing the other of Path and Method: give both, or none for $default",
              event.place());
      return;
    }
    attach(event);
  }

  private void attach(Event event) {
    JsonNode named = event.properties().path("ApiId");
    String id =
        named.isMissingNode()
            ? SamStack.IMPLICIT_API
            : named.path("Ref").asString(named.asString(""));
    var api = stack.find(id, "HttpApi");
    if (api.isEmpty()) {
      stack
          .findings()
          .fault(
              "ApiId must be a valid reference to an 'AWS::Serverless::HttpApi' resource in same template.",
              event.place("ApiId"));
      return;
    }
    permit(event, api.get());
    document(event, api.get());
    if (id.equals(SamStack.IMPLICIT_API)) {
      String condition = event.function().attributes().path("Condition").asString("");
      unconditional |= condition.isEmpty();
      if (!condition.isEmpty()) {
        conditions.add(condition);
      }
    }
  }

  /// Not where the function is behind the API's default route, whose permission covers all.
  private void permit(Event event, SamResource api) {
    String path = event.path().replaceFirst("^(.+)/$", "$1");
    boolean defaultRoute = path.equals(OpenApi.DEFAULT_PATH);
    if (!defaultRoute && behindDefaultRoute(event.function(), api)) {
      return;
    }
    String method =
        event.method().equals(OpenApi.ANY_METHOD) ? "*" : event.method().toUpperCase(Locale.ROOT);
    String below = defaultRoute ? "" : VARIABLE.matcher(path).replaceAll("*");
    ObjectNode permission = Trees.object().put("Action", "lambda:InvokeFunction");
    permission.set("FunctionName", SamFunction.target(event.function(), stack));
    permission.put("Principal", "apigateway.amazonaws.com");
    permission.set(
        "SourceArn",
        Trees.sub(
            "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${__ApiId__}/${__Stage__}/"
                + method
                + below,
            Map.of("__ApiId__", Trees.ref(api.logicalId()), "__Stage__", Trees.text("*"))));
    stack.make(
        event.function().logicalId() + event.name() + "Permission",
        event.function().companion("AWS::Lambda::Permission", permission));
  }

  private boolean behindDefaultRoute(SamResource function, SamResource api) {
    return OpenApi.operation(
            api.property("DefinitionBody"), OpenApi.DEFAULT_PATH, OpenApi.ANY_METHOD)
        .path(OpenApi.INTEGRATION)
        .path("uri")
        .equals(integrationUri(function));
  }

  private JsonNode integrationUri(SamResource function) {
    String target =
        SamFunction.alias(function, stack)
            .map(alias -> SamFunction.aliasId(function, alias))
            .orElse(function.logicalId() + ".Arn");
    return Trees.sub(
        "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${"
            + target
            + "}/invocations");
  }

  private void document(Event event, SamResource api) {
    if (api.has("DefinitionUri")) {
      return; // The routes are in the file.
    }
    boolean own = !api.has("DefinitionBody") || api.property("DefinitionBody").has(OpenApi.OURS);
    ObjectNode document = OpenApi.of(api);
    boolean there = !OpenApi.operation(document, event.path(), event.method()).isMissingNode();
    if (there && own) {
      stack
          .findings()
          .fault(
              "API method '%s' defined multiple times for path '%s'."
                  .formatted(event.method(), event.path()),
              event.place());
      return;
    }
    if (there) {
      return; // The document describes this route itself.
    }
    ObjectNode operation = Trees.object();
    ObjectNode integration = operation.putObject(OpenApi.INTEGRATION);
    JsonNode version = event.properties().path("PayloadFormatVersion");
    integration.put("type", "aws_proxy").put("httpMethod", "POST");
    integration.set("payloadFormatVersion", version.isMissingNode() ? Trees.text("2.0") : version);
    integration.set("uri", integrationUri(event.function()));
    if (event.properties().has("TimeoutInMillis")) {
      integration.set("timeoutInMillis", event.properties().path("TimeoutInMillis"));
    }
    if (event.path().equals(OpenApi.DEFAULT_PATH) && event.method().equals(OpenApi.ANY_METHOD)) {
      operation.put("isDefaultRoute", true);
    }
    operation.putObject("responses");
    NAME.matcher(event.path())
        .results()
        .forEach(match ->
            operation
                .withArrayProperty("parameters")
                .addObject()
                .put("name", match.group(1))
                .put("in", "path")
                .put("required", true));
    secure(event, api, operation);
    routeSettings(event, api);
    String condition = event.function().attributes().path("Condition").asString("");
    OpenApi.add(document, event.path(), event.method(), conditional(condition, operation));
  }

  private static ObjectNode conditional(String condition, ObjectNode operation) {
    if (condition.isEmpty()) {
      return operation;
    }
    ObjectNode either = Trees.object();
    either.putArray("Fn::If").add(condition).add(operation).add(Trees.ref("AWS::NoValue"));
    return either;
  }

  private void secure(Event event, SamResource api, ObjectNode operation) {
    JsonNode auth = event.properties().path("Auth");
    if (auth.isMissingNode()) {
      return; // The default authorizer, if there is one, comes to every route in the end.
    }
    var rules = new HttpApiAuth(api, stack);
    String authorizer = auth.path("Authorizer").asString(rules.defaultAuthorizer());
    String problem = rules.problem(authorizer);
    if (!problem.isEmpty()) {
      stack.findings().fault(problem, event.place("Auth", "Authorizer"));
      return;
    }
    JsonNode scopes = auth.path("AuthorizationScopes");
    operation
        .putArray("security")
        .addObject()
        .set(authorizer, scopes.isArray() && !scopes.isEmpty() ? scopes : rules.scopes(authorizer));
  }

  /// SAM writes an event's settings into its API's stage.
  private static void routeSettings(Event event, SamResource api) {
    JsonNode settings = event.properties().path("RouteSettings");
    if (settings.isMissingNode()) {
      return;
    }
    String verb =
        event.method().equals(OpenApi.ANY_METHOD) ? "ANY" : event.method().toUpperCase(Locale.ROOT);
    String key =
        event.path().equals(OpenApi.DEFAULT_PATH)
            ? OpenApi.DEFAULT_PATH
            : verb + " " + event.path();
    api.properties().withObjectProperty("RouteSettings").set(key, settings);
  }

  /// An API that only conditional functions ask for is conditional itself.
  private void conditionOfImplicitApi() {
    var api = stack.find(SamStack.IMPLICIT_API, "HttpApi");
    if (api.isEmpty() || unconditional || conditions.isEmpty()) {
      return;
    }
    if (conditions.size() == 1) {
      api.get().attributes().put("Condition", conditions.iterator().next());
      return;
    }
    String name = SamStack.IMPLICIT_API + "Condition";
    ObjectNode any = Trees.object();
    var of = any.putArray("Fn::Or");
    conditions.forEach(condition -> of.addObject().put("Condition", condition));
    stack.condition(name, any);
    api.get().attributes().put("Condition", name);
  }
}
