package dev.gatehouse.apigateway;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.util.Base64URL;
import dev.gatehouse.apigateway.InvalidToken.Description;
import dev.gatehouse.aws.Json;
import dev.gatehouse.aws.RsaProvider;
import dev.gatehouse.door.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A JWS in compact form (RFC 7515 §7.1), decoded strictly. Its claims are worth nothing before
/// [#verify].
///
/// @param algorithm one of the RSA family
/// @param signingInput the first two segments with their dot
record SignedToken(
    String algorithm, String keyId, ObjectNode claims, String signingInput, String signature) {
  /// AWS's whole header section is 10,240 bytes; no honest token fills it.
  static final int MAX_LENGTH = 8192;

  private static final Pattern BASE64URL = Pattern.compile("[A-Za-z0-9_-]+");
  private static final int SHOWN = 64;

  /// @throws InvalidToken when it is not a JWS that the lock could accept from anyone
  static SignedToken parse(String token) {
    if (token.length() > MAX_LENGTH) {
      throw malformed("it is longer than " + MAX_LENGTH + " characters");
    }
    String[] segments = token.split("\\.", -1);
    if (segments.length != 3) {
      throw new InvalidToken(
          Description.SEGMENTS,
          new Reason.MalformedToken("it has " + segments.length + " segments instead of 3"));
    }
    ObjectNode header = json("header", segments[0]);
    String algorithm = algorithm(header);
    if (header.has("crit")) {
      throw malformed("its header has `crit`, an extension that is not understood here");
    }
    String keyId =
        string(header, "kid").orElseThrow(() -> malformed("its header has no `kid` of text"));
    ObjectNode claims = json("payload", segments[1]);
    bytes("signature", segments[2]);
    return new SignedToken(algorithm, keyId, claims, segments[0] + "." + segments[1], segments[2]);
  }

  /// Only the configured issuer's keys are ever tried: `jwk`, `jku`, `x5c` and `x5u` in the header
  /// are the guest's words and are not read.
  boolean verify(List<VerificationKey> keys) {
    return keys.stream().filter(key -> key.algorithms().contains(algorithm)).anyMatch(this::signed);
  }

  private boolean signed(VerificationKey key) {
    try {
      var verifier = new RSASSAVerifier(key.key());
      verifier.getJCAContext().setProvider(RsaProvider.chosen());
      return verifier.verify(
          new JWSHeader(JWSAlgorithm.parse(algorithm)),
          signingInput.getBytes(StandardCharsets.US_ASCII),
          new Base64URL(signature));
    } catch (JOSEException _) {
      return false;
    }
  }

  private static String algorithm(ObjectNode header) {
    String found = string(header, "alg").orElse("nothing that is text");
    if (!VerificationKey.RSA_ALGORITHMS.contains(found)) {
      throw new InvalidToken(
          Description.ALGORITHM,
          new Reason.AlgorithmRefused(
              shown(found), VerificationKey.RSA_ALGORITHMS.stream().sorted().toList()));
    }
    return found;
  }

  private static Optional<String> string(ObjectNode object, String member) {
    JsonNode node = object.get(member);
    return node != null && node.isString() && !node.stringValue().isEmpty()
        ? Optional.of(node.stringValue())
        : Optional.empty();
  }

  private static ObjectNode json(String part, String segment) {
    String text =
        PercentCoding.utf8(bytes(part, segment))
            .orElseThrow(() -> malformed("its " + part + " is not UTF-8"));
    try {
      if (Json.STRICT.readTree(text) instanceof ObjectNode object) {
        return object;
      }
      throw malformed("its " + part + " is not a JSON object");
    } catch (JacksonException e) {
      throw malformed("its " + part + " is not JSON: " + e.getOriginalMessage());
    }
  }

  /// Base64url without padding, in its one canonical spelling (RFC 4648 §3.5).
  private static byte[] bytes(String part, String segment) {
    if (BASE64URL.matcher(segment).matches() && segment.length() % 4 != 1) {
      byte[] decoded = Base64.getUrlDecoder().decode(segment);
      if (Base64.getUrlEncoder().withoutPadding().encodeToString(decoded).equals(segment)) {
        return decoded;
      }
    }
    throw malformed("its " + part + " is not base64url");
  }

  private static InvalidToken malformed(String problem) {
    return new InvalidToken(Description.MALFORMED, new Reason.MalformedToken(problem));
  }

  static String shown(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}
