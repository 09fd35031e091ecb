package dev.gatehouse.apigateway;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import dev.gatehouse.aws.Json;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The usable keys of a JWK set (RFC 7517 §5) by their id.
record JsonWebKeys(Map<String, List<VerificationKey>> byId) {
  /// Keys of other families or for other uses are skipped, as §5 asks. Empty when the text is no
  /// JWK set.
  static Optional<JsonWebKeys> parse(byte[] text) {
    JsonNode set;
    try {
      set = Json.STRICT.readTree(text);
    } catch (JacksonException _) {
      return Optional.empty();
    }
    JsonNode keys = set.get("keys");
    if (keys == null || !keys.isArray()) {
      return Optional.empty();
    }
    var byId = new HashMap<String, List<VerificationKey>>();
    for (JsonNode key : keys) {
      if (key instanceof ObjectNode object) {
        usable(object)
            .ifPresent(
                found -> byId.computeIfAbsent(found.keyId(), _ -> new ArrayList<>()).add(found));
      }
    }
    return Optional.of(new JsonWebKeys(Map.copyOf(byId)));
  }

  private static Optional<VerificationKey> usable(ObjectNode key) {
    String id = text(key.get("kid"));
    JsonNode use = key.get("use");
    JsonNode operations = key.get("key_ops");
    boolean verifies =
        (use == null || "sig".equals(text(use)))
            && (operations == null
                || operations.valueStream().anyMatch(op -> "verify".equals(text(op))));
    if (id == null || id.isEmpty() || !verifies || !"RSA".equals(text(key.get("kty")))) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new VerificationKey(
              id, RSAKey.parse(publicPart(key)).toRSAPublicKey(), algorithms(key.get("alg"))));
    } catch (ParseException | JOSEException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// All that the key is; the rest (`x5c`, `x5u`…) is not needed and not trusted.
  private static String publicPart(ObjectNode key) {
    ObjectNode part = Json.STRICT.createObjectNode().put("kty", "RSA");
    part.set("n", key.path("n"));
    part.set("e", key.path("e"));
    return part.toString();
  }

  private static Set<String> algorithms(@Nullable JsonNode algorithm) {
    return algorithm == null
        ? VerificationKey.RSA_ALGORITHMS
        : Set.of(String.valueOf(text(algorithm)));
  }

  private static @Nullable String text(@Nullable JsonNode node) {
    return node != null && node.isString() ? node.stringValue() : null;
  }
}
