package dev.gatehouse.apigateway;

import static dev.gatehouse.apigateway.TestTokens.HEADER;
import static dev.gatehouse.apigateway.TestTokens.KEYS;
import static dev.gatehouse.apigateway.TestTokens.OTHER_KEYS;
import static dev.gatehouse.apigateway.TestTokens.claims;
import static dev.gatehouse.apigateway.TestTokens.encode;
import static dev.gatehouse.apigateway.TestTokens.sign;
import static dev.gatehouse.apigateway.TestTokens.signed;
import static dev.gatehouse.apigateway.TestTokens.valid;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.nimbusds.jose.jwk.RSAKey;
import dev.gatehouse.door.Passage;
import dev.gatehouse.door.Verdict;
import dev.gatehouse.http.HttpHeader;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every way in that we could think of, and none of them opens the door.
class HostileTokenTest {
  private final TestApi api = TestApi.with(TestApi.locked("GET /players"));

  @ParameterizedTest(name = "{0}")
  @MethodSource({"algorithms", "headers", "payloads", "encodings", "shapes"})
  void nothingGetsIn(String trick, String credential) {
    Passage passage = api.get("/players", "Authorization", credential);

    assertThat(passage.response().status()).as(trick).isEqualTo(401);
    assertThat(passage.response().body().text()).isEqualTo("{\"message\":\"Unauthorized\"}");
    assertThat(passage.response().headers().lines())
        .extracting(HttpHeader::name)
        .containsExactly("www-authenticate", "apigw-requestid");
    assertThat(passage.verdict()).isInstanceOf(Verdict.Denied.class);
    assertThat(api.calls).isEmpty();
    // Without the trick the same door opens.
    assertThat(api.getWithToken(valid()).verdict()).isInstanceOf(Verdict.Allowed.class);
    assertThat(api.calls).hasSize(1);
  }

  /// What the guest sent never comes back in the challenge.
  @Test
  void challengeHoldsNoWordOfTheGuest() {
    Passage passage =
        api.getWithToken(signed("{\"alg\":\"x\\\" y=\\\"\",\"kid\":\"key-1\"}", claims("")));

    assertThat(passage.response().headers().first("www-authenticate"))
        .contains(
            "Bearer scope=\"\" error=\"invalid_token\""
                + " error_description=\"the token does not have a valid signing method\"");
  }

  static Stream<Arguments> algorithms() {
    byte[] publicKey = KEYS.getPublic().getEncoded();
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(publicKey)
            + "\n-----END PUBLIC KEY-----\n";
    String unsigned = encode(HEADER.replace("RS256", "none")) + "." + encode(claims("")) + ".";
    return Stream.of(
        bearer("none, no signature", unsigned),
        bearer("none, a signature", signed(HEADER.replace("RS256", "none"), claims(""))),
        bearer("None", signed(HEADER.replace("RS256", "None"), claims(""))),
        bearer("NONE", signed(HEADER.replace("RS256", "NONE"), claims(""))),
        bearer(
            "nOnE, empty",
            unsigned.replace(
                encode(HEADER.replace("RS256", "none")), encode(HEADER.replace("RS256", "nOnE")))),
        bearer("HS256 with the public key's DER", hmac("HS256", "HmacSHA256", publicKey)),
        bearer("HS256 with the public key's PEM", hmac("HS256", "HmacSHA256", pem.getBytes(UTF_8))),
        bearer("HS384 with the public key's DER", hmac("HS384", "HmacSHA384", publicKey)),
        bearer("HS512 with the public key's DER", hmac("HS512", "HmacSHA512", publicKey)),
        bearer("RS256 that is an HMAC", hmac("RS256", "HmacSHA256", publicKey)),
        bearer("HS256 signed with RSA", signed(HEADER.replace("RS256", "HS256"), claims(""))),
        bearer("PS256", signed(HEADER.replace("RS256", "PS256"), claims(""))),
        bearer(
            "ES256", signed(HEADER.replace("RS256", "ES256"), claims(""), "SHA256withECDSA", ec())),
        bearer("RS256 that is ECDSA", signed(HEADER, claims(""), "SHA256withECDSA", ec())),
        bearer("EdDSA", signed(HEADER.replace("RS256", "EdDSA"), claims(""))),
        bearer("RS1", signed(HEADER.replace("RS256", "RS1"), claims(""), "SHA1withRSA", KEYS)),
        bearer("RS256 that is SHA-1", signed(HEADER, claims(""), "SHA1withRSA", KEYS)),
        bearer("RS256 that is SHA-512", signed(HEADER, claims(""), "SHA512withRSA", KEYS)),
        bearer("rs256", signed(HEADER.replace("RS256", "rs256"), claims(""))),
        bearer("RS256 and a space", signed(HEADER.replace("RS256", "RS256 "), claims(""))),
        bearer("no alg", signed("{\"kid\":\"key-1\"}", claims(""))),
        bearer("alg null", signed("{\"alg\":null,\"kid\":\"key-1\"}", claims(""))),
        bearer("alg array", signed("{\"alg\":[\"RS256\"],\"kid\":\"key-1\"}", claims(""))),
        bearer("alg number", signed("{\"alg\":256,\"kid\":\"key-1\"}", claims(""))),
        bearer(
            "alg twice",
            signed("{\"alg\":\"none\",\"alg\":\"RS256\",\"kid\":\"key-1\"}", claims(""))),
        bearer("Alg", signed("{\"Alg\":\"RS256\",\"kid\":\"key-1\"}", claims(""))));
  }

  static Stream<Arguments> headers() {
    String jwk = new RSAKey.Builder((RSAPublicKey) OTHER_KEYS.getPublic()).build().toJSONString();
    return Stream.of(
        foreign("own jwk", ",\"jwk\":" + jwk),
        foreign("own jku", ",\"jku\":\"https://evil.example/jwks.json\""),
        foreign("own x5u", ",\"x5u\":\"https://evil.example/cert.pem\""),
        foreign("own x5c", ",\"x5c\":[\"MIIB\"]"),
        foreign("own issuer", ",\"iss\":\"https://evil.example\""),
        header("crit", ",\"crit\":[\"exp\"],\"exp\":1"),
        header("crit b64", ",\"crit\":[\"b64\"],\"b64\":false"),
        header("crit empty", ",\"crit\":[]"),
        header("crit null", ",\"crit\":null"),
        header("kid twice", ",\"kid\":\"key-1\""),
        kid("kid null", "null"),
        kid("kid number", "1"),
        kid("kid array", "[\"key-1\"]"),
        kid("kid object", "{\"kid\":\"key-1\"}"),
        kid("kid empty", "\"\""),
        kid("kid upper case", "\"KEY-1\""),
        kid("kid with a space", "\"key-1 \""),
        kid("kid with NUL", "\"key-1\\u0000\""),
        kid("kid is a path", "\"../../../../dev/null\""),
        kid("kid is SQL", "\"x' UNION SELECT 'key-1\""),
        kid("kid is a URL", "\"https://evil.example/key-1\""),
        kid("kid is a command", "\"key-1|whoami\""),
        bearer("no kid", signed("{\"alg\":\"RS256\"}", claims(""))),
        bearer("header array", signed("[\"RS256\"]", claims(""))),
        bearer("header string", signed("\"RS256\"", claims(""))),
        bearer("header empty object", signed("{}", claims(""))),
        bearer("header null", signed("null", claims(""))),
        bearer("header with trailing text", signed(HEADER + "{}", claims(""))),
        bearer("header with a comment", signed("/**/" + HEADER, claims(""))),
        bearer("header in single quotes", signed(HEADER.replace('"', '\''), claims(""))),
        bearer("header with a BOM", signed("\ufeff" + HEADER, claims(""))),
        bearer("header nested deeply", signed(nested(HEADER), claims(""))));
  }

  static Stream<Arguments> payloads() {
    return Stream.of(
        bearer("payload array", signed(HEADER, "[]")),
        bearer("payload string", signed(HEADER, "\"claims\"")),
        bearer("payload null", signed(HEADER, "null")),
        bearer("payload empty object", signed(HEADER, "{}")),
        bearer("payload not JSON", signed(HEADER, "iss=issuer")),
        bearer("payload with trailing text", signed(HEADER, claims("") + claims(""))),
        bearer("payload cut off", signed(HEADER, claims("").substring(0, 40))),
        bearer("payload nested deeply", signed(HEADER, nested(claims("")))),
        bearer("payload with NaN", signed(HEADER, claims(",\"nbf\":NaN"))),
        bearer(
            "payload with Infinity",
            signed(HEADER, claims("").replaceAll("\"exp\":\\d+", "\"exp\":Infinity"))),
        bearer("exp twice", signed(HEADER, claims(",\"exp\":4102444800"))),
        bearer("aud twice", signed(HEADER, claims(",\"aud\":\"x\",\"aud\":\"client-1\""))),
        bearer("iss twice", signed(HEADER, claims(",\"iss\":\"https://issuer.example/pool\""))),
        bearer(
            "iss twice, escaped",
            signed(HEADER, claims(",\"\\u0069ss\":\"https://issuer.example/pool\""))),
        bearer(
            "iss array",
            signed(
                HEADER,
                claims("")
                    .replace(
                        "\"https://issuer.example/pool\"", "[\"https://issuer.example/pool\"]"))),
        bearer("member twice deep inside", signed(HEADER, claims(",\"x\":{\"a\":1,\"a\":2}"))),
        bearer(
            "exp octal",
            signed(HEADER, claims("").replaceAll("\"exp\":\\d+", "\"exp\":04102444800"))),
        bearer(
            "exp hexadecimal",
            signed(HEADER, claims("").replaceAll("\"exp\":\\d+", "\"exp\":0xF4865700"))),
        bearer(
            "exp with a plus",
            signed(HEADER, claims("").replaceAll("\"exp\":\\d+", "\"exp\":+4102444800"))),
        bearer(
            "exp of a thousand digits",
            signed(HEADER, claims("").replaceAll("\"exp\":\\d+", "\"exp\":" + "9".repeat(1001)))));
  }

  static Stream<Arguments> encodings() {
    String[] parts = valid().split("\\.");
    String head = parts[0] + "." + parts[1] + ".";
    byte[] signature = Base64.getUrlDecoder().decode(parts[2]);
    String standard = Base64.getEncoder().withoutPadding().encodeToString(signature);
    return Stream.of(
        bearer(
            "padding on every segment",
            sign(padded(HEADER) + "." + padded(claims("")), "SHA256withRSA", KEYS)),
        bearer("padded signature", valid() + "=="),
        bearer(
            "signature in standard base64", head + (standard.equals(parts[2]) ? "+/" : standard)),
        bearer(
            "line break in the signature",
            head + parts[2].substring(0, 10) + "\n" + parts[2].substring(10)),
        bearer(
            "space in the payload",
            parts[0]
                + "."
                + parts[1].substring(0, 8)
                + " "
                + parts[1].substring(8)
                + "."
                + parts[2]),
        bearer(
            "stray bits at the end",
            head
                + parts[2].substring(0, parts[2].length() - 1)
                + strayBits(parts[2].charAt(parts[2].length() - 1))),
        bearer(
            "payload in UTF-16",
            sign(
                encode(HEADER) + "." + encode(claims("").getBytes(UTF_16)), "SHA256withRSA", KEYS)),
        bearer(
            "payload not UTF-8",
            sign(
                encode(HEADER) + "." + encode(broken(claims(",\"x\":\"?\""))),
                "SHA256withRSA",
                KEYS)),
        bearer("percent-encoded dots", valid().replace(".", "%2E")),
        bearer("NUL behind", valid() + "\0"),
        bearer("letters outside ASCII", valid().replace('e', '\u0435')));
  }

  static Stream<Arguments> shapes() {
    String token = valid();
    String[] parts = token.split("\\.");
    String long_ = signed(HEADER, claims(",\"x\":\"" + "y".repeat(6100) + "\""));
    return Stream.of(
        bearer("one segment", parts[0]),
        bearer("two segments", parts[0] + "." + parts[1]),
        bearer("no signature", parts[0] + "." + parts[1] + "."),
        bearer("no payload", parts[0] + ".." + parts[2]),
        bearer("no header", "." + parts[1] + "." + parts[2]),
        bearer("four segments", token + ".x"),
        bearer("five segments, a JWE", token + "." + parts[0] + "." + parts[1]),
        bearer("dots only", ".."),
        bearer("many dots", ".".repeat(5000)),
        bearer("longer than a token may be", long_),
        bearer(
            "JSON serialization",
            "{\"payload\":\""
                + parts[1]
                + "\",\"protected\":\""
                + parts[0]
                + "\",\"signature\":\""
                + parts[2]
                + "\"}"),
        bearer("swapped segments", parts[1] + "." + parts[0] + "." + parts[2]),
        bearer("half a signature", parts[0] + "." + parts[1] + "." + parts[2].substring(0, 171)),
        bearer("a signature of zeros", parts[0] + "." + parts[1] + "." + encode(new byte[256])),
        bearer(
            "signature of another token",
            parts[0] + "." + parts[1] + "." + signed(HEADER, claims(",\"x\":1")).split("\\.")[2]),
        arguments("bearer in lower case", "bearer " + token),
        arguments("BEARER in upper case", "BEARER " + token),
        arguments("two spaces", "Bearer  " + token),
        arguments("tab", "Bearer\t" + token),
        arguments("Bearer twice", "Bearer Bearer " + token),
        arguments("Bearer without a token", "Bearer "),
        arguments("Bearer alone", "Bearer"),
        arguments("Basic", "Basic " + token),
        arguments("DPoP", "DPoP " + token),
        arguments("space behind", "Bearer " + token + " "),
        arguments("in quotes", "Bearer \"" + token + "\""),
        arguments("two tokens", "Bearer " + token + "," + token),
        arguments("two credentials", "Bearer " + token + ", Basic eDp5"),
        arguments("a space", " "));
  }

  private static Arguments bearer(String trick, String token) {
    return arguments(trick, "Bearer " + token);
  }

  /// Signed with a key that the header brings along.
  private static Arguments foreign(String trick, String members) {
    return bearer(
        trick, signed(HEADER.replace("}", members + "}"), claims(""), "SHA256withRSA", OTHER_KEYS));
  }

  /// Signed with the right key.
  private static Arguments header(String trick, String members) {
    return bearer(trick, signed(HEADER.replace("}", members + "}"), claims("")));
  }

  private static Arguments kid(String trick, String kid) {
    return bearer(trick, signed("{\"alg\":\"RS256\",\"kid\":" + kid + "}", claims("")));
  }

  private static String hmac(String algorithm, String mac, byte[] secret) {
    try {
      String input = encode(HEADER.replace("RS256", algorithm)) + "." + encode(claims(""));
      Key key = new SecretKeySpec(secret, mac);
      var hmac = Mac.getInstance(mac);
      hmac.init(key);
      return input + "." + encode(hmac.doFinal(input.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyPair ec() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String nested(String object) {
    return object.replace("}", ",\"x\":" + "[".repeat(500) + "]".repeat(500) + "}");
  }

  private static String padded(String text) {
    String spaced = text + " ".repeat(List.of(1, 0, 2).get(text.length() % 3));
    return Base64.getUrlEncoder().encodeToString(spaced.getBytes(UTF_8));
  }

  /// 256 bytes leave some bits of the last character unused: the same bytes in another spelling.
  private static char strayBits(char last) {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    return alphabet.charAt(alphabet.indexOf(last) + 1);
  }

  private static byte[] broken(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    byte[] copy = Arrays.copyOf(bytes, bytes.length);
    copy[text.indexOf('?')] = (byte) 0xff;
    return copy;
  }
}
