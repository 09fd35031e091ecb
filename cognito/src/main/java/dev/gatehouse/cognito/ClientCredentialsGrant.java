package dev.gatehouse.cognito;

import static dev.gatehouse.cognito.OAuthError.INVALID_GRANT;
import static dev.gatehouse.cognito.OAuthError.INVALID_REQUEST;
import static dev.gatehouse.cognito.OAuthError.INVALID_SCOPE;
import static dev.gatehouse.cognito.OAuthError.UNAUTHORIZED_CLIENT;

import dev.gatehouse.aws.Json;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// A client acts for itself (RFC 6749 §4.4).
final class ClientCredentialsGrant implements Grant {
  private final TokenIssuer issuer;

  ClientCredentialsGrant(TokenIssuer issuer) {
    this.issuer = issuer;
  }

  @Override
  public String type() {
    return "client_credentials";
  }

  @Override
  public AccessToken redeem(AppClient client, Form form) {
    if (!client.oauth().enabled()) {
      throw new OAuthException(
          INVALID_GRANT,
          "client " + client.label() + " has AllowedOAuthFlowsUserPoolClient set to false");
    }
    if (!client.oauth().allows(OAuthFlow.CLIENT_CREDENTIALS)) {
      throw new OAuthException(
          UNAUTHORIZED_CLIENT,
          "client_credentials is not among AllowedOAuthFlows of client " + client.label());
    }
    checkMetadata(form);
    List<String> scopes = scopes(client, form);
    return new AccessToken(issuer.accessToken(client, scopes), client.validity().access(), scopes);
  }

  private static List<String> scopes(AppClient client, Form form) {
    List<String> enabled = client.oauth().customScopes();
    List<String> granted = form.value("scope").map(ClientCredentialsGrant::split).orElse(enabled);
    if (granted.isEmpty()) {
      throw new OAuthException(
          INVALID_SCOPE,
          enabled.isEmpty()
              ? "client " + client.label() + " has no custom scope to give"
              : "scope is blank; client " + client.label() + " has " + enabled);
    }
    for (String scope : granted) {
      if (!enabled.contains(scope)) {
        throw new OAuthException(
            INVALID_SCOPE,
            "scope %s is not enabled on client %s; it has %s"
                .formatted(Quoted.text(scope), client.label(), enabled));
      }
    }
    return granted;
  }

  private static List<String> split(String scope) {
    return Arrays.stream(scope.split(" ")).filter(part -> !part.isEmpty()).distinct().toList();
  }

  // Only a pre token generation trigger would see it; a malformed one is refused all the same.
  private static void checkMetadata(Form form) {
    if (!form.value("aws_client_metadata").map(ClientCredentialsGrant::isStringMap).orElse(true)) {
      throw new OAuthException(
          INVALID_REQUEST, "aws_client_metadata is not a JSON object of strings");
    }
  }

  private static boolean isStringMap(String json) {
    try {
      JsonNode node = Json.STRICT.readTree(json);
      return node.isObject() && node.valueStream().allMatch(JsonNode::isString);
    } catch (JacksonException malformed) {
      return false;
    }
  }
}
