package dev.gatehouse.apigateway;

import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// Writes the event of payload format 1.0, for integrations
/// (http-api-develop-integrations-lambda.html, with what captures of AWS show beyond it) and for
/// authorizers (http-api-lambda-authorizer.html). What a request has not is null, not left out; a
/// name that comes twice has its last value where there is room for one.
record PayloadV1Event(ContextVariables context) {
  /// Those of IAM and Cognito identities.
  private static final List<String> IDENTITY =
      List.of(
          "accessKey",
          "accountId",
          "caller",
          "cognitoAmr",
          "cognitoAuthenticationProvider",
          "cognitoAuthenticationType",
          "cognitoIdentityId",
          "cognitoIdentityPoolId",
          "principalOrgId");

  Body write() {
    HttpRequest request = context.request();
    return EventJson.write(
        2048 + request.body().length() * 4 / 3,
        json -> {
          json.writeStringProperty("version", "1.0");
          writeResource(json);
          Map<String, List<String>> headers = headers();
          EventJson.texts(json, "headers", last(headers));
          writeLists(json, "multiValueHeaders", headers);
          Map<String, List<String>> query = QueryString.all(request.rawQuery());
          EventJson.textsOrNull(json, "queryStringParameters", last(query));
          writeLists(json, "multiValueQueryStringParameters", query);
          writeRequestContext(json);
          writeVariables(json);
          writeBody(json);
        });
  }

  /// @param identities the values of the authorizer's identity sources
  Body writeForAuthorizer(List<String> identities) {
    Optional<String> joined =
        identities.isEmpty() ? Optional.empty() : Optional.of(String.join(",", identities));
    return EventJson.write(
        2048,
        json -> {
          json.writeStringProperty("version", "1.0");
          json.writeStringProperty("type", "REQUEST");
          json.writeStringProperty("methodArn", context.invokedResource());
          EventJson.textOrNull(json, "identitySource", joined);
          EventJson.textOrNull(json, "authorizationToken", joined);
          writeResource(json);
          EventJson.texts(json, "headers", last(headers()));
          EventJson.texts(
              json, "queryStringParameters", last(QueryString.all(context.request().rawQuery())));
          EventJson.texts(json, "pathParameters", context.selection().parameters());
          EventJson.texts(json, "stageVariables", context.selection().stage().variables());
          writeRequestContext(json);
        });
  }

  private void writeResource(JsonGenerator json) {
    json.writeStringProperty("resource", resource());
    json.writeStringProperty("path", context.request().rawPath());
    json.writeStringProperty("httpMethod", context.request().method());
  }

  private String resource() {
    RouteKey key = context.selection().route().key();
    return key.method().equals(RouteKey.DEFAULT) ? RouteKey.DEFAULT : key.path();
  }

  private Map<String, List<String>> headers() {
    HttpRequest request = context.request();
    return new EventHeaders(request, context.arrival().traceIdOf(request)).apart();
  }

  private static Map<String, String> last(Map<String, List<String>> lists) {
    var last = new LinkedHashMap<String, String>();
    lists.forEach((name, values) -> last.put(name, values.getLast()));
    return last;
  }

  private static void writeLists(JsonGenerator json, String name, Map<String, List<String>> lists) {
    if (lists.isEmpty()) {
      json.writeNullProperty(name);
      return;
    }
    json.writeObjectPropertyStart(name);
    lists.forEach((key, values) -> EventJson.texts(json, key, values));
    json.writeEndObject();
  }

  private void writeRequestContext(JsonGenerator json) {
    ApiIdentity api = context.api();
    json.writeObjectPropertyStart("requestContext");
    json.writeStringProperty("accountId", api.account().digits());
    json.writeStringProperty("apiId", api.apiId());
    writeAuthorizer(json);
    json.writeStringProperty("domainName", api.domainName());
    json.writeStringProperty("domainPrefix", api.domainName().split("\\.", 2)[0]);
    json.writeStringProperty("extendedRequestId", context.arrival().requestId());
    json.writeStringProperty("httpMethod", context.request().method());
    writeIdentity(json);
    json.writeStringProperty("path", context.request().rawPath());
    json.writeStringProperty("protocol", "HTTP/1.1");
    json.writeStringProperty("requestId", context.arrival().requestId());
    json.writeStringProperty("requestTime", context.requestTime());
    json.writeNumberProperty("requestTimeEpoch", context.arrival().at().toEpochMilli());
    json.writeStringProperty("resourceId", context.selection().route().key().text());
    json.writeStringProperty("resourcePath", resource());
    json.writeStringProperty("stage", context.selection().stage().name());
    json.writeEndObject();
  }

  /// Flat: claims and scopes, or what a Lambda authorizer says, stand side by side.
  private void writeAuthorizer(JsonGenerator json) {
    switch (context.authorizer()) {
      case AuthorizerContext.None(), AuthorizerContext.Iam(_) -> {}
      case AuthorizerContext.Jwt(var claims, var scopes) -> {
        json.writeObjectPropertyStart("authorizer");
        EventJson.texts(json, "claims", ClaimTexts.of(claims));
        EventJson.textsOrNull(json, "scopes", scopes);
        json.writeEndObject();
      }
      case AuthorizerContext.Lambda(var principalId, var said) -> {
        json.writeObjectPropertyStart("authorizer");
        principalId.ifPresent(id -> json.writeStringProperty("principalId", id));
        said.ifPresent(context ->
            context.forEachEntry((name, value) -> {
              if (principalId.isEmpty() || !name.equals("principalId")) {
                json.writePOJOProperty(name, value);
              }
            }));
        json.writeEndObject();
      }
    }
  }

  private void writeIdentity(JsonGenerator json) {
    Optional<SignerIds> signer =
        context.authorizer() instanceof AuthorizerContext.Iam(var key)
            ? Optional.of(SignerIds.of(key))
            : Optional.empty();
    json.writeObjectPropertyStart("identity");
    for (String name : IDENTITY) {
      EventJson.textOrNull(json, name, signer.flatMap(ids -> identity(ids, name)));
    }
    json.writeStringProperty("sourceIp", context.request().client());
    EventJson.textOrNull(json, "user", signer.map(SignerIds::callerId));
    EventJson.textOrNull(json, "userAgent", context.request().headers().first("user-agent"));
    EventJson.textOrNull(json, "userArn", signer.map(SignerIds::arn));
    json.writeEndObject();
  }

  private static Optional<String> identity(SignerIds signer, String name) {
    return switch (name) {
      case "accessKey" -> Optional.of(signer.accessKey());
      case "accountId" -> signer.account();
      case "caller" -> Optional.of(signer.callerId());
      default -> Optional.empty();
    };
  }

  private void writeVariables(JsonGenerator json) {
    EventJson.textsOrNull(json, "pathParameters", context.selection().parameters());
    EventJson.textsOrNull(json, "stageVariables", context.selection().stage().variables());
  }

  private void writeBody(JsonGenerator json) {
    EventBody body = EventBody.of(context.request());
    EventJson.textOrNull(json, "body", body.text());
    json.writeBooleanProperty("isBase64Encoded", body.base64());
  }
}
