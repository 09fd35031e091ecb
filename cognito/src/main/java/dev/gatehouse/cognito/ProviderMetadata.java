package dev.gatehouse.cognito;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.gatehouse.aws.Json;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// The two documents below an issuer, members in alphabetical order like Cognito's.
final class ProviderMetadata {
  static final String JWKS_PATH = "/.well-known/jwks.json";
  static final String DISCOVERY_PATH = "/.well-known/openid-configuration";

  private ProviderMetadata() {}

  /// @param keys public halves only
  static String jwks(JWKSet keys) {
    var document = Json.STRICT.createObjectNode();
    var array = document.putArray("keys");
    for (JWK key : keys.getKeys()) {
      array.addPOJO(new TreeMap<>(key.toPublicJWK().toJSONObject()));
    }
    return Json.STRICT.writeValueAsString(document);
  }

  /// @param domain null leaves the domain's endpoints out
  static String discovery(String issuer, @Nullable String domain) {
    var document = Json.STRICT.createObjectNode();
    putEndpoint(document, "authorization_endpoint", domain, "/oauth2/authorize");
    putEndpoint(document, "end_session_endpoint", domain, "/logout");
    document.putArray("id_token_signing_alg_values_supported").add("RS256");
    document.put("issuer", issuer);
    document.put("jwks_uri", issuer + JWKS_PATH);
    document.putArray("response_types_supported").add("code").add("token");
    putEndpoint(document, "revocation_endpoint", domain, "/oauth2/revoke");
    document.putArray("scopes_supported").add("openid").add("email").add("phone").add("profile");
    document.putArray("subject_types_supported").add("public");
    putEndpoint(document, "token_endpoint", domain, TokenEndpoint.PATH);
    document
        .putArray("token_endpoint_auth_methods_supported")
        .add("client_secret_basic")
        .add("client_secret_post");
    putEndpoint(document, "userinfo_endpoint", domain, "/oauth2/userInfo");
    return document.toString();
  }

  private static void putEndpoint(
      ObjectNode document, String member, @Nullable String domain, String path) {
    if (domain != null) {
      document.put(member, domain + path);
    }
  }
}
