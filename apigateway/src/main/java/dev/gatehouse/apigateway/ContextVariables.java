package dev.gatehouse.apigateway;

import dev.gatehouse.http.HttpRequest;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// `$context` variables of one request, as far as they are known when it goes to its integration
/// (http-api-logging-variables.html).
///
/// @param authorizer [AuthorizerContext.None] until the guest has been let in
record ContextVariables(
    ApiIdentity api,
    Arrival arrival,
    HttpRequest request,
    Selection.Selected selection,
    AuthorizerContext authorizer) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static final Set<String> NAMES =
      Set.of(
          "accountId",
          "apiId",
          "authorizer.error",
          "authorizer.principalId",
          "awsEndpointRequestId",
          "awsEndpointRequestId2",
          "customDomain.basePathMatched",
          "dataProcessed",
          "domainName",
          "domainPrefix",
          "error.message",
          "error.messageString",
          "error.responseType",
          "extendedRequestId",
          "httpMethod",
          "identity.accountId",
          "identity.caller",
          "identity.cognitoAuthenticationProvider",
          "identity.cognitoAuthenticationType",
          "identity.cognitoIdentityId",
          "identity.cognitoIdentityPoolId",
          "identity.principalOrgId",
          "identity.clientCert.clientCertPem",
          "identity.clientCert.subjectDN",
          "identity.clientCert.issuerDN",
          "identity.clientCert.serialNumber",
          "identity.clientCert.validity.notBefore",
          "identity.clientCert.validity.notAfter",
          "identity.sourceIp",
          "identity.user",
          "identity.userAgent",
          "identity.userArn",
          "integration.error",
          "integration.integrationStatus",
          "integration.latency",
          "integration.requestId",
          "integration.status",
          "integrationErrorMessage",
          "integrationLatency",
          "integrationStatus",
          "path",
          "protocol",
          "requestId",
          "requestTime",
          "requestTimeEpoch",
          "responseLatency",
          "responseLength",
          "routeKey",
          "stage",
          "status");

  /// Those that are known as soon as a request has found its route.
  private static final Set<String> EARLY =
      Set.of(
          "accountId",
          "apiId",
          "domainName",
          "domainPrefix",
          "extendedRequestId",
          "httpMethod",
          "identity.sourceIp",
          "identity.userAgent",
          "path",
          "protocol",
          "requestId",
          "requestTime",
          "requestTimeEpoch",
          "routeKey",
          "stage");

  private static final String AUTHORIZER = "authorizer.";
  private static final String CLAIMS = "authorizer.claims.";
  private static final String IDENTITY = "identity.";

  /// Names under `authorizer.` are free: they are an authorizer's context or a token's claims.
  static boolean known(String name) {
    return NAMES.contains(name) || name.startsWith(AUTHORIZER);
  }

  static boolean knownBeforeAuthorizers(String name) {
    return EARLY.contains(name);
  }

  ContextVariables with(AuthorizerContext guest) {
    return new ContextVariables(api, arrival, request, selection, guest);
  }

  ContextVariables with(HttpRequest other) {
    return new ContextVariables(api, arrival, other, selection, authorizer);
  }

  Optional<String> get(String name) {
    return switch (name) {
      case "accountId" -> Optional.of(api.account().digits());
      case "apiId" -> Optional.of(api.apiId());
      case "customDomain.basePathMatched" ->
          selection
              .entrance()
              .mapped()
              .map(Entrance.Mapped::mappingKey)
              .filter(key -> !key.isEmpty());
      case "domainName" -> Optional.of(api.domainName());
      case "domainPrefix" -> Optional.of(api.domainName().split("\\.", 2)[0]);
      case "httpMethod" -> Optional.of(request.method());
      case "identity.sourceIp" -> Optional.of(request.client());
      case "identity.userAgent" -> request.headers().first("user-agent");
      case "path" -> Optional.of(selection.rawPath());
      case "protocol" -> Optional.of("HTTP/1.1");
      case "requestId", "extendedRequestId" -> Optional.of(arrival.requestId());
      case "requestTime" -> Optional.of(requestTime());
      case "requestTimeEpoch" -> Optional.of(Long.toString(arrival.at().toEpochMilli()));
      case "routeKey" -> Optional.of(selection.route().key().text());
      case "stage" -> Optional.of(selection.stage().name());
      default -> guest(name);
    };
  }

  private Optional<String> guest(String name) {
    return switch (authorizer) {
      case AuthorizerContext.None() -> Optional.empty();
      case AuthorizerContext.Jwt(var claims, _) ->
          name.startsWith(CLAIMS)
              ? Optional.ofNullable(ClaimTexts.of(claims).get(name.substring(CLAIMS.length())))
              : Optional.empty();
      case AuthorizerContext.Iam(var key) ->
          name.startsWith(IDENTITY)
              ? identity(SignerIds.of(key), name.substring(IDENTITY.length()))
              : Optional.empty();
      case AuthorizerContext.Lambda(var principalId, var context) ->
          name.equals("authorizer.principalId")
              ? principalId
              : context
                  .filter(_ -> name.startsWith(AUTHORIZER))
                  .flatMap(said -> said.optional(name.substring(AUTHORIZER.length())))
                  .filter(value -> !value.isNull())
                  .map(value -> value.isContainer() ? value.toString() : value.asString());
    };
  }

  private static Optional<String> identity(SignerIds signer, String name) {
    return switch (name) {
      case "accountId" -> signer.account();
      case "caller", "user" -> Optional.of(signer.callerId());
      case "userArn" -> Optional.of(signer.arn());
      default -> Optional.empty();
    };
  }

  String requestTime() {
    return TIME.format(arrival.at());
  }

  Optional<String> stageVariable(String name) {
    return Optional.ofNullable(selection.stage().variables().get(name));
  }

  /// The ARN that a policy must allow, and that of every other path that somebody may read in the
  /// request's: a policy has to allow them all.
  List<String> invokedResources() {
    return selection.readings().stream().map(this::invokedResource).toList();
  }

  /// `arn:aws:execute-api:REGION:ACCOUNT:API/STAGE/METHOD/path` with the request's own method and
  /// path, decoded.
  String invokedResource() {
    return invokedResource(selection.pathInStage());
  }

  private String invokedResource(String path) {
    return api.arn(selection.stage().name() + "/" + request.method() + path);
  }
}
