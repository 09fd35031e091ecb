package dev.gatehouse.cloudformation.sam;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The `Auth` of an API: which authorizers there are, and which routes have one
/// (sam-property-httpapi-httpapiauth.html).
record HttpApiAuth(SamResource api, SamStack stack) {
  static final String NONE = "NONE";
  static final String IAM = "AWS_IAM";

  private static final Set<String> MEMBERS =
      Set.of("Authorizers", "DefaultAuthorizer", "EnableIamAuthorizer");
  private static final Set<String> JWT =
      Set.of("AuthorizationScopes", "IdentitySource", "JwtConfiguration");
  private static final Set<String> LAMBDA =
      Set.of(
          "AuthorizerPayloadFormatVersion",
          "EnableFunctionDefaultPermissions",
          "EnableSimpleResponses",
          "FunctionArn",
          "FunctionInvokeRole",
          "Identity");
  private static final Map<String, String> SOURCES =
      Map.of(
          "Headers", "$request.header.",
          "QueryStrings", "$request.querystring.",
          "StageVariables", "$stageVariables.",
          "Context", "$context.");

  /// Empty when there is none.
  String defaultAuthorizer() {
    return auth().path("DefaultAuthorizer").asString("");
  }

  private JsonNode auth() {
    return api.property("Auth");
  }

  private JsonNode authorizer(String name) {
    return auth().path("Authorizers").path(name);
  }

  private boolean iamEnabled() {
    return auth().path("EnableIamAuthorizer").asBoolean(false);
  }

  /// Why a route cannot have this authorizer; empty when it can.
  String problem(String name) {
    if (name.isEmpty()) {
      return "'Auth' section requires either an explicit 'Authorizer' set or a 'DefaultAuthorizer' configured on the HttpApi.";
    }
    if (name.equals(NONE)) {
      return defaultAuthorizer().isEmpty()
          ? "'NONE' is only a valid value when a DefaultAuthorizer on the API is specified."
          : "";
    }
    if (name.equals(IAM) && iamEnabled()) {
      return "";
    }
    return authorizer(name).isObject()
        ? ""
        : "Unable to set Authorizer [%s] because it wasn't defined in the API's Authorizers."
            .formatted(name);
  }

  JsonNode scopes(String name) {
    JsonNode scopes = authorizer(name).path("AuthorizationScopes");
    return scopes.isArray() ? scopes : Trees.list();
  }

  /// Writes security schemes, and the default authorizer into every route that says nothing.
  void apply(ObjectNode document) {
    if (auth().isMissingNode()) {
      return;
    }
    for (String member : auth().propertyNames()) {
      if (!MEMBERS.contains(member)) {
        fault("Invalid value for 'Auth' property", member);
      }
    }
    ObjectNode schemes =
        document.withObjectProperty("components").withObjectProperty("securitySchemes");
    auth()
        .path("Authorizers")
        .properties()
        .forEach(entry -> schemes.set(entry.getKey(), scheme(entry.getKey(), entry.getValue())));
    if (iamEnabled()) {
      schemes
          .putObject(IAM)
          .put("type", "apiKey")
          .put("name", "Authorization")
          .put("in", "header")
          .put("x-amazon-apigateway-authtype", "awsSigv4");
    }
    String usual = defaultAuthorizer();
    if (usual.isEmpty()) {
      return;
    }
    String problem = usual.equals(NONE) ? "NONE is no default authorizer" : problem(usual);
    if (!problem.isEmpty()) {
      fault(problem, "DefaultAuthorizer");
      return;
    }
    for (JsonNode path : document.path("paths")) {
      path.properties().stream()
          .filter(entry -> !Set.of("options", "parameters").contains(entry.getKey()))
          .forEach(entry -> setDefault(entry.getValue(), usual));
    }
  }

  private void setDefault(JsonNode operation, String usual) {
    JsonNode real = operation.has("Fn::If") ? operation.path("Fn::If").path(1) : operation;
    if (real instanceof ObjectNode route
        && route.has(OpenApi.INTEGRATION)
        && route.path("security").isEmpty()) {
      route.putArray("security").addObject().set(usual, scopes(usual));
    }
  }

  private ObjectNode scheme(String name, JsonNode authorizer) {
    boolean jwt = authorizer.has("JwtConfiguration");
    Set<String> known = jwt ? JWT : LAMBDA;
    for (String member : authorizer.propertyNames()) {
      if (!known.contains(member)) {
        fault(
            "must be defined only for %s Authorizer.".formatted(jwt ? "Lambda" : "OAuth2"),
            "Authorizers",
            name,
            member);
      }
    }
    return jwt ? jwt(name, authorizer) : lambda(name, authorizer);
  }

  private ObjectNode jwt(String name, JsonNode authorizer) {
    required(name, authorizer, "IdentitySource");
    ObjectNode configuration = Trees.object();
    authorizer
        .path("JwtConfiguration")
        .properties()
        .forEach(
            entry -> configuration.set(entry.getKey().toLowerCase(Locale.ROOT), entry.getValue()));
    ObjectNode scheme = Trees.object().put("type", "oauth2");
    ObjectNode described = scheme.putObject("x-amazon-apigateway-authorizer");
    described.set("jwtConfiguration", configuration);
    described.set("identitySource", authorizer.path("IdentitySource"));
    described.put("type", "jwt");
    return scheme;
  }

  private ObjectNode lambda(String name, JsonNode authorizer) {
    required(name, authorizer, "FunctionArn");
    required(name, authorizer, "AuthorizerPayloadFormatVersion");
    JsonNode arn = authorizer.path("FunctionArn");
    ObjectNode scheme =
        Trees.object().put("type", "apiKey").put("name", "Unused").put("in", "header");
    ObjectNode described =
        scheme.putObject("x-amazon-apigateway-authorizer").put("type", "request");
    described.set(
        "authorizerUri",
        Trees.sub(
            "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${__FunctionArn__}/invocations",
            Map.of("__FunctionArn__", arn)));
    JsonNode role = authorizer.path("FunctionInvokeRole");
    if (!role.isMissingNode() && !role.asString("").equals(NONE)) {
      described.set("authorizerCredentials", role);
    }
    JsonNode identity = authorizer.path("Identity");
    if (identity.has("ReauthorizeEvery")) {
      described.set("authorizerResultTtlInSeconds", identity.path("ReauthorizeEvery"));
    }
    ArrayNode sources = Trees.list();
    for (String kind : List.of("Headers", "QueryStrings", "StageVariables", "Context")) {
      identity.path(kind).forEach(source -> sources.add(SOURCES.get(kind) + source.asString("")));
    }
    if (!sources.isEmpty()) {
      described.set("identitySource", sources);
    }
    described.set(
        "authorizerPayloadFormatVersion", authorizer.path("AuthorizerPayloadFormatVersion"));
    if (authorizer.path("EnableSimpleResponses").asBoolean(false)) {
      described.put("enableSimpleResponses", true);
    }
    if (authorizer.path("EnableFunctionDefaultPermissions").asBoolean(false)) {
      permit(name, arn);
    }
    return scheme;
  }

  private void permit(String name, JsonNode arn) {
    ObjectNode permission = Trees.object().put("Action", "lambda:InvokeFunction");
    permission.set("FunctionName", arn);
    permission.put("Principal", "apigateway.amazonaws.com");
    permission.set(
        "SourceArn",
        Trees.sub(
            "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${__ApiId__}/authorizers/*",
            Map.of("__ApiId__", Trees.ref(api.logicalId()))));
    stack.make(
        api.logicalId() + name + "AuthorizerPermission",
        api.companion("AWS::Lambda::Permission", permission));
  }

  private void required(String name, JsonNode authorizer, String member) {
    if (!authorizer.has(member)) {
      fault("is required", "Authorizers", name, member);
    }
  }

  private void fault(String text, String... members) {
    String[] place = new String[4 + members.length];
    place[0] = "Resources";
    place[1] = api.logicalId();
    place[2] = "Properties";
    place[3] = "Auth";
    System.arraycopy(members, 0, place, 4, members.length);
    stack.findings().fault(text, place);
  }
}
