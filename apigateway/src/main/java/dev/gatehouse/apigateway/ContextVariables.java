package dev.gatehouse.apigateway;

import dev.gatehouse.apigateway.Guard.Admission.Admitted;
import dev.gatehouse.http.HttpRequest;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// `$context` variables of one request, as far as they are known when it goes to its integration
/// (http-api-logging-variables.html).
record ContextVariables(
    ApiIdentity api,
    Arrival arrival,
    HttpRequest request,
    Optional<Selection.Selected> selection,
    Optional<Admitted> admitted) {
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

  private static final String CLAIMS = "authorizer.claims.";

  /// Names under `authorizer.` are free: they are an authorizer's context or a token's claims.
  static boolean known(String name) {
    return NAMES.contains(name) || name.startsWith("authorizer.");
  }

  Optional<String> get(String name) {
    return switch (name) {
      case "accountId" -> Optional.of(api.account().digits());
      case "apiId" -> Optional.of(api.apiId());
      case "domainName" -> Optional.of(api.domainName());
      case "domainPrefix" -> Optional.of(api.domainName().split("\\.", 2)[0]);
      case "httpMethod" -> Optional.of(request.method());
      case "identity.sourceIp" -> Optional.of(request.client());
      case "identity.userAgent" -> request.headers().first("user-agent");
      case "path" ->
          Optional.of(selection.map(Selection.Selected::rawPath).orElseGet(request::rawPath));
      case "protocol" -> Optional.of("HTTP/1.1");
      case "requestId", "extendedRequestId" -> Optional.of(arrival.requestId());
      case "requestTime" -> Optional.of(TIME.format(arrival.at()));
      case "requestTimeEpoch" -> Optional.of(Long.toString(arrival.at().toEpochMilli()));
      case "routeKey" -> selection.map(selected -> selected.route().key().text());
      case "stage" -> selection.map(selected -> selected.stage().name());
      default ->
          name.startsWith(CLAIMS) ? claim(name.substring(CLAIMS.length())) : Optional.empty();
    };
  }

  private Optional<String> claim(String name) {
    return admitted
        .flatMap(Admitted::token)
        .flatMap(token -> Optional.ofNullable(ClaimTexts.of(token.claims()).get(name)));
  }
}
