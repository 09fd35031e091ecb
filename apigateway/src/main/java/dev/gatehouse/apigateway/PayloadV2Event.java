package dev.gatehouse.apigateway;

import dev.gatehouse.http.Body;
import dev.gatehouse.http.HttpRequest;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// Writes the event of payload format 2.0, for integrations
/// (http-api-develop-integrations-lambda.html) and for authorizers
/// (http-api-lambda-authorizer.html).
record PayloadV2Event(ContextVariables context) {
  Body write() {
    HttpRequest request = context.request();
    return EventJson.write(
        1024 + request.body().length() * 4 / 3,
        json -> {
          json.writeStringProperty("version", "2.0");
          writeRequest(json);
          writeBody(json);
        });
  }

  /// @param identities the values of the authorizer's identity sources
  Body writeForAuthorizer(List<String> identities) {
    return EventJson.write(
        1024,
        json -> {
          json.writeStringProperty("version", "2.0");
          json.writeStringProperty("type", "REQUEST");
          json.writeStringProperty("routeArn", context.invokedResource());
          EventJson.textsOrNull(
              json, "identitySource", Optional.of(identities).filter(values -> !values.isEmpty()));
          writeRequest(json);
        });
  }

  private void writeRequest(JsonGenerator json) {
    HttpRequest request = context.request();
    json.writeStringProperty("routeKey", routeKey());
    json.writeStringProperty("rawPath", context.selection().rawPath());
    json.writeStringProperty("rawQueryString", request.rawQuery());
    writeCookies(json);
    EventJson.texts(
        json, "headers", new EventHeaders(request, context.arrival().traceIdOf(request)).joined());
    EventJson.textsUnlessEmpty(
        json, "queryStringParameters", QueryString.parse(request.rawQuery()));
    writeRequestContext(json);
    EventJson.textsUnlessEmpty(json, "pathParameters", context.selection().parameters());
    EventJson.textsUnlessEmpty(json, "stageVariables", context.selection().stage().variables());
  }

  private String routeKey() {
    return context.selection().route().key().text();
  }

  private void writeRequestContext(JsonGenerator json) {
    HttpRequest request = context.request();
    ApiIdentity api = context.api();
    json.writeObjectPropertyStart("requestContext");
    json.writeStringProperty("accountId", api.account().digits());
    json.writeStringProperty("apiId", api.apiId());
    writeAuthorizer(json);
    json.writeStringProperty("domainName", api.domainName());
    json.writeStringProperty("domainPrefix", api.domainName().split("\\.", 2)[0]);
    json.writeObjectPropertyStart("http");
    json.writeStringProperty("method", request.method());
    json.writeStringProperty("path", context.selection().rawPath());
    json.writeStringProperty("protocol", "HTTP/1.1");
    json.writeStringProperty("sourceIp", request.client());
    json.writeStringProperty("userAgent", request.headers().first("user-agent").orElse(""));
    json.writeEndObject();
    json.writeStringProperty("requestId", context.arrival().requestId());
    json.writeStringProperty("routeKey", routeKey());
    json.writeStringProperty("stage", context.selection().stage().name());
    json.writeStringProperty("time", context.requestTime());
    json.writeNumberProperty("timeEpoch", context.arrival().at().toEpochMilli());
    json.writeEndObject();
  }

  private void writeAuthorizer(JsonGenerator json) {
    if (context.authorizer() instanceof AuthorizerContext.None) {
      return;
    }
    json.writeObjectPropertyStart("authorizer");
    switch (context.authorizer()) {
      case AuthorizerContext.None() -> {}
      case AuthorizerContext.Jwt(var claims, var scopes) -> {
        json.writeObjectPropertyStart("jwt");
        EventJson.texts(json, "claims", ClaimTexts.of(claims));
        EventJson.textsOrNull(json, "scopes", scopes);
        json.writeEndObject();
      }
      case AuthorizerContext.Iam(var key) -> writeSigner(json, SignerIds.of(key));
      case AuthorizerContext.Lambda(_, var said) -> {
        if (said.isPresent()) {
          json.writePOJOProperty("lambda", said.get());
        } else {
          json.writeNullProperty("lambda");
        }
      }
    }
    json.writeEndObject();
  }

  private static void writeSigner(JsonGenerator json, SignerIds signer) {
    json.writeObjectPropertyStart("iam");
    json.writeStringProperty("accessKey", signer.accessKey());
    EventJson.textOrNull(json, "accountId", signer.account());
    json.writeStringProperty("callerId", signer.callerId());
    json.writeNullProperty("cognitoIdentity");
    json.writeNullProperty("principalOrgId");
    json.writeStringProperty("userArn", signer.arn());
    json.writeStringProperty("userId", signer.callerId());
    json.writeEndObject();
  }

  private void writeCookies(JsonGenerator json) {
    List<String> cookies =
        context.request().headers().all("cookie").stream()
            .flatMap(line -> List.of(line.split(";")).stream())
            .map(String::strip)
            .filter(cookie -> !cookie.isEmpty())
            .toList();
    if (!cookies.isEmpty()) {
      EventJson.texts(json, "cookies", cookies);
    }
  }

  private void writeBody(JsonGenerator json) {
    EventBody body = EventBody.of(context.request());
    body.text().ifPresent(text -> json.writeStringProperty("body", text));
    json.writeBooleanProperty("isBase64Encoded", body.base64());
  }
}
